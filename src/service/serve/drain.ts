import type { Server } from 'node:http';
import onHeaders from 'on-headers';

/**
 * Prepares a server for its end, which proxies that keep their connections open would otherwise put off for seconds: once it is
 * told to end, each response says that its connection closes, and those that fall idle are closed.
 *
 * @param patience Milliseconds that a request under way may still take.
 * @returns To be called at the end; resolves when the last connection is closed.
 */
export function drainable(server: Server, patience: number): () => Promise<void> {
  let draining = false;
  server.prependListener('request', (_req, res) => {
    onHeaders(res, () => {
      if (draining) res.setHeader('Connection', 'close');
    });
    res.once('close', () => {
      if (draining) server.closeIdleConnections();
    });
  });
  return () => {
    draining = true;
    setTimeout(() => server.closeAllConnections(), patience).unref();
    return new Promise((resolve) => {
      server.close(() => resolve());
    });
  };
}
