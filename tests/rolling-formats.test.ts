import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type PaywallOptions, redisOptions, redisStore } from '../src/index.js';
import { claimsOf } from './support/keys.js';
import { createReader, sendTo } from './support/reader.js';
import { redisUrl } from './support/redis.js';
import { createTestSite, NOON, SECRET } from './support/site.js';
import { waitFor } from './support/wait.js';

const PLANS = { limited: { promptAfter: 3, blockAfter: 10 } };
const formatOf = (token: string) => (claimsOf(token).p === undefined ? 1 : 2);

describe('a deploy that rolls from one format to the other', () => {
  let client: Redis;
  beforeAll(async () => {
    client = new Redis(redisUrl(), redisOptions());
    await waitFor('Redis to be ready', () => client.status === 'ready');
  });
  afterAll(() => client.disconnect());

  /** One process of a site, in the Redis that all share; a site of its own is a reader of its own there. */
  const processOf = (passFormat: 1 | 2, name: string, more: Partial<PaywallOptions> = {}) =>
    createTestSite({
      site: name,
      passFormat,
      articleSecret: SECRET,
      store: redisStore(client),
      deadline: 5000,
      plans: PLANS,
      account: (req) => {
        const id = req.get('X-User');
        return id ? { id, plan: 'limited' } : null;
      },
      ...more,
    });

  const READERS: readonly (readonly [string, (n: number) => Record<string, string>])[] = [
    ['without an account', () => ({})],
    ['with an account', () => ({ 'X-User': 'ann' })],
    ['who signs in after two articles', (n) => (n < 2 ? {} : { 'X-User': 'ann' })],
    ['who signs in and out', (n) => (n % 4 < 2 ? {} : { 'X-User': 'ann' })],
  ];

  describe.each<[1 | 2, 1 | 2]>([
    [1, 2],
    [2, 1],
    [1, 1],
    [2, 2],
  ])('format %d first, then %d, by turns', (first, second) => {
    test.each(READERS)('a reader %s reads ten articles, not one more or less', async (_who, headersOf) => {
      const name = `https://${randomUUID()}.example`;
      const reader = createReader(processOf(first, name).app, processOf(second, name).app);
      const open: string[] = [];
      for (let n = 0; n < 24; n += 1) {
        const { text } = await reader.get(`/news/${n}`, headersOf(n));
        if (text.startsWith('TEXT')) open.push(text);
      }
      expect(open).toHaveLength(10);
      expect(formatOf(reader.cookie)).toBe(first);
      for (const slug of [0, 4, 9]) {
        expect((await reader.get(`/news/${slug}`, headersOf(0))).text).toBe(`TEXT of ${slug}`);
      }
    });
  });

  test('a reader’s pass stays of its format for its period, and is of the new one in the next', async () => {
    let time = NOON;
    const name = `https://${randomUUID()}.example`;
    const [before, after] = ([1, 2] as const).map((format) => processOf(format, name, { clock: () => time }).app);
    if (!before || !after) throw new Error('two processes are needed');
    const reader = createReader(before, after);
    await reader.get('/news/1');
    await reader.get('/news/2');
    expect(formatOf(reader.cookie)).toBe(1);
    time = Date.UTC(2026, 11, 2);
    await createReader(before).get('/news/1');
    await reader.get('/news/3');
    await reader.get('/news/4');
    expect(formatOf(reader.cookie)).toBe(1);
    time = Date.UTC(2027, 0, 2);
    const alone = createReader(after);
    alone.replace(reader.cookie);
    await alone.get('/news/5');
    expect(formatOf(alone.cookie)).toBe(2);
  });

  test('a browser with passes of both goes on with the one with more read', async () => {
    const name = `https://${randomUUID()}.example`;
    const [one, two] = [processOf(1, name).app, processOf(2, name).app];
    const [old, young] = [createReader(one), createReader(two)];
    for (const slug of ['a', 'b', 'c']) await old.get(`/news/${slug}`);
    for (const slug of ['d', 'e']) await young.get(`/news/${slug}`);
    const view = async (path: string) => {
      const { headers } = await sendTo(two, { path, headers: { Cookie: `${old.cookie}; ${young.cookie}` } });
      return { paywall: headers.paywall, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
    };
    const { paywall, cookie } = await view('/news/f');
    expect(paywall).toMatch(/ read=3; left=6;/);
    expect(formatOf(cookie)).toBe(1);
    // What the other pass had read has to be read again, and the two are one reader from then on.
    const reader = createReader(two);
    reader.replace(cookie);
    expect((await reader.get('/news/d')).figures).toMatchObject({ read: '4', left: '5' });
    expect((await view('/news/g')).paywall).toMatch(/ read=5; left=4;/);
  });
});
