import { connect, type Socket } from 'node:net';
import type { Reader } from './readers.js';

/** What the load generator looks at in an answer. */
export interface Answer {
  readonly blocked: boolean;
}

/** A kept-alive connection that asks for one page at a time. */
export interface Connection {
  get(path: string, reader: Reader): Promise<Answer>;
  close(): void;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;
const SET_COOKIE = /\r\nset-cookie: ([^=]+)=([^;\r]*)/gi;

/** The first letter of a page tells a teaser from an article. */
const FIRST_OF_TEASER = 'T'.charCodeAt(0);

// As a browser sends them: a server spends time on reading these, whatever it does next.
const BROWSER = [
  'Host: news.example',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: en-GB,en;q=0.7',
  'Accept-Encoding: gzip, deflate, br',
  'Referer: https://news.example/',
  'Connection: keep-alive',
  '',
].join('\r\n');

/**
 * Opens a connection to a server on the loopback. It writes and reads HTTP by hand, because a client library takes as
 * long for a request as the server under test does.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = await connected(port);
  let received: Buffer = Buffer.alloc(0);
  let waiting: { readonly reader: Reader; resolve(answer: Answer): void; reject(error: Error): void } | null = null;

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!waiting) return;
    const end = received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const body = end + END_OF_HEAD.length;
    if (received.length < body + Number(LENGTH.exec(head)?.[1] ?? Number.NaN)) return;
    const { reader, resolve, reject } = waiting;
    const blocked = received[body] === FIRST_OF_TEASER;
    received = Buffer.alloc(0);
    waiting = null;
    if (!head.startsWith('HTTP/1.1 200 ')) return reject(new Error(`not an article: ${head}`));
    keepCookies(head, reader);
    resolve({ blocked });
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));

  return {
    get(path, reader) {
      return new Promise((resolve, reject) => {
        waiting = { reader, resolve, reject };
        socket.write(`GET ${path} HTTP/1.1\r\n${BROWSER}${cookieHeader(reader)}\r\n`, 'latin1');
      });
    },
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function cookieHeader({ cookies }: Reader): string {
  if (cookies.size === 0) return '';
  return `Cookie: ${[...cookies].map(([name, value]) => `${name}=${value}`).join('; ')}\r\n`;
}

function keepCookies(head: string, { cookies }: Reader): void {
  for (const [, name = '', value = ''] of head.matchAll(SET_COOKIE)) cookies.set(name, value);
}
