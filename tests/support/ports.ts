import { connect, createServer } from 'node:net';

// Below the range the kernel hands to outgoing connections, and so is a port 10,000 higher (a Redis Cluster's bus).
const LOWEST = 11_000;
const COUNT = 10_000;
const BUS_OFFSET = 10_000;

/** Finds a port of the loopback on which, as on the one 10,000 higher, nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

/** Tells whether something on the loopback accepts connections on the port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
