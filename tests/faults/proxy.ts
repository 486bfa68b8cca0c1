import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/ports.js';

/** What the proxy does to replies on their way back. */
export type Mischief =
  | { readonly kind: 'none' }
  /** Each is late by so many milliseconds. */
  | { readonly kind: 'slow'; readonly by: number }
  /** Takes everything and says nothing. */
  | { readonly kind: 'deaf' }
  /** One in so many is swallowed and its connection reset: the command was carried out, and nobody knows. */
  | { readonly kind: 'lose'; readonly oneIn: number }
  /** One in so many is cut in the middle and its connection reset. */
  | { readonly kind: 'cut'; readonly oneIn: number }
  /** They come byte by byte. */
  | { readonly kind: 'dribble' };

/** Stands between a client and a server on the loopback. */
export interface Proxy {
  readonly port: number;
  mischief: Mischief;
  stop(): Promise<void>;
}

const CUT_SETTLES = 5;

export async function startProxy(target: number): Promise<Proxy> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const proxy = { port, mischief: { kind: 'none' } as Mischief, stop };

  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    }
    client.once('close', () => upstream.end());
    relay(client, upstream, () => proxy.mischief);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return proxy;

  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

/** Chunks keep their order, whatever the mischief and however it changes. */
function relay(client: Socket, upstream: Socket, mischief: () => Mischief): void {
  let deafened = false;
  client.on('data', (chunk: Buffer) => {
    // A connection that lost a request cannot be whole again.
    deafened ||= mischief().kind === 'deaf';
    if (!deafened) upstream.write(chunk);
  });

  let before = Promise.resolve();
  upstream.on('data', (chunk: Buffer) => {
    const arrived = performance.now();
    const now = mischief();
    before = before.then(() => pass(chunk, arrived, now));
  });
  upstream.once('close', () => {
    before = before.then(() => void client.end());
  });

  async function pass(chunk: Buffer, arrived: number, now: Mischief): Promise<void> {
    switch (now.kind) {
      case 'slow':
        await pause(Math.max(0, arrived + now.by - performance.now()));
        break;
      case 'deaf':
        return;
      case 'lose':
        if (Math.random() * now.oneIn < 1) return void client.resetAndDestroy();
        break;
      case 'cut':
        if (Math.random() * now.oneIn >= 1) break;
        client.write(chunk.subarray(0, chunk.length / 2));
        await pause(CUT_SETTLES);
        return void client.resetAndDestroy();
      case 'dribble':
        for (const byte of chunk) {
          client.write(Buffer.of(byte));
          await nextTurn();
        }
        return;
    }
    client.write(chunk);
  }
}
