import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PaywallOptions } from '../src/index.js';
import { createReader } from './support/reader.js';
import { rounds } from './support/rounds.js';
import { createTestSite } from './support/site.js';

type Fields = Readonly<Record<string, string>>;

const SITES = ['same-origin', 'same-site', 'cross-site', 'none'] as const;

/** Each destination of the Fetch standard (section 2.2.5) and of what has been added to it, by what is due to it. */
const DESTINATIONS = {
  /** A page, wherever it is asked for from. */
  page: ['document', 'empty', ''],
  /** A page within a page: one of the same origin's alone. */
  frame: ['iframe', 'frame', 'fencedframe', 'embed', 'object'],
  /** A part of a page, which nobody reads. */
  part: [
    'audio',
    'audioworklet',
    'font',
    'image',
    'json',
    'manifest',
    'paintworklet',
    'report',
    'script',
    'serviceworker',
    'sharedworker',
    'speculationrules',
    'style',
    'text',
    'track',
    'video',
    'webidentity',
    'worker',
    'xslt',
    'one-that-is-yet-to-come',
  ],
} as const;

const ALL = Object.values(DESTINATIONS).flat();

/** What is due to a destination, by where it is asked for from. */
function rowsOf(dest: string) {
  const is = (kind: keyof typeof DESTINATIONS): boolean => DESTINATIONS[kind].some((one) => one === dest);
  return SITES.map((site) => {
    const ours = site === 'same-origin' || site === 'none';
    return { site, view: is('page') || (is('frame') && ours), framed: !is('part') };
  });
}

const fields = (dest: string, site: string, mode = 'navigate'): Fields => ({
  'Sec-Fetch-Dest': dest,
  'Sec-Fetch-Site': site,
  'Sec-Fetch-Mode': mode,
});

/** Asks for an article so, then reads another: was the first one shown, and was it counted? */
async function outcomeOf(asked: Fields, more: Partial<PaywallOptions> = {}) {
  const reader = createReader(createTestSite(more).app);
  const { status, text, headers, cookies } = await reader.get('/news/a', asked);
  const { figures } = await reader.get('/news/b');
  return { status, text, headers, cookies, counted: figures.read === '1' };
}

const VIEW = { status: 200, text: 'TEXT of a', counted: true };
const NO_READING = { status: 403, text: '', counted: false, cookies: [] };

describe('what Sec-Fetch-Dest makes of a request', () => {
  test.each(ALL)(
    '%s, as the site is asked for from itself, its siblings, other sites and by its reader',
    async (dest) => {
      for (const { site, view } of rowsOf(dest)) {
        const outcome = await outcomeOf(fields(dest, site));
        expect({ site, ...outcome }).toMatchObject({ site, ...(view ? VIEW : NO_READING) });
        if (view) continue;
        expect(outcome.headers).toMatchObject({
          'cache-control': 'no-store',
          vary: 'Cookie, Sec-Fetch-Dest, Sec-Fetch-Mode, Sec-Fetch-Site',
        });
        expect(outcome.headers).not.toHaveProperty('paywall');
      }
    },
  );

  test.each(ALL)("%s, where sameSite: 'none' has the site framed", async (dest) => {
    for (const { site, framed } of rowsOf(dest)) {
      const outcome = await outcomeOf(fields(dest, site), { cookie: { sameSite: 'none' } });
      expect({ site, ...outcome }).toMatchObject({ site, ...(framed ? VIEW : NO_READING) });
    }
  });

  test.each(ALL)("%s, where subresources: 'count' makes a view of it", async (dest) => {
    for (const { site } of rowsOf(dest))
      expect(await outcomeOf(fields(dest, site), { subresources: 'count' })).toMatchObject(VIEW);
  });

  test.each([
    ['no-cors', 'same-origin', true],
    ['no-cors', 'none', true],
    ['no-cors', 'same-site', false],
    ['no-cors', 'cross-site', false],
    ['cors', 'same-origin', true],
    ['cors', 'same-site', true],
    ['cors', 'cross-site', true],
    ['same-origin', 'same-origin', true],
  ])('a fetch by %s from %s: a view is %p', async (mode, site, view) => {
    expect(await outcomeOf(fields('empty', site, mode))).toMatchObject(view ? VIEW : NO_READING);
  });

  test.each<[string, Fields]>([
    ['says nothing', {}],
    ['says no destination', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
    ['says its destination alone', { 'Sec-Fetch-Dest': 'iframe' }],
  ])('a request that %s is a view', async (_how, asked) => {
    expect(await outcomeOf(asked)).toMatchObject(VIEW);
  });

  test('case and blanks make no difference', async () => {
    expect(await outcomeOf(fields(' IMAGE ', 'same-origin'))).toMatchObject(NO_READING);
    expect(await outcomeOf(fields('Document', 'CROSS-SITE'))).toMatchObject(VIEW);
    expect(await outcomeOf(fields('iframe', 'Same-Origin'))).toMatchObject(VIEW);
  });
});

describe('an article read before', () => {
  test.each(ALL)('is served to %s, from wherever, and not counted', async (dest) => {
    const reader = createReader(createTestSite().app);
    await reader.get('/news/a');
    for (const site of SITES)
      expect(await reader.get('/news/a', fields(dest, site))).toMatchObject({
        status: 200,
        text: 'TEXT of a',
        figures: { read: '0' },
        cookies: [],
      });
  });
});

test('a blocked reader gets an empty 403 for what is no reading, and no wall', async () => {
  const reader = createReader(createTestSite({ promptAfter: 1, blockAfter: 1 }).app);
  await reader.get('/news/a');
  expect(await reader.get('/news/b', fields('image', 'same-site'))).toMatchObject({ status: 403, text: '' });
  expect(await reader.get('/news/b')).toMatchObject({ status: 200, text: 'TEASER', state: 'blocked' });
});

test('what is fetched ahead as an image is answered as fetched ahead, and uncounted', async () => {
  expect(await outcomeOf({ ...fields('image', 'same-site'), 'Sec-Purpose': 'prefetch' })).toMatchObject({
    status: 503,
    counted: false,
  });
});

/** Fields by which a request says what it is for, and on which conditions it asks, with what they may be forged to. */
const FORGED: Readonly<Record<string, readonly string[]>> = {
  'Sec-Fetch-Dest': [...Object.values(DESTINATIONS).flat(), 'nonsense', '"document"', 'image, document'],
  'Sec-Fetch-Site': [...SITES, '', 'nonsense'],
  'Sec-Fetch-Mode': ['navigate', 'cors', 'no-cors', 'same-origin', 'websocket', ''],
  'Sec-Fetch-User': ['?1', '?0'],
  'Sec-Purpose': ['prefetch', 'prefetch;prerender', ''],
  'X-Sec-Purpose': ['prefetch', '0'],
  Purpose: ['prefetch', 'preview', 'none'],
  'X-Purpose': ['preview'],
  'X-Moz': ['prefetch'],
  'Next-Router-Prefetch': ['1', '0', ''],
  'HX-Preloaded': ['true', 'false'],
  'If-None-Match': ['*', '"version-7"'],
  'If-Modified-Since': ['Fri, 01 Jan 2100 08:00:00 GMT'],
  Range: ['bytes=0-3', 'bytes=900-'],
  'If-Range': ['"version-7"'],
  'Service-Worker': ['script'],
  'Service-Worker-Navigation-Preload': ['true'],
  'Cache-Control': ['no-cache', 'only-if-cached'],
  'X-HTTP-Method-Override': ['HEAD', 'POST'],
};

const forged = fc
  .record(Object.fromEntries(Object.entries(FORGED).map(([name, values]) => [name, fc.constantFrom(...values)])), {
    requiredKeys: [],
  })
  .map((some): Fields => Object.fromEntries(Object.entries(some).map(([name, value]) => [name, value ?? ''])));

const LIMIT = 3;
const requests = fc.array(fc.record({ article: fc.integer({ min: 1, max: 7 }), forged, keeps: fc.boolean() }), {
  minLength: 4,
  maxLength: 16,
});

describe('forging any of these fields gains nothing', () => {
  test.each<[string, Partial<PaywallOptions>]>([
    ['as it is', {}],
    ["with sameSite: 'none'", { cookie: { sameSite: 'none' } }],
    ["with subresources: 'count'", { subresources: 'count' }],
    ["with speculation: 'count'", { speculation: 'count' }],
    ['with recheck: 0', { recheck: 0 }],
  ])('never more articles than plain requests get, %s', async (_how, more) => {
    const property = fc.asyncProperty(requests, async (asked) => {
      const reader = createReader(createTestSite({ promptAfter: 1, blockAfter: LIMIT, ...more }).app);
      const texts = new Set<string>();
      await reader.get('/news/0');
      texts.add('TEXT of 0');
      for (const { article, forged: extra, keeps } of asked) {
        // Whoever drops new passes is still the reader of the old one.
        const before = reader.cookie;
        const { text } = await reader.get(`/news/${article}`, extra);
        if (!keeps) reader.replace(before);
        if (text.startsWith('TEXT')) texts.add(text);
        expect(texts.size).toBeLessThanOrEqual(LIMIT);
      }
      for (let article = 1; article <= 7; article += 1) {
        const { text } = await reader.get(`/news/${article}`);
        if (text.startsWith('TEXT')) texts.add(text);
      }
      expect(texts.size).toBe(LIMIT);
    });
    await fc.assert(property, { numRuns: rounds(2, 50) });
  });
});
