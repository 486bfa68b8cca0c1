import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { type Account, redisStore } from '../src/index.js';
import { redisOptions } from '../src/store/redis-options.js';
import { type Listening, listen } from './support/listen.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { rounds } from './support/rounds.js';
import { createTestSite } from './support/site.js';
import { waitFor } from './support/wait.js';

const APPS = 4;
const ARTICLES = Array.from({ length: rounds(16, 40) }, (_, index) => `article-${index + 1}`);
/** Each article five times. */
const REQUESTS = ARTICLES.flatMap((article) => Array.from({ length: 5 }, () => article));
/** How often each property is tried, in another order each time. */
const RUNS = { numRuns: rounds(1, 20), endOnFailure: true };
/** Longer than so many requests at once can keep this process from reading a reply: no view may be decided without Redis. */
const DEADLINE = 5000;

/** One process of the site: its own paywall, its own connection to the one Redis. */
async function startInstance(prefix: string): Promise<Listening> {
  const client = new Redis(redisUrl(), { ...redisOptions(), socketTimeout: DEADLINE });
  await waitFor('Redis to be ready', () => client.status === 'ready');
  const { app } = createTestSite({
    store: redisStore(client, { prefix }),
    deadline: DEADLINE,
    account,
    plans: { limited: { promptAfter: 3, blockAfter: 10 } },
  });
  const site = await listen(app);
  return {
    ...site,
    async close() {
      await site.close();
      client.disconnect();
    },
  };
}

const account = (req: Request): Account | null => {
  const id = req.get('X-User');
  return id === undefined ? null : { id, plan: 'limited' };
};

interface View {
  readonly article: string;
  readonly open: boolean;
  /** The `Paywall` header. */
  readonly header: string;
  /** The pass that came with the page, as a `Cookie` header; `undefined` where the old one stands. */
  readonly pass: string | undefined;
}

async function view(origin: string, article: string, headers: Readonly<Record<string, string>>): Promise<View> {
  const response = await fetch(`${origin}/news/${article}`, { headers });
  const text = await response.text();
  return {
    article,
    open: text === `TEXT of ${article}`,
    header: response.headers.get('Paywall') ?? '',
    pass: response.headers.getSetCookie()[0]?.split(';')[0],
  };
}

const distinctOpen = (views: readonly View[]): string[] => [
  ...new Set(views.filter(({ open }) => open).map(({ article }) => article)),
];

/** An article once open stays so, and one once blocked too: five answers to five requests agree. */
function expectOneAnswerAnArticle(views: readonly View[]): void {
  const open = distinctOpen(views);
  for (const { article, open: isOpen } of views)
    expect({ article, isOpen }).toEqual({ article, isOpen: open.includes(article) });
}

const expectNoneDegraded = (views: readonly View[]): void =>
  expect(views.filter(({ header }) => header.includes('degraded'))).toEqual([]);

describe(`${REQUESTS.length} requests at once for ${ARTICLES.length} articles, through ${APPS} instances on one Redis`, () => {
  let instances: readonly Listening[];
  beforeAll(async () => {
    const prefix = randomPrefix();
    instances = await Promise.all(Array.from({ length: APPS }, () => startInstance(prefix)));
  });
  afterAll(() => Promise.all(instances.map((instance) => instance.close())));

  const originFor = (index: number): string => instances[index % APPS]?.origin ?? '';

  /** A reader who has read some articles one after the other, and the passes they got on the way. */
  async function readerWith(read: readonly string[]): Promise<{ views: View[]; passes: string[] }> {
    const views: View[] = [];
    const passes: string[] = [];
    for (const [index, article] of read.entries()) {
      const seen = await view(originFor(index), article, passes.length > 0 ? { Cookie: passes.at(-1) ?? '' } : {});
      views.push(seen);
      if (seen.pass !== undefined) passes.push(seen.pass);
    }
    return { views, passes };
  }

  const order = fc.shuffledSubarray(REQUESTS, { minLength: REQUESTS.length });
  const readBefore = fc.shuffledSubarray(ARTICLES, { minLength: 1, maxLength: 9 });

  test('exactly 10 are open to a reader with one pass, those read before among them', async () => {
    const property = fc.asyncProperty(order, readBefore, async (articles, read) => {
      const { passes } = await readerWith(read);
      const Cookie = passes.at(-1) ?? '';
      const views = await Promise.all(articles.map((article, index) => view(originFor(index), article, { Cookie })));

      const open = distinctOpen(views);
      expect(open).toHaveLength(10);
      expect(open).toEqual(expect.arrayContaining(read));
      expectOneAnswerAnArticle(views);
      expectNoneDegraded(views);
    });
    await fc.assert(property, RUNS);
  });

  test('exactly 10 are open to a reader who sends any of the passes they ever got', async () => {
    const choices = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
      minLength: REQUESTS.length,
      maxLength: REQUESTS.length,
    });
    const atOnce = fc.integer({ min: 2, max: 50 });
    const property = fc.asyncProperty(order, readBefore, choices, atOnce, async (articles, read, choice, lanes) => {
      const { views, passes } = await readerWith(read);
      const queue = [...articles.entries()];
      const lane = async (): Promise<void> => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const [index, article] = next;
          const Cookie = passes[Math.floor((choice[index] ?? 0) * passes.length)] ?? '';
          const seen = await view(originFor(index), article, { Cookie });
          views.push(seen);
          if (seen.pass !== undefined) passes.push(seen.pass);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));

      expect(passes.length).toBeGreaterThan(10);
      expect(distinctOpen(views)).toHaveLength(10);
      expectOneAnswerAnArticle(views);
      expectNoneDegraded(views);
    });
    await fc.assert(property, RUNS);
  });

  test('exactly 10 are open to an account, whose browsers have no pass yet', async () => {
    let accounts = 0;
    const property = fc.asyncProperty(order, async (articles) => {
      accounts += 1;
      const headers = { 'X-User': `account-${accounts}` };
      const views = await Promise.all(articles.map((article, index) => view(originFor(index), article, headers)));

      expect(distinctOpen(views)).toHaveLength(10);
      expectOneAnswerAnArticle(views);
      expectNoneDegraded(views);
    });
    await fc.assert(property, RUNS);
  });
});
