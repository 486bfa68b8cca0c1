import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createArticleIds } from '../src/article/ids.js';

const SECRET = Uint8Array.from({ length: 32 }, (_, byte) => byte);
const OTHER_SECRET = SECRET.with(0, 255);
const SITE = 'https://news.example';
const OTHER_SITE = 'https://other.example';

const ids = createArticleIds(SECRET, SITE);
const secrets = fc.uint8Array({ minLength: 32, maxLength: 64 });

// Computed apart from this code, with Python's hmac and json modules.
describe('ids stay what they are from version to version', () => {
  test.each([
    [SITE, '/news/a', '2026-11', 268877528],
    [SITE, '/news/a', '2026-12', 2073278752],
    [SITE, '/news/b', '2026-11', 570400863],
    [SITE, 'Zürich "☕" \\', '2026-W48', 314910031],
    [SITE, '', '30-days', 2135201749],
    [OTHER_SITE, '/news/a', '2026-11', -1427794037],
    [OTHER_SITE, 'Zürich "☕" \\', '2026-W48', -1190926042],
  ])('at %s the article %j in %s is %d', (site, article, periodKey, id) => {
    const same = createArticleIds(SECRET, site);
    expect(same.idOf(article, periodKey)).toBe(id);
    expect(same.idOf(article, periodKey)).toBe(id);
  });

  test.each([
    [SITE, 'reader-1', '2026-11', '23DRbDVyY2YSZ6-1'],
    [SITE, 'reader-1', '2026-12', 'u84j6vEPcM3sZ0C_'],
    [SITE, 'user@example.com', '30-days', 'zAZbLJNKl7yar0fZ'],
    [OTHER_SITE, 'reader-1', '2026-11', 'WAiu7o_u2jA1Fyha'],
  ])('at %s the account %j in %s is %s', (site, accountId, periodKey, reader) => {
    expect(createArticleIds(SECRET, site).accountReader(accountId, periodKey)).toBe(reader);
  });

  test.each([
    [SITE, 'XRsD8v'],
    [OTHER_SITE, 'U39WSN'],
  ])('at %s the key is called %s', (site, fingerprint) => {
    expect(createArticleIds(SECRET, site).fingerprint).toBe(fingerprint);
  });
});

describe('ids', () => {
  test('differ with the secret, the site and the period', () => {
    const all = [SECRET, OTHER_SECRET].flatMap((secret) =>
      [SITE, OTHER_SITE].map((site) => createArticleIds(secret, site)),
    );
    const periods = ['2026-11', '2026-12', '2026-W48', '30-days'];
    const articleIds = all.flatMap((some) => periods.map((period) => some.idOf('/news/a', period)));
    const readers = all.flatMap((some) => periods.map((period) => some.accountReader('/news/a', period)));
    expect(new Set(articleIds).size).toBe(16);
    expect(new Set(readers).size).toBe(16);
    expect(new Set(all.map((some) => some.fingerprint)).size).toBe(4);
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
      const some = createArticleIds(secret, site);
      const id = some.idOf(name, periodKey);
      expect(id).toBe(id | 0);
      expect(some.idOf(name, periodKey)).toBe(id);
      expect(createArticleIds(secret, site).idOf(name, periodKey)).toBe(id);
      expect(some.accountReader(name, periodKey)).toMatch(/^[\w-]{16}$/);
      expect(some.fingerprint).toMatch(/^[\w-]{6}$/);
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

test('an id that is remembered does not keep the address that its article was cut from', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const remembering = createArticleIds(SECRET, SITE);
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
  for (let index = 0; index < 100; index += 1) {
    const address = Buffer.from(`/news/an-article-with-a-name-${index}?${megabyte}`).toString('latin1');
    remembering.idOf(address.slice(0, address.indexOf('?')), '2026-11');
  }
  expect((await held()) - before).toBeLessThan(20);
  expect(remembering.idOf('/news/an-article-with-a-name-1', '2026-11')).toBe(
    ids.idOf('/news/an-article-with-a-name-1', '2026-11'),
  );
});
