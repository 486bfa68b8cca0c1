import { describe, expect, test } from '@jest/globals';
import { createArticleIds } from '../../src/article/index.js';
import { networkOf } from '../../src/crawlers/index.js';
import { type Asked, endOf, factsOf, newSetEnd } from '../../src/meter/facts.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import type { CoreOptions } from '../../src/meter/options.js';
import { readSettings } from '../../src/meter/settings.js';
import type { Carried } from '../../src/meter/steps/03-pass.js';
import { type Rules, rulesOfCode } from '../../src/policy/index.js';
import { NOON, SECRET, testOptions } from '../support/site.js';
import { aPass, PERIOD, someFacts } from './facts.js';

const NETWORK = networkOf('203.0.113.9') ?? '';
const NEVER = Number.POSITIVE_INFINITY;
const { around, reader } = someFacts();

function known({
  asked = {},
  carried = {},
  rules = {},
  options = {},
}: {
  readonly asked?: Partial<Asked>;
  readonly carried?: Partial<Carried>;
  readonly rules?: Partial<Rules>;
  readonly options?: Partial<CoreOptions>;
} = {}) {
  const { settings } = readSettings({ ...testOptions(), ...options }, 'test', {}, NODE_MEANS);
  const ids = createArticleIds(new TextEncoder().encode(SECRET), settings.site);
  const pass = carried.pass === undefined ? aPass() : carried.pass;
  const facts = factsOf(
    {
      now: NOON,
      article: 'a',
      head: false,
      left: false,
      headers: {},
      account: null,
      address: '203.0.113.9',
      around,
      rules: { ...rulesOfCode(settings), ...rules },
      ...asked,
    },
    {
      period: PERIOD,
      passes: [],
      format: 2,
      whole: true,
      reader,
      isNew: false,
      tokens: ['token'],
      accountReader: undefined,
      account: undefined,
      ...carried,
      pass,
    },
    settings,
    ids,
  );
  return { facts, ids };
}

test('what is known of a view is what the request, the site and the pass say', () => {
  const { facts, ids } = known();
  expect(facts).toEqual({
    ...someFacts(),
    article: ids[2].idOf('a', PERIOD.key),
    brought: { passes: ['token'], account: null },
  });
  expect(known({ asked: { head: true }, carried: { format: 1 } }).facts).toMatchObject({
    head: true,
    format: 1,
    article: ids[1].idOf('a', PERIOD.key),
  });
  expect(known({ options: { period: { days: 3 } } }).facts.rolling).toBe(true);
});

test('a first view is one of a reader whom the store does not know', () => {
  expect(known({ carried: { pass: null } }).facts).toMatchObject({ pass: null, who: undefined, storeKey: undefined });
});

test('an account’s set is its own', () => {
  const account = { id: 'ann', plan: null, access: { promptAfter: 5, blockAfter: 20 } };
  const carried = { accountReader: 'the account’s', account: 'tag' };
  const { facts } = known({ asked: { account }, carried });
  expect(facts).toMatchObject({
    who: 'the account’s',
    account: 'tag',
    storeKey: '2026-11:the account’s',
    brought: { account },
  });
  expect(facts.limits).toEqual({ promptAfter: 5, blockAfter: 20 });
});

describe('what the newsroom gave', () => {
  test('is a pass in the place of the browser’s, a fresh start, grants and open articles', () => {
    const other = aPass({ ledger: [], read: 0 });
    const { ids } = known();
    const article = ids[2].idOf('a', PERIOD.key);
    const given = { pass: other, generation: 2, granted: 5, opened: [article] };
    const { facts } = known({ rules: { givenTo: () => given } });
    expect(facts).toMatchObject({ pass: other, generation: 2, granted: 5, opened: true, whole: false });
    expect(facts.limits).toEqual({ promptAfter: 3, blockAfter: 15 });
    expect(facts.storeKey).toMatch(/^2026-11:A+./);
    expect(facts.storeKey).not.toBe(known().facts.storeKey);
    expect(known({ carried: { whole: false } }).facts.whole).toBe(false);
  });

  test.each([
    [10, 5, 15],
    [998, 5, 1000],
    [1000, 5, 1000],
    [NEVER, 5, NEVER],
  ])('on top of %d granted %d comes to %d', (blockAfter, granted, limit) => {
    const given = { pass: null, generation: 0, granted, opened: [] };
    const rules = { limits: { promptAfter: 3, blockAfter }, givenTo: () => given };
    expect(known({ rules }).facts.limits.blockAfter).toBe(limit);
  });
});

describe('the prompt', () => {
  const account = { id: 'ann', plan: null, access: { promptAfter: 5, blockAfter: 20 } };
  const prompted = { pass: aPass({ prompted: true }) };

  test.each<[string, Parameters<typeof known>[0], number, boolean]>([
    ['as the limits say', {}, 3, false],
    ['from the first article on, where the pass says so', { carried: prompted }, 0, false],
    ['as the plan says, whatever the pass says', { asked: { account }, carried: prompted }, 5, false],
    [
      'as for anybody, where full access goes no further',
      { asked: { account: { ...account, access: 'full' } } },
      3,
      false,
    ],
    ['never, where nobody is prompted', { rules: { prompts: false }, carried: prompted }, NEVER, true],
  ])('comes %s', (_when, more, promptAfter, quiet) => {
    const { facts } = known(more);
    expect([facts.limits.promptAfter, facts.quiet]).toEqual([promptAfter, quiet]);
  });
});

describe('an article that is not read now', () => {
  const prefetch = { 'sec-purpose': 'prefetch' };
  const image = { 'sec-fetch-dest': 'image' };
  const frame = { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' };

  test.each<[string, Parameters<typeof known>[0], string | undefined]>([
    ['nothing', {}, undefined],
    ['a prefetch', { asked: { headers: prefetch } }, 'speculative'],
    ['a prefetch that counts', { asked: { headers: prefetch }, options: { speculation: 'count' } }, undefined],
    ['a part of a page', { asked: { headers: image } }, 'subresource'],
    ['a part of a page that counts', { asked: { headers: image }, options: { subresources: 'count' } }, undefined],
    ['a frame', { asked: { headers: frame } }, 'subresource'],
    [
      'a frame of a site that is framed',
      { asked: { headers: frame }, options: { cookie: { sameSite: 'none' } } },
      undefined,
    ],
    ['both', { asked: { headers: { ...prefetch, ...image } } }, 'speculative'],
    ['one who has left', { asked: { left: true, headers: prefetch } }, 'left'],
  ])('is told by %s', (_what, more, noReading) => {
    expect(known(more).facts.noReading).toBe(noReading);
  });
});

describe('the cap of a network', () => {
  const options = { newReaders: { perDay: 5, beyond: 'blocked' } } as const;
  const carried = { isNew: true, pass: null };

  test('is of a new reader’s network and day', () => {
    const { facts, ids } = known({ options, carried });
    expect(facts.networkCap).toEqual({
      key: `new:${ids[2].networkOn(NETWORK, '2026-11-15')}`,
      perDay: 5,
      beyond: 'blocked',
      endsIn: 43_200_000,
      member: 0,
    });
    const member = known({ options, carried: { ...carried, reader: '_____wAAAAAAAAAA' } }).facts.networkCap?.member;
    expect(member).toBe(-1);
    expect(known({ options, carried: { ...carried, format: 1 } }).facts.networkCap?.key).toBe(
      `new:${ids[1].networkOn(NETWORK, '2026-11-15')}`,
    );
  });

  test('lasts a day at most, where clocks put back make it longer', () => {
    const zone = { ...options, timeZone: 'Europe/Berlin' };
    const now = Date.UTC(2026, 9, 24, 22, 30);
    expect(known({ options: zone, carried, asked: { now } }).facts.networkCap?.endsIn).toBe(86_400_000);
  });

  test.each<[string, Parameters<typeof known>[0]]>([
    ['a reader who is not new', { options }],
    ['a site that caps none', { carried }],
    ['an address that is none', { options, carried, asked: { address: undefined } }],
  ])('is not for %s', (_whom, more) => {
    expect(known(more).facts.networkCap).toBeUndefined();
  });
});

test.each([
  [false, false, undefined, PERIOD.end, PERIOD.end],
  [true, false, undefined, NOON + 5, NOON + 5],
  [true, false, 'tag', NOON + 5, PERIOD.end],
  [true, true, undefined, PERIOD.end, PERIOD.end],
])(
  'days that roll %p, without a pass %p, account %p: the period ends, and a new set',
  (rolling, passless, account, end, setEnd) => {
    const facts = someFacts({ rolling, account, pass: passless ? null : aPass({ end: NOON + 5 }) });
    expect([endOf(facts), newSetEnd(facts)]).toEqual([end, setEnd]);
  },
);
