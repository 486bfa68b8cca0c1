import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { drainable as ofNewsroom } from '../examples/newsroom/drain.js';
import { drainable as ofService } from '../src/service/serve/drain.js';
import { freePort } from './support/ports.js';

/** Milliseconds; what a process manager waits for before it kills is 1,600. */
const SOON = 1000;

describe.each([
  ['the newsroom', ofNewsroom],
  ['the service', ofService],
])('%s ends right after the last byte', (_name, drainable) => {
  test.each([
    ['of a response that has not begun', false],
    ['of a response that has begun', true],
  ])('%s, though its client keeps the connections open', async (_which, begun) => {
    const open: ServerResponse[] = [];
    const server = createServer((req, res) => {
      if (req.url === '/slow') open.push(res);
      else res.end();
    });
    const drain = drainable(server, 60_000);
    const port = await freePort();
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const agent = new Agent({ keepAlive: true });
    const ask = (path: string) => {
      const asked = get({ host: '127.0.0.1', port, path, agent });
      return once(asked, 'response').then(([response]: IncomingMessage[]) => response?.resume());
    };

    const slow = ask('/slow');
    const idle = await ask('/');
    expect(idle?.headers.connection).toBe('keep-alive');
    while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
    if (begun) open[0]?.write('begun');
    const drained = drain();
    open[0]?.end('ended');
    const response = await slow;
    if (response && !response.complete) await once(response, 'end');
    const endedAt = performance.now();
    await drained;
    expect(performance.now() - endedAt).toBeLessThan(SOON);
    expect(response?.headers.connection).toBe(begun ? 'keep-alive' : 'close');
    agent.destroy();
  });
});
