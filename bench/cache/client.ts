import { connect } from 'node:net';

/** One connection that asks for one page at a time, written and read by hand: a library would take as long as the cache does. */
export interface Client {
  /** @param fields Lines of the request's head, each with its end. */
  get(path: string, fields: string): Promise<Page>;
  close(): void;
}

export interface Page {
  readonly status: number;
  /** The `Set-Cookie` field without its attributes; empty where there is none. */
  readonly cookie: string;
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

export async function openClient(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve(page: Page): void; reject(error: Error): void } | null = null;
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const body = received.subarray(end + END_OF_HEAD.length);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined ? body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) : body.length >= Number(length);
    if (!isWhole) return;
    const answered = waiting;
    waiting = null;
    received = Buffer.alloc(0);
    answered?.resolve({
      status: Number(head.slice(9, 12)),
      cookie: /\r\nset-cookie: ([^;\r]*)/i.exec(head)?.[1] ?? '',
      body,
    });
  });
  const failed = () => waiting?.reject(new Error('the server closed the connection'));
  socket.on('error', failed).on('close', failed);
  return {
    get: (path, fields) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n${fields}\r\n`,
        );
      }),
    close: () => socket.destroy(),
  };
}
