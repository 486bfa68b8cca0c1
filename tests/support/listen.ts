import { once } from 'node:events';
import type { Express } from 'express';

/** A site that listens on a port of its own on the loopback. */
export interface Listening {
  readonly port: number;
  readonly origin: string;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** @param port Default: any that is free. */
export async function listen(app: Express, port = 0): Promise<Listening> {
  const server = app.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site listens on no port');
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
