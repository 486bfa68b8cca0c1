import { createHmac } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ArticleIds, createArticleIds } from '../src/article/ids.js';
import { inLongRuns } from './support/rounds.js';

const SECRET = Uint8Array.from({ length: 32 }, (_, byte) => byte);
const OTHER_SECRET = SECRET.with(0, 255);
const SITE = 'https://news.example';
const OTHER_SITE = 'https://other.example';

const FORMATS = [1, 2] as const;
const ids = createArticleIds(SECRET, SITE)[2];
const secrets = fc.uint8Array({ minLength: 32, maxLength: 64 });

// Computed apart from this code, with Python's hmac and json modules.
describe('ids stay what they are from version to version', () => {
  test.each([
    [1, SITE, '/news/a', '2026-11', 268877528],
    [1, SITE, '/news/a', '2026-12', 2073278752],
    [1, SITE, '/news/b', '2026-11', 570400863],
    [1, SITE, 'Zürich "☕" \\', '2026-W48', 314910031],
    [1, SITE, '', '30-days', 2135201749],
    [1, OTHER_SITE, '/news/a', '2026-11', -1427794037],
    [1, OTHER_SITE, 'Zürich "☕" \\', '2026-W48', -1190926042],
    [2, SITE, '/news/a', '2026-11', 73407825],
    [2, SITE, '/news/a', '2026-12', -400706975],
    [2, SITE, '/news/b', '2026-11', -1996382955],
    [2, SITE, 'Zürich "☕" \\', '2026-W48', -1276324339],
    [2, SITE, '', '30-days', -1777952240],
    [2, OTHER_SITE, '/news/a', '2026-11', -448264457],
    [2, OTHER_SITE, 'Zürich "☕" \\', '2026-W48', 791951445],
  ] as const)('in format %d at %s the article %j in %s is %d', (format, site, article, periodKey, id) => {
    const same = createArticleIds(SECRET, site)[format];
    expect(same.idOf(article, periodKey)).toBe(id);
    expect(same.idOf(article, periodKey)).toBe(id);
  });

  test.each([
    [1, SITE, 'reader-1', '2026-11', '23DRbDVyY2YSZ6-1'],
    [1, SITE, 'reader-1', '2026-12', 'u84j6vEPcM3sZ0C_'],
    [1, SITE, 'user@example.com', '30-days', 'zAZbLJNKl7yar0fZ'],
    [1, OTHER_SITE, 'reader-1', '2026-11', 'WAiu7o_u2jA1Fyha'],
    [2, SITE, 'reader-1', '2026-11', 'dQVnaIbtECfKGCvO'],
    [2, SITE, 'reader-1', '2026-12', 'bscUpqf7BbarqNwB'],
    [2, SITE, 'user@example.com', '30-days', 'f-jfBfXIbNkjX-6i'],
    [2, OTHER_SITE, 'reader-1', '2026-11', '3HgsC5rdAfMnlEO3'],
  ] as const)('in format %d at %s the account %j in %s is %s', (format, site, accountId, periodKey, reader) => {
    expect(createArticleIds(SECRET, site)[format].accountReader(accountId, periodKey)).toBe(reader);
  });

  test.each([
    [1, 'V7PvqhMF2PN_LefZ', 'SUfyHGBj-PnnPEyT', 'EPoqLEWfAG-WEclO'],
    [2, 'zf-rfTLnFxt23KFu', 'JFqVSeZbMX_9B0U-', 'WvpONrTIFJqTa7dD'],
  ] as const)('in format %d readers united and a network are called %s, %s and %s', (format, owned, free, network) => {
    const some = createArticleIds(SECRET, SITE)[format];
    const readers = ['a'.repeat(16), 'b'.repeat(16)];
    expect(some.unitedReader(readers, 'ann-tag_', '2026-11')).toBe(owned);
    expect(some.unitedReader(readers, undefined, '2026-11')).toBe(free);
    expect(some.networkOn('192.0.2.0/24', '2026-11-15')).toBe(network);
  });

  test.each([
    [1, SITE, '2026-11', 'XRsD8v'],
    [1, SITE, '2026-12', 'XRsD8v'],
    [1, OTHER_SITE, '2026-11', 'U39WSN'],
    [2, SITE, '2026-11', 'BjCH'],
    [2, SITE, '2026-12', 'huNz'],
    [2, OTHER_SITE, '2026-11', 'tRdM'],
  ] as const)('in format %d at %s the key in %s is called %s', (format, site, periodKey, fingerprint) => {
    expect(createArticleIds(SECRET, site)[format].fingerprint(periodKey)).toBe(fingerprint);
  });

  test.each([
    [SITE, '2026-11', 'VhC_V8opUfbzrElN0k3QTc_hVBwzrv4z_nen7YmcW-g'],
    [SITE, '2026-12', '3RFqNKk9U5CBlit-Gp2l8e-HCdJUQONVTEYpqKtToY0'],
    [OTHER_SITE, '2026-11', '6ZufcAZUe8x2gvDT8YZsMlgIxmbFz0sJcMG_2ttmYXQ'],
  ])('at %s the key of the articles in %s is %s', (site, periodKey, key) => {
    expect(Buffer.from(createArticleIds(SECRET, site)[2].articleKey(periodKey)).toString('base64url')).toBe(key);
  });
});

test('of a period its key alone tells what its articles are called', () => {
  const key = ids.articleKey('2026-11');
  const hmac = createHmac('sha256', key).update(JSON.stringify(['article', '/news/a']));
  expect(hmac.digest().readInt32BE(0)).toBe(ids.idOf('/news/a', '2026-11'));
  key.fill(0);
  expect(ids.articleKey('2026-11')).not.toEqual(key);
});

describe('ids', () => {
  test('differ with the secret, the site, the period and the format', () => {
    const all = [SECRET, OTHER_SECRET].flatMap((secret) =>
      [SITE, OTHER_SITE].flatMap((site) => FORMATS.map((format) => createArticleIds(secret, site)[format])),
    );
    const periods = ['2026-11', '2026-12', '2026-W48', '30-days'];
    const distinct = (work: (some: ArticleIds, period: string) => unknown) =>
      new Set(all.flatMap((some) => periods.map((period) => work(some, period)))).size;
    expect(distinct((some, period) => some.idOf('/news/a', period))).toBe(32);
    expect(distinct((some, period) => some.accountReader('/news/a', period))).toBe(32);
    expect(distinct((some, period) => some.unitedReader(['/news/a'], undefined, period))).toBe(32);
    expect(distinct((some, period) => some.networkOn('/news/a', period))).toBe(32);
    expect(distinct((some, period) => some.fingerprint(period))).toBe(4 + 16);
  });

  test('of an article and of an account with the same name have nothing in common', () => {
    const article = Buffer.alloc(4);
    article.writeInt32BE(ids.idOf('same', '2026-11'));
    expect(ids.accountReader('same', '2026-11').slice(0, 5)).not.toBe(article.toString('base64url').slice(0, 5));
  });

  test('never run period and name together', () => {
    const apart = fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (start, middle, end) => {
      expect(ids.idOf(middle + end, start)).not.toBe(ids.idOf(end, start + middle));
      expect(ids.accountReader(middle + end, start)).not.toBe(ids.accountReader(end, start + middle));
    });
    fc.assert(apart);
    expect(ids.idOf('b","c', 'a')).not.toBe(ids.idOf('c', 'a","b'));
    expect(ids.idOf('\uD800', 'a')).not.toBe(ids.idOf('\uDFFF', 'a'));
  });

  test('have the right form for any secret, site, period and name', () => {
    const form = fc.property(secrets, fc.string(), fc.string(), fc.string(), (secret, site, periodKey, name) => {
      for (const format of FORMATS) {
        const some = createArticleIds(secret, site)[format];
        const id = some.idOf(name, periodKey);
        expect(id).toBe(id | 0);
        expect(some.idOf(name, periodKey)).toBe(id);
        expect(createArticleIds(secret, site)[format].idOf(name, periodKey)).toBe(id);
        expect(some.accountReader(name, periodKey)).toMatch(/^[\w-]{16}$/);
        expect(some.fingerprint(periodKey)).toMatch(format === 1 ? /^[\w-]{6}$/ : /^[\w-]{4}$/);
      }
    });
    fc.assert(form);
  });

  test('are the same after far more articles than are cached', () => {
    const names = Array.from({ length: 3000 }, (_, n) => `/news/${n}`);
    const before = names.map((name) => ids.idOf(name, '2026-11'));
    expect(names.map((name) => ids.idOf(name, '2026-11'))).toEqual(before);
  });

  test('of names too long to cache are the same each time', () => {
    const long = '/a'.repeat(10_000);
    expect(ids.idOf(long, '2026-11')).toBe(ids.idOf(long, '2026-11'));
    expect(ids.idOf(long, '2026-11')).not.toBe(ids.idOf(`${long}/`, '2026-11'));
  });

  test('spread evenly and collide as seldom as 32 bits allow', () => {
    const count = 16_000;
    const all = Array.from({ length: count }, (_, n) => ids.idOf(`/news/${n}`, '2026-11'));
    const sixteenths = new Array<number>(16).fill(0);
    for (const id of all) sixteenths[id >>> 28] = (sixteenths[id >>> 28] ?? 0) + 1;
    // 1,000 each on average, with a standard deviation of 31.
    for (const size of sixteenths) expect(Math.abs(size - count / 16)).toBeLessThan(160);
    // 0.03 collisions are expected among 16,000; so two of a reader's 10 collide once in 100 million.
    expect(count - new Set(all).size).toBeLessThanOrEqual(1);
  });
});

inLongRuns(() => {
  test('an id that is remembered does not keep the address that its article was cut from', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const remembering = createArticleIds(SECRET, SITE)[2];
    const megabyte = 'x'.repeat(2 ** 20);
    const held = async () => {
      // What lies outside of the heap is freed only once a first collection has told of it.
      collect();
      await turn();
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 2 ** 20;
    };
    const before = await held();
    for (let index = 0; index < 40; index += 1) {
      const address = Buffer.from(`/news/an-article-with-a-name-${index}?${megabyte}`).toString('latin1');
      remembering.idOf(address.slice(0, address.indexOf('?')), '2026-11');
    }
    expect((await held()) - before).toBeLessThan(10);
    expect(remembering.idOf('/news/an-article-with-a-name-1', '2026-11')).toBe(
      ids.idOf('/news/an-article-with-a-name-1', '2026-11'),
    );
  });
});
