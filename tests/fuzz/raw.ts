import { connect } from 'node:net';

/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; several of one name are joined by line breaks. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Sends a request as it is written, letter by byte, on a connection of its own. */
export function sendRaw(
  port: number,
  target: string,
  fields: readonly (readonly [string, string])[],
): Promise<RawAnswer> {
  const lines = [`GET ${target} HTTP/1.1`, 'Host: news.example', ...fields.map(([name, value]) => `${name}: ${value}`)];
  const request = Buffer.from(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`, 'latin1');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(request));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that refuses a request may cut the connection while it is still being sent.
    socket.on('error', (error) => (chunks.length > 0 ? resolve(answer(chunks)) : reject(error)));
    socket.on('close', () => resolve(answer(chunks)));
  });
}

function answer(chunks: readonly Buffer[]): RawAnswer {
  const whole = Buffer.concat(chunks).toString('utf8');
  const end = whole.indexOf('\r\n\r\n');
  const [start = '', ...lines] = whole.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    const known = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), known === undefined ? value : `${known}\n${value}`);
  }
  return { status: Number(start.split(' ')[1]), headers, text: whole.slice(end + 4) };
}
