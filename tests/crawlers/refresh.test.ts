import { describe, expect, jest, test } from '@jest/globals';
import { type CrawlerEvent, createCrawlers, type Fetch } from '../../src/crawlers/search/index.js';
import { DAY, frozenClock, HOUR, NOW, TESTBOT, TESTBOT_AGENT, TESTBOT_RANGES, until } from './support.js';

const OLD = '198.51.100.7';
const NEW = '203.0.113.7';
const GOOD = { prefixes: [{ ipv4Prefix: '203.0.113.0/24' }, { ipv6Prefix: '2001:db8:200::/56' }] };

function setUp(fetch: Fetch, { now = NOW, everyHours = 24 } = {}) {
  const clock = frozenClock(now);
  const events: CrawlerEvent[] = [];
  const crawlers = createCrawlers({
    crawlers: [TESTBOT],
    ranges: [TESTBOT_RANGES],
    dns: false,
    refresh: { fetch, everyHours },
    clock,
    onEvent: (event) => events.push(event),
  });
  return { clock, events, ...crawlers };
}

function answering(body: string | object | ReadableStream<Uint8Array>, status = 200): Fetch {
  return async () =>
    body instanceof ReadableStream
      ? new Response(body, { status })
      : new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
}

function listOf(...prefixes: string[]) {
  return { prefixes: prefixes.map((prefix) => ({ [prefix.includes(':') ? 'ipv6Prefix' : 'ipv4Prefix']: prefix })) };
}

describe('a good list', () => {
  test('is taken at the start, from the owner’s address, and no redirect is followed', async () => {
    const asked: unknown[] = [];
    const { events, verify, close } = setUp(async (url, init) => {
      asked.push(url, init.redirect);
      return new Response(JSON.stringify(GOOD));
    });
    expect(verify(TESTBOT_AGENT, NEW)).toBe('refuted');
    await until(() => events.length > 0);
    close();
    expect(events).toEqual([{ type: 'ranges-refreshed', crawler: 'Testbot', prefixes: 2 }]);
    expect(asked).toEqual([TESTBOT.listUrl, 'error']);
    expect(verify(TESTBOT_AGENT, NEW)).toBe('verified');
    expect(verify(TESTBOT_AGENT, '2001:db8:200::1')).toBe('verified');
    expect(verify(TESTBOT_AGENT, OLD)).toBe('refuted');
  });

  test('is taken with the invisible characters that have been published', async () => {
    const { verify, refresh, close } = setUp(answering(listOf('\u200b203.0.113.0/24 ', '2001:db8:200::/56')));
    await refresh();
    close();
    expect(verify(TESTBOT_AGENT, NEW)).toBe('verified');
  });

  test('begins a new 180 days', async () => {
    const { clock, verify, refresh, close } = setUp(answering(GOOD));
    clock.now += 170 * DAY;
    await refresh();
    close();
    clock.now += 180 * DAY;
    expect(verify(TESTBOT_AGENT, NEW)).toBe('verified');
    clock.now += 1;
    expect(verify(TESTBOT_AGENT, NEW)).toBe('unverified');
  });

  test('may be of any size where the one before is outdated, which proves nothing any more', async () => {
    const { events, verify, refresh, close } = setUp(answering(listOf('203.0.113.7/32')), { now: NOW + 200 * DAY });
    await refresh();
    close();
    expect(events.at(-1)).toEqual({ type: 'ranges-refreshed', crawler: 'Testbot', prefixes: 1 });
    expect(verify(TESTBOT_AGENT, NEW)).toBe('verified');
  });
});

describe('a bad list is refused, told of, and the one before stays', () => {
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20)),
    });

  test.each<[string, Fetch, string]>([
    ['no list at all', answering({ creationTime: '2026-11-23' }), 'malformed'],
    ['an error page', answering('<!doctype html>'), 'malformed'],
    ['null', answering('null'), 'malformed'],
    ['an array', answering('[]'), 'malformed'],
    ['a truncated list', answering('{"prefixes":[{"ipv4Prefix":"203.0.113.0/24"}'), 'malformed'],
    ['no body', async () => new Response(null), 'malformed'],
    ['an empty list', answering({ prefixes: [] }), 'empty'],
    ['an entry without a prefix', answering({ prefixes: [...GOOD.prefixes, {}] }), 'malformed'],
    ['an entry that is null', answering({ prefixes: [...GOOD.prefixes, null] }), 'malformed'],
    ['a prefix that is a number', answering({ prefixes: [{ ipv4Prefix: 3405803776 }] }), 'malformed'],
    ['a malformed prefix', answering(listOf('203.0.113.0/24', '203.0.113.0/2 4x')), 'malformed'],
    ['every address', answering(listOf('0.0.0.0/0', '2001:db8:200::/56')), 'malformed'],
    ['a prefix too broad', answering(listOf('203.0.0.0/8', '2001:db8:200::/56')), 'too-broad'],
    ['an IPv6 prefix too broad', answering(listOf('203.0.113.0/24', '2001::/16')), 'too-broad'],
    ['a private range', answering(listOf('203.0.113.0/24', '10.0.0.0/24', '2001:db8:200::/56')), 'malformed'],
    ['a list shrunken to a quarter', answering(listOf('198.51.100.0/26', '2001:db8:100::/56')), 'shrunken'],
    ['a list without IPv6', answering(listOf('198.51.100.0/24')), 'shrunken'],
    ['too many prefixes', answering(listOf(...Array.from({ length: 10_001 }, () => '203.0.113.7/32'))), 'huge'],
    ['an endless answer', async () => new Response(endless()), 'huge'],
    ['not found', answering(GOOD, 404), 'unreachable'],
    ['no content', async () => new Response(null, { status: 204 }), 'unreachable'],
    ['a fetch that fails', async () => Promise.reject(new TypeError('fetch failed')), 'unreachable'],
    [
      'a fetch that throws at once',
      () => {
        throw new Error('no network');
      },
      'unreachable',
    ],
    [
      'a body that breaks off',
      async () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })),
      'unreachable',
    ],
  ])('%s', async (_, fetch, reason) => {
    const { events, verify, refresh, close } = setUp(fetch);
    await refresh();
    close();
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(event).toMatchObject({ type: 'ranges-refused', crawler: 'Testbot', reason });
    expect(verify(TESTBOT_AGENT, OLD)).toBe('verified');
    expect(verify(TESTBOT_AGENT, NEW)).toBe('refuted');
  });
});

test('an endless answer is left after little more than a megabyte', async () => {
  let sent = 0;
  let left = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 64 * 1024;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
    cancel: () => {
      left = true;
    },
  });
  const { events, close } = setUp(answering(body));
  await until(() => events.length > 0);
  close();
  expect(left).toBe(true);
  expect(sent).toBeLessThan(1.5 * 1024 * 1024);
});

describe('when', () => {
  test('nothing is fetched unless the site asks for it', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    createCrawlers({ dns: false });
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  });

  test.each([24, 6])('every %i hours until closed', (everyHours) => {
    jest.useFakeTimers();
    try {
      let fetched = 0;
      const fetch: Fetch = async () => {
        fetched += 1;
        return new Response(JSON.stringify(GOOD));
      };
      const { close } = setUp(fetch, { everyHours });
      expect(fetched).toBe(1);
      jest.advanceTimersByTime(everyHours * HOUR - 1);
      expect(fetched).toBe(1);
      jest.advanceTimersByTime(1);
      expect(fetched).toBe(2);
      close();
      jest.advanceTimersByTime(10 * DAY);
      expect(fetched).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });

  test('close stops what is under way, in silence, and what is known stays', async () => {
    const signals: AbortSignal[] = [];
    const { events, refresh, close, verify } = setUp(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const refreshed = refresh();
    close();
    await refreshed;
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
    expect(events).toEqual([]);
    expect(verify(TESTBOT_AGENT, OLD)).toBe('verified');
  });
});
