import { describe, expect, jest, test } from '@jest/globals';
import { type CrawlerEvent, createCrawlers } from '../../src/crawlers/search/index.js';
import { BINGBOT, BROWSER, FakeDns, frozenClock, GOOGLEBOT, HOUR, until } from './support.js';

const NEW_ADDRESS = '192.178.200.17';
const NEW_NAME = 'crawl-192-178-200-17.googlebot.com';

function setUp() {
  const dns = new FakeDns();
  const clock = frozenClock();
  const events: CrawlerEvent[] = [];
  const crawlers = createCrawlers({ dns, clock, onEvent: (event) => events.push(event) });
  /** The verdict once what was looked up is known. */
  async function settled(userAgent: string, address: string) {
    crawlers.verify(userAgent, address);
    await until(() => crawlers.verify(userAgent, address) !== 'unverified');
    return crawlers.verify(userAgent, address);
  }
  return { dns, clock, events, ...crawlers, settled };
}

describe('a name that leads there and back', () => {
  test.each([
    ['as it is written', NEW_ADDRESS, NEW_NAME, NEW_NAME],
    ['with the root’s dot', NEW_ADDRESS, `${NEW_NAME}.`, NEW_NAME],
    ['in capitals', NEW_ADDRESS, NEW_NAME.toUpperCase(), NEW_NAME],
    ['deeper in the domain', NEW_ADDRESS, 'geo-crawl-1.geo.googlebot.com', 'geo-crawl-1.geo.googlebot.com'],
    ['over IPv6', '2001:4860:4801:ffff::1', 'crawl-1.googlebot.com', 'crawl-1.googlebot.com'],
  ])('proves it: %s', async (_, address, name, forward) => {
    const { dns, settled } = setUp();
    dns.names.set(address, ['host.example', name]);
    dns.addresses.set(forward, ['203.0.113.1', address]);
    expect(await settled(GOOGLEBOT, address)).toBe('verified');
  });

  test('however the address is written in the forward answer', async () => {
    const { dns, settled } = setUp();
    dns.names.set('2001:4860:4801:ffff::1', [NEW_NAME]);
    dns.addresses.set(NEW_NAME, ['2001:4860:4801:FFFF:0:0:0:1']);
    expect(await settled(GOOGLEBOT, '2001:4860:4801:ffff::1')).toBe('verified');
  });
});

describe('a forged name gains nothing', () => {
  test.each([
    ['the domain in front of another', 'googlebot.com.evil.example'],
    ['a name that ends alike', 'crawl.evilgooglebot.com'],
    ['the whole domain with another before', 'evil-googlebot.com'],
    ['the domain itself', 'googlebot.com'],
    ['an empty label', '.googlebot.com'],
    ['a null byte', 'evil.example\0.googlebot.com'],
    ['a space', 'evil.example .googlebot.com'],
    ['an escaped dot', 'evil\\.googlebot.com'],
    ['a fetcher that any user can send', 'google-proxy-66-249-81-1.google.com'],
    ['a rented machine', '1.2.3.4.bc.googleusercontent.com'],
    ['another crawler’s domain', 'msnbot-1.search.msn.com'],
    ['nothing', ''],
  ])('%s: %j', async (_, name) => {
    const { dns, settled } = setUp();
    dns.names.set('203.0.113.66', [name]);
    // Even where the forger can make the name lead back.
    dns.addresses.set(name.toLowerCase(), ['203.0.113.66']);
    expect(await settled(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
  });

  test('the right name that does not lead back', async () => {
    const { dns, settled } = setUp();
    dns.names.set('203.0.113.66', ['crawl-66-249-66-1.googlebot.com']);
    dns.addresses.set('crawl-66-249-66-1.googlebot.com', ['66.249.66.1']);
    expect(await settled(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
  });

  test('the right name that leads nowhere', async () => {
    const { dns, settled } = setUp();
    dns.names.set('203.0.113.66', ['crawl-1.googlebot.com']);
    expect(await settled(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
  });

  test('a thousand names: four are followed', async () => {
    const { dns, settled } = setUp();
    dns.names.set(
      '203.0.113.66',
      Array.from({ length: 1000 }, (_, i) => `crawl-${i}.googlebot.com`),
    );
    expect(await settled(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
    expect(dns.asked).toHaveLength(1 + 4);
  });
});

describe('when it is asked', () => {
  test('never for a browser, a known range, a local address or what is no address', () => {
    const { dns, verify } = setUp();
    verify(BROWSER, NEW_ADDRESS);
    verify(undefined, NEW_ADDRESS);
    verify('GPTBot/1.2', NEW_ADDRESS);
    verify(GOOGLEBOT, '66.249.66.1');
    verify(GOOGLEBOT, '127.0.0.1');
    verify(GOOGLEBOT, '10.0.0.1');
    verify(GOOGLEBOT, 'unknown');
    expect(dns.asked).toEqual([]);
  });

  test('once for an address, whatever it claims next and however it is written', async () => {
    const { dns, settled } = setUp();
    dns.names.set(NEW_ADDRESS, [NEW_NAME]);
    dns.addresses.set(NEW_NAME, [NEW_ADDRESS]);
    expect(await settled(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');
    expect(await settled(GOOGLEBOT, `::ffff:${NEW_ADDRESS}`)).toBe('verified');
    expect(await settled(BINGBOT, NEW_ADDRESS)).toBe('refuted');
    expect(dns.asked).toEqual([`PTR ${NEW_ADDRESS}`, `A ${NEW_NAME}`]);
  });

  test('in the background: the first view does not wait, nor do those during the look-up', async () => {
    const { dns, verify, settled } = setUp();
    let open = () => {};
    dns.gate = new Promise((resolve) => {
      open = resolve;
    });
    dns.names.set(NEW_ADDRESS, [NEW_NAME]);
    dns.addresses.set(NEW_NAME, [NEW_ADDRESS]);
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('unverified');
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('unverified');
    expect(dns.asked).toEqual([`PTR ${NEW_ADDRESS}`]);
    open();
    expect(await settled(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');
  });

  test('again after 24 hours for a proof, and after one for a refutation', async () => {
    const { dns, clock, settled, verify } = setUp();
    dns.names.set(NEW_ADDRESS, [NEW_NAME]);
    dns.addresses.set(NEW_NAME, [NEW_ADDRESS]);
    await settled(GOOGLEBOT, NEW_ADDRESS);
    await settled(GOOGLEBOT, '203.0.113.66');
    const asked = () => dns.asked.filter((question) => question.startsWith('PTR')).length;
    expect(asked()).toBe(2);

    clock.now += HOUR;
    expect(verify(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
    clock.now += 1;
    expect(verify(GOOGLEBOT, '203.0.113.66')).toBe('unverified');
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');
    expect(asked()).toBe(3);

    clock.now += 23 * HOUR;
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('unverified');
    expect(asked()).toBe(4);
  });

  test('a server that fails makes nobody a liar, and is asked again after five minutes', async () => {
    const { dns, clock, settled, verify } = setUp();
    const working = dns.reverse;
    let failures = 0;
    dns.reverse = async () => {
      failures += 1;
      throw Object.assign(new Error('queryPtr ESERVFAIL'), { code: 'ESERVFAIL' });
    };
    verify(GOOGLEBOT, NEW_ADDRESS);
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('unverified');
    expect(failures).toBe(1);

    dns.reverse = working;
    dns.names.set(NEW_ADDRESS, [NEW_NAME]);
    dns.addresses.set(NEW_NAME, [NEW_ADDRESS]);
    clock.now += HOUR / 12 + 1;
    expect(await settled(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');
  });
});

describe('bounds', () => {
  test('ten look-ups at once; further ones are dropped, told of, and find a place later', async () => {
    const { dns, events, verify, settled } = setUp();
    let open = () => {};
    dns.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let i = 0; i < 15; i++) expect(verify(GOOGLEBOT, `203.0.113.${i}`)).toBe('unverified');
    expect(dns.asked).toHaveLength(10);
    expect(events).toEqual(Array.from({ length: 5 }, () => ({ type: 'lookup-dropped' })));
    open();
    await until(() => verify(GOOGLEBOT, '203.0.113.9') === 'refuted');
    expect(await settled(GOOGLEBOT, '203.0.113.14')).toBe('refuted');
  });

  test('a resolver that never answers gives its places back after ten seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    try {
      const { dns, verify } = setUp();
      dns.gate = new Promise(() => {});
      for (let i = 0; i < 10; i++) verify(GOOGLEBOT, `203.0.113.${i}`);
      verify(GOOGLEBOT, '203.0.113.200');
      expect(dns.asked).not.toContain('PTR 203.0.113.200');
      jest.advanceTimersByTime(10_000);
      await until(() => {
        verify(GOOGLEBOT, '203.0.113.200');
        return dns.asked.includes('PTR 203.0.113.200');
      });
    } finally {
      jest.useRealTimers();
    }
  });

  const liar = (i: number) => `203.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

  test('a flood of 20,000 addresses leaves ten look-ups and nothing else', async () => {
    const { dns, events, verify } = setUp();
    for (let i = 0; i < 20_000; i++) verify(GOOGLEBOT, liar(i));
    expect(dns.asked).toHaveLength(10);
    expect(events).toHaveLength(19_990);
    await until(() => verify(GOOGLEBOT, liar(9)) === 'refuted');
    expect(verify(GOOGLEBOT, liar(10))).toBe('unverified');
  });

  test('10,000 refutations are remembered, and push out no proof', async () => {
    const { dns, settled, verify } = setUp();
    dns.names.set(NEW_ADDRESS, [NEW_NAME]);
    dns.addresses.set(NEW_NAME, [NEW_ADDRESS]);
    expect(await settled(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');

    for (let i = 0; i < 12_000; i += 10) {
      for (let one = i; one < i + 10; one++) verify(GOOGLEBOT, liar(one));
      await until(() => verify(GOOGLEBOT, liar(i + 9)) === 'refuted');
    }
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('verified');
    expect(verify(GOOGLEBOT, liar(11_999))).toBe('refuted');
    expect(verify(GOOGLEBOT, liar(2_000))).toBe('refuted');
    expect(verify(GOOGLEBOT, liar(1_999))).toBe('unverified');
  });

  test('after close nothing is looked up, and what is known stays', async () => {
    const { dns, close, settled, verify } = setUp();
    expect(await settled(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
    close();
    const asked = dns.asked.length;
    expect(verify(GOOGLEBOT, NEW_ADDRESS)).toBe('unverified');
    expect(verify(GOOGLEBOT, '203.0.113.66')).toBe('refuted');
    expect(verify(GOOGLEBOT, '66.249.66.1')).toBe('verified');
    expect(dns.asked).toHaveLength(asked);
  });
});
