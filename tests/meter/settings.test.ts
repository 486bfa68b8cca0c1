import { describe, expect, jest, test } from '@jest/globals';
import { createCrawlers } from '../../src/crawlers/search/index.js';
import { readAiCrawlers, readCrawlers, readNewReaders } from '../../src/meter/crawler-options.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import { type Means, readSettings } from '../../src/meter/settings.js';
import { memoryStore } from '../../src/store/index.js';
import { NOON, testOptions } from '../support/site.js';
import { someFigures } from './facts.js';

const read = (more: object = {}, means: Means = NODE_MEANS) =>
  readSettings({ ...testOptions(), ...more }, 'createPaywall', {}, means).settings;

const figures = { begin: () => someFigures().figures, close: async () => undefined };
const policy = { attach: () => () => ({}) };
const crawlers = { verify: () => 'none', close: () => undefined };

describe('what is not said', () => {
  test('is the default', () => {
    expect(read()).toMatchObject({
      passFormat: 2,
      limits: { promptAfter: 3, blockAfter: 10 },
      periods: { option: 'month', timeZone: 'UTC' },
      cookie: { name: '__Host-paywall' },
      deadline: 50,
      recheck: 60_000,
      onStoreError: 'ledger',
      plans: null,
      policy: null,
      countSpeculation: false,
      countSubresources: false,
      framed: false,
      crawlers: null,
      aiCrawlers: null,
      newReaders: null,
      figures: null,
    });
  });

  test('of the store is one in memory, by the same clock', async () => {
    let now = NOON;
    const { store } = read({ clock: () => now });
    const visit = { key: 'reader', article: 1, ledger: [], limit: 10, endsIn: 1000, rolling: false };
    await store.visit(visit);
    expect((await store.visit(visit)).outcome).toBe('known');
    now += 1000;
    expect((await store.visit(visit)).outcome).toBe('added');
  });
});

test.each<[object, object]>([
  [{ speculation: 'count' }, { countSpeculation: true, countSubresources: false }],
  [{ speculation: 'refuse' }, { countSpeculation: false }],
  [{ subresources: 'count' }, { countSubresources: true, countSpeculation: false }],
  [{ subresources: 'refuse' }, { countSubresources: false }],
  [{ cookie: { sameSite: 'none' } }, { framed: true }],
  [{ cookie: { sameSite: 'lax' } }, { framed: false }],
  [{ onStoreError: 'open' }, { onStoreError: 'open' }],
  [{ onStoreError: 'closed' }, { onStoreError: 'closed' }],
  [{ onStoreError: 'ledger' }, { onStoreError: 'ledger' }],
  [{ figures }, { figures }],
  [{ figures: null }, { figures: null }],
  [{ policy }, { policy }],
  [{ crawlers }, { crawlers }],
  [{ crawlers: false }, { crawlers: null }],
  [{ newReaders: null }, { newReaders: null }],
  [{ newReaders: { perDay: 7 } }, { newReaders: { perDay: 7, beyond: 'register-prompt' } }],
  [
    { newReaders: { perDay: 7, beyond: 'blocked' }, timeZone: 'Europe/Berlin', period: 'week' },
    { newReaders: { beyond: 'blocked', days: { option: 'day', timeZone: 'Europe/Berlin' } } },
  ],
  [{ aiCrawlers: 402 }, { aiCrawlers: { status: 402 } }],
])('%j comes to %j', (given, settings) => {
  expect(read(given)).toMatchObject(settings);
});

describe('refused, with what to give', () => {
  const readersOnly = { ...memoryStore(), readersOnly: true };
  const uncountable =
    'createPaywall.newReaders: an object cannot be counted in the store given, a serviceStore(). Give newReaders to the service itself. [ERR_PAYWALL_OPTION_RANGE]';
  const wanted = {
    figures: 'figures, as redisFigures() makes them',
    policy: 'what signedPolicy() makes',
    crawlers: 'true, false, or what createCrawlers() makes',
    fields: 'an object of header fields and their text',
  };
  const notOne = (option: string, what: string, shown = 'an object') =>
    `createPaywall.${option}: ${shown} is not ${what}. Give ${what}. [ERR_PAYWALL_OPTION_TYPE]`;

  test.each<[string, object, string]>([
    ['figures', { figures: {} }, notOne('figures', wanted.figures)],
    ['a policy', { policy: {} }, notOne('policy', wanted.policy)],
    ['crawlers that do not close', { crawlers: { verify() {} } }, notOne('crawlers', wanted.crawlers)],
    ['crawlers that do not verify', { crawlers: { close() {} } }, notOne('crawlers', wanted.crawlers)],
    ['new readers in a store of readers alone', { store: readersOnly, newReaders: { perDay: 5 } }, uncountable],
    [
      'a site with credentials',
      { site: 'https://user:pw@x@news.example' },
      'createPaywall.site: "…@news.example" is not an origin',
    ],
    ['fields in words', { aiCrawlers: { headers: 'x: y' } }, notOne('aiCrawlers.headers', wanted.fields, '"x: y"')],
    ['no fields', { aiCrawlers: { headers: null } }, notOne('aiCrawlers.headers', wanted.fields, 'null')],
    [
      'fields in a list',
      { aiCrawlers: { headers: ['x'] } },
      notOne('aiCrawlers.headers', wanted.fields, 'an array of 1'),
    ],
    [
      'fields that are no text',
      { aiCrawlers: { headers: { a: 'b', c: 1 } } },
      notOne('aiCrawlers.headers', wanted.fields),
    ],
    [
      'another way beyond the cap',
      { newReaders: { perDay: 5, beyond: 'free' } },
      'createPaywall.newReaders.beyond: "free" is not one of "register-prompt", "blocked"',
    ],
    [
      'another speculation',
      { speculation: 'allow' },
      'createPaywall.speculation: "allow" is not one of "refuse", "count"',
    ],
    [
      'other subresources',
      { subresources: 'allow' },
      'createPaywall.subresources: "allow" is not one of "refuse", "count"',
    ],
  ])('%s', (_what, given, message) => {
    expect(() => read(given)).toThrow(message);
  });

  test('a store of readers alone does without new readers, and with none', () => {
    expect(read({ store: readersOnly }).newReaders).toBeNull();
    expect(read({ newReaders: { perDay: 5 } }).newReaders).toMatchObject({ perDay: 5 });
  });
});

describe('crawlers: true', () => {
  test('makes them, by the same clock', () => {
    const clock = () => NOON;
    const made = createCrawlers({ dns: false, clock });
    const create = jest.fn(() => made);
    expect(read({ crawlers: true, clock }, { ...NODE_MEANS, createCrawlers: create }).crawlers).toBe(made);
    expect(create.mock.calls).toEqual([[{ clock }]]);
  });

  test('is refused where they have to be brought', () => {
    expect(() => read({ crawlers: true }, { ...NODE_MEANS, createCrawlers: null })).toThrow(
      'createPaywall.crawlers: true needs what is not loaded here. Give what createCrawlers() of metered-paywall/crawlers makes. [ERR_PAYWALL_OPTION_RANGE]',
    );
  });
});

test('where a platform shows nobody its environment, it is not one of production', () => {
  const { env } = process;
  Object.defineProperty(process, 'env', {
    configurable: true,
    get() {
      throw new Error('no');
    },
  });
  try {
    expect(read({ site: 'http://news.example' }).site).toBe('http://news.example');
  } finally {
    Object.defineProperty(process, 'env', { configurable: true, writable: true, enumerable: true, value: env });
  }
});

describe('AI crawlers', () => {
  const LINK = '<https://news.example/terms>; rel="terms-of-service"';

  test.each<[unknown, object | null]>([
    ['allow', null],
    [{}, null],
    [{ policy: 'allow' }, null],
    ['block', { status: 403 }],
    [
      { policy: 402, headers: { 'crawler-price': 'USD 0.01' } },
      { status: 402, headers: { 'crawler-price': 'USD 0.01' } },
    ],
    [
      { policy: 'block', terms: 'https://news.example/terms' },
      { status: 403, headers: { Link: LINK } },
    ],
  ])('met by %j', (given, answer) => {
    const met = readAiCrawlers(given, 'x');
    if (answer === null) expect(met).toBeNull();
    else expect(met).toMatchObject(answer);
  });

  test.each([null, 'refuse', 403])('are not met by %j', (given) => {
    expect(() => readAiCrawlers(given, 'x')).toThrow(/ERR_PAYWALL_OPTION/);
  });
});

test('crawlers are true, none or what is brought; new readers of a network are capped or not', () => {
  expect([readCrawlers(true, 'x'), readCrawlers(false, 'x')]).toEqual([true, null]);
  expect(readNewReaders(null, 'x')).toBeNull();
});
