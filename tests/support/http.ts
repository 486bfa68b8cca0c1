import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  request,
  type Server,
  type ServerOptions,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A site that listens on a port of the loopback. */
export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

export interface Sent {
  readonly path: string;
  /** Default: `GET`. */
  readonly method?: string;
  /** A list is sent as that many fields of the same name. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** The address that the client seems to have, for servers that speak the PROXY protocol. */
  readonly from?: string;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client with a browser's cookie jar. */
export interface Browser {
  send(sent: Sent): Promise<Received>;
  /** What is in the jar, as a `Cookie` header. */
  readonly cookie: string;
}

const CONNECTIONS = new Agent({ keepAlive: true });

/** Serves a site over real sockets. One that a failing test leaves behind keeps no process alive. */
export async function serve(listener: RequestListener, options: ServerOptions = {}): Promise<Served> {
  const server = createServer(options, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), close: () => closed(server) };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Sends one request and reads the whole answer. */
export function send(port: number, { path, method = 'GET', headers = {}, body = '', from }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const fields = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mutable(value)]));
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: fields,
        ...(from === undefined ? { agent: CONNECTIONS } : { createConnection: () => connectAs(from, port) }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      },
    );
    sending.on('error', reject).end(body);
  });
}

function mutable(value: string | readonly string[]): string | string[] {
  return typeof value === 'string' ? value : [...value];
}

/** The PROXY protocol, version 1: one line ahead of the request says who the client is. */
function connectAs(client: string, port: number): Socket {
  const version = client.includes(':') ? 'TCP6' : 'TCP4';
  const server = version === 'TCP6' ? '::1' : '127.0.0.1';
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(`PROXY ${version} ${client} ${server} 40000 ${port}\r\n`);
  return socket;
}

/**
 * A browser that has not been at the site yet; or with the cookies of one that has, as a `Cookie` header. Of several ports each is asked
 * in turn, as behind a load balancer.
 */
export function createBrowser(ports: number | readonly number[], from?: string, cookies = ''): Browser {
  const jar = new Map<string, string>();
  const all = [ports].flat();
  let turn = 0;
  const keep = (text: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
    jar.set(name, value);
  };
  for (const held of cookies.split('; ').filter(Boolean)) keep(held);
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    async send(sent) {
      const received = await send(all[turn++ % all.length] ?? 0, {
        ...(from !== undefined && { from }),
        ...sent,
        headers: { ...(jar.size > 0 && { Cookie: cookie() }), ...sent.headers },
      });
      for (const setCookie of received.headers['set-cookie'] ?? []) keep(setCookie);
      return received;
    },
    get cookie() {
      return cookie();
    },
  };
}
