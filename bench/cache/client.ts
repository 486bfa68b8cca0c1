import { connect, type Socket } from 'node:net';

/** One connection that asks for one page at a time, written and read by hand: a library would take as long as the cache does. */
export interface Client {
  /** @param fields Lines of the request's head, each with its end. */
  get(path: string, fields: string): Promise<Page>;
  close(): void;
}

export interface Page {
  readonly status: number;
  /** The status line and the fields. */
  readonly head: string;
  /** The `Set-Cookie` field without its attributes; empty where there is none. */
  readonly cookie: string;
  readonly body: Buffer;
  /** Whether the connection is of no further use. */
  readonly isLast: boolean;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** A page as received; `undefined` while there is more to come. */
function pageIn(received: Buffer): Page | undefined {
  const end = received.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const body = received.subarray(end + END_OF_HEAD.length);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isWhole =
    length === undefined ? body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) : body.length >= Number(length);
  if (!isWhole) return undefined;
  const cookie = /\r\nset-cookie: ([^;\r]*)/i.exec(head)?.[1] ?? '';
  return { status: Number(head.slice(9, 12)), head, cookie, body, isLast: /\r\nconnection: close/i.test(head) };
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** Servers close connections after a thousand requests, or when they have been idle: then another is opened. */
export async function openClient(port: number): Promise<Client> {
  let socket = await opened(port);
  let isOver = false;

  /** `null` where the server closed the connection before it had the request. */
  async function attempt(path: string, fields: string): Promise<Page | null> {
    if (isOver || socket.destroyed) socket = await opened(port);
    const { promise, resolve, reject } = deferred<Page | null>();
    let received: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const page = pageIn(received);
      if (page) resolve(page);
    };
    const onClose = (): void => {
      if (received.length === 0) resolve(null);
      else reject(new Error(`the server closed the connection to ${port} amid ${path}`));
    };
    socket.on('data', onData).on('error', onClose).once('close', onClose);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n${fields}\r\n`,
    );
    try {
      const page = await promise;
      isOver = page?.isLast ?? true;
      return page;
    } finally {
      socket.off('data', onData).off('error', onClose).off('close', onClose);
    }
  }

  return {
    async get(path, fields) {
      const page = (await attempt(path, fields)) ?? (await attempt(path, fields));
      if (page) return page;
      throw new Error(`the server on ${port} closes every connection`);
    },
    close: () => socket.destroy(),
  };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}
