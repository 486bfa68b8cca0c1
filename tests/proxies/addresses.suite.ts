import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCrawlers } from '../../src/index.js';
import { TESTBOT, TESTBOT_AGENT, TESTBOT_RANGES } from '../crawlers/support.js';
import { type Received, type Sent, type Served, send, serve } from '../support/http.js';
import { NOON } from '../support/site.js';
import type { CacheServer } from './cache-server.js';
import { createEagerSite } from './eager-site.js';
import { startNginx } from './nginx.js';
import { startVarnish } from './varnish.js';

const TESTBOTS = '198.51.100.7';
const OTHERS = '203.0.113.9';

describe.each(Object.entries({ nginx: startNginx, Varnish: startVarnish }))('an address behind %s', (_name, start) => {
  let served: Served;
  let proxy: CacheServer;
  beforeAll(async () => {
    const crawlers = createCrawlers({ crawlers: [TESTBOT], ranges: [TESTBOT_RANGES], dns: false, clock: () => NOON });
    const { app } = createEagerSite({}, { crawlers, newReaders: { perDay: 1, beyond: 'blocked' } });
    app.set('trust proxy', 'loopback');
    served = await serve(app);
    proxy = await start(served.port);
  });
  afterAll(async () => {
    await proxy?.stop();
    await served?.close();
  });

  const sendFrom = (from: string, headers: Sent['headers'] = {}): Promise<Received> =>
    send(proxy.addressedPort, { path: '/news/a', headers, from });
  const stateOf = ({ headers }: Received) => String(headers.paywall).split(';')[0];

  test.each([
    ['IPv4', '192.0.2.1', '192.0.2.200', '192.0.3.1'],
    ['IPv6', '2001:db8:0:ab00::1', '2001:db8:0:abff::1', '2001:db8:0:ac00::1'],
  ])('is the client’s, over %s: each network has its own new readers', async (_version, first, neighbour, stranger) => {
    expect(stateOf(await sendFrom(first))).toBe('free');
    expect(stateOf(await sendFrom(neighbour))).toBe('blocked');
    expect(stateOf(await sendFrom(stranger))).toBe('free');
  });

  test('is not what the client says it is', async () => {
    await sendFrom('192.0.4.1');
    for (const claimed of ['192.0.5.1', '127.0.0.1', '10.0.0.1', '192.0.5.1, 192.0.6.1']) {
      const headers = { 'X-Forwarded-For': claimed, Forwarded: `for=${claimed}`, 'X-Real-IP': claimed };
      expect(stateOf(await sendFrom('192.0.4.1', headers))).toBe('blocked');
    }
  });

  test('proves a crawler, and refutes one that only claims to come from there', async () => {
    const agent = { 'User-Agent': TESTBOT_AGENT };
    expect((await sendFrom(TESTBOTS, agent)).text).toContain('END');
    for (const headers of [agent, { ...agent, 'X-Forwarded-For': TESTBOTS }]) {
      expect((await sendFrom(OTHERS, headers)).text).toBe('TEASER');
    }
  });
});
