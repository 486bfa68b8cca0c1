import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';

/** Stands before some servers and shares the keys out among them, as Envoy and twemproxy do. */
export interface RedisProxy {
  readonly url: string;
  /** Commands refused so far, in lower case. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/** All that it lets through. */
const KNOWN = new Set(['eval', 'evalsha']);

/** @param refusal What any other command meets: an error in reply, or the end of the connection. */
export async function startRedisProxy(urls: readonly string[], refusal: 'error' | 'hang up'): Promise<RedisProxy> {
  const servers = urls.map((url) => new Redis(url));
  const sockets = new Set<Socket>();
  const refused: string[] = [];

  async function answer(name: string, args: readonly string[]): Promise<string | null> {
    if (!KNOWN.has(name)) {
      refused.push(name);
      return refusal === 'error' ? '-ERR unsupported command\r\n' : null;
    }
    const key = args[2] ?? '';
    const server = servers[[...key].reduce((sum, char) => sum + char.charCodeAt(0), 0) % servers.length];
    try {
      // As the bytes that came: as text they would be sent in UTF-8, and a script would be another.
      return encode(await server?.call(name, ...args.map((arg) => Buffer.from(arg, 'latin1'))));
    } catch (error) {
      return `-${error instanceof Error ? error.message : error}\r\n`;
    }
  }

  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    let unread = '';
    let turn = Promise.resolve();
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      const { commands, rest } = split(unread + chunk);
      unread = rest;
      for (const [name = '', ...args] of commands) {
        turn = turn.then(async () => {
          // What was sent behind a command that was refused is lost with the connection.
          if (socket.destroyed) return;
          const reply = await answer(name.toLowerCase(), args);
          if (reply === null) socket.destroy();
          else if (socket.writable) socket.write(reply, 'latin1');
        });
      }
    });
  });
  // A port that is looked for first may be somebody else's by now.
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = portOf(listener.address());

  return {
    url: `redis://127.0.0.1:${port}`,
    refused,
    async stop() {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.disconnect();
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Commands as clients send them: arrays of bulk strings. */
function split(text: string): { commands: string[][]; rest: string } {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const [head = '', count] = /^\*(\d+)\r\n/.exec(rest) ?? [];
    const words: string[] = [];
    let at = head.length;
    for (; words.length < Number(count); ) {
      const [length = '', size] = /^\$(\d+)\r\n/.exec(rest.slice(at, at + 20)) ?? [];
      const end = at + length.length + Number(size);
      if (size === undefined || rest.length < end + 2) return { commands, rest };
      words.push(rest.slice(at + length.length, end));
      at = end + 2;
    }
    if (count === undefined) return { commands, rest };
    commands.push(words);
    rest = rest.slice(at);
  }
}

function portOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
  return address;
}

function encode(reply: unknown): string {
  if (reply === null) return '$-1\r\n';
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(encode).join('')}`;
  return typeof reply === 'number' ? `:${reply}\r\n` : `+${reply}\r\n`;
}
