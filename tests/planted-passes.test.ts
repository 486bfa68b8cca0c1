import { describe, expect, test } from '@jest/globals';
import type { Express } from 'express';
import { memoryStore, type PaywallOptions, type Store } from '../src/index.js';
import { KEY_OF } from './support/keys.js';
import { readPass } from './support/pass.js';
import { sendTo } from './support/reader.js';
import { rounds } from './support/rounds.js';
import { createTestSite, NOON, SECRET } from './support/site.js';

const NAME = '__Host-paywall';
const LIMIT = 10;
const TRIED = Array.from({ length: rounds(14, 40) }, (_, n) => `article-${n}`);
const PLANS = { registered: { promptAfter: 3, blockAfter: LIMIT } };

interface Visited {
  readonly open: boolean;
  readonly paywall: string;
}

/**
 * A browser that holds cookies which the site never replaces, being of another path, domain or partition, beside the one cookie
 * that it does.
 */
function createBrowser(before: readonly string[] = [], after: readonly string[] = []) {
  let own: string | undefined;
  return {
    get own() {
      return own;
    },
    async get(app: Express, slug: string, headers: Readonly<Record<string, string>> = {}): Promise<Visited> {
      const cookies = [...before, ...(own ? [own] : []), ...after].join('; ');
      const sent = { ...headers, ...(cookies && { Cookie: cookies }) };
      const { status, text, headers: answered } = await sendTo(app, { path: `/news/${slug}`, headers: sent });
      expect(status).toBe(200);
      own = answered['set-cookie']?.[0]?.split(';')[0] ?? own;
      return { open: text.startsWith('TEXT'), paywall: String(answered.paywall ?? '') };
    },
  };
}

/** A cookie of a reader who has read so many articles. */
async function passAfter(app: Express, slugs: readonly string[], headers = {}): Promise<string> {
  const browser = createBrowser();
  for (const slug of slugs) await browser.get(app, slug, headers);
  return browser.own ?? '';
}

async function countOpen(app: Express, browser: ReturnType<typeof createBrowser>): Promise<number> {
  let open = 0;
  for (const slug of TRIED) if ((await browser.get(app, slug)).open) open += 1;
  return open;
}

const brokenStore: Store = {
  visit: () => Promise.reject(new Error('no store')),
  takeBack: () => Promise.reject(new Error('no store')),
};

const SITES: readonly (readonly [string, () => Partial<PaywallOptions>])[] = [
  ['a store', () => ({ store: memoryStore({ clock: () => NOON }) })],
  ['no store that answers', () => ({ store: brokenStore, onEvent: () => undefined })],
  ['a key pair', () => ({ keys: [KEY_OF.EdDSA], articleSecret: SECRET, store: memoryStore({ clock: () => NOON }) })],
];

describe.each(SITES)('no more open than the limit, with %s', (_what, options) => {
  const site = () => createTestSite(options()).app;

  test('to a browser without any other cookie, by way of control', async () => {
    expect(await countOpen(site(), createBrowser())).toBe(LIMIT);
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('with a stale pass of the same reader %s the fresh one', async (_where, before) => {
    const app = site();
    const stale = await passAfter(app, TRIED.slice(0, 2));
    expect(await countOpen(app, before ? createBrowser([stale]) : createBrowser([], [stale]))).toBe(LIMIT);
  });

  test.each([
    ['a cookie that a script set on a path', [`${NAME}=junk`], []],
    ['an empty cookie that a script set on a path', [`${NAME}=`], []],
    ['ten of them', Array.from({ length: 10 }, (_, n) => `${NAME}=${n}`), []],
    ['a cookie without a name, whose value is the pass’s name', [NAME], []],
    ['one that comes after', [], [NAME]],
    ['a cookie without a name, whose value looks like a pass', [`${NAME}=a.b.c`], [`${NAME}=a.b.c`]],
  ])('with %s', async (_what, before, after) => {
    expect(await countOpen(site(), createBrowser(before, after))).toBe(LIMIT);
  });

  test.each([
    ['before', true],
    ['after', false],
  ])('with a pass of another reader %s the own', async (_where, before) => {
    const app = site();
    const own = createBrowser(
      before ? [await passAfter(app, ['a', 'b'])] : [],
      before ? [] : [await passAfter(app, ['c'])],
    );
    expect(await countOpen(app, own)).toBeLessThanOrEqual(LIMIT);
    expect((await own.get(app, 'one-more')).paywall).toMatch(/^blocked; read=10; left=0; /);
  });

  test('with passes of four other readers', async () => {
    const app = site();
    const others: string[] = [];
    for (const slug of ['a', 'b', 'c', 'd']) others.push(await passAfter(app, [slug]));
    expect(await countOpen(app, createBrowser(others))).toBe(LIMIT - others.length);
  });

  test('once cookies are partitioned, or have a domain: the old cookie stays beside the new', async () => {
    const old = options();
    const app = createTestSite(old).app;
    const read = TRIED.slice(0, 6);
    const returning = createBrowser([await passAfter(app, read)]);
    const after = createTestSite({ ...old, cookie: { name: NAME, partitioned: true } }).app;
    expect(await countOpen(after, returning)).toBe(LIMIT);

    const named = { name: '__Secure-paywall' };
    const before = createTestSite({ ...old, cookie: named }).app;
    const shared = createTestSite({ ...old, cookie: { ...named, domain: 'news.example' } }).app;
    expect(await countOpen(shared, createBrowser([await passAfter(before, read)]))).toBe(LIMIT);
  });
});

const known = (store = memoryStore({ clock: () => NOON })) =>
  createTestSite({
    store,
    plans: PLANS,
    account: (req) => {
      const id = req.get('X-User');
      return id ? { id, plan: 'registered' } : null;
    },
  }).app;

describe('a browser that keeps no new cookie', () => {
  test('reads no more with passes of two readers than with one', async () => {
    const app = known();
    const [one, two] = [await passAfter(app, ['a']), await passAfter(app, ['b'])];
    let open = 0;
    for (const slug of TRIED) if ((await createBrowser([one, two]).get(app, slug)).open) open += 1;
    expect(open).toBe(LIMIT - 2);
  });

  test('and eight tabs at once count every article', async () => {
    const app = known();
    const before = [await passAfter(app, ['a']), await passAfter(app, ['b'])];
    const tabs = TRIED.slice(0, 8).map(async (slug) => {
      const tab = createBrowser(before);
      await tab.get(app, slug);
      return tab.own ?? '';
    });
    const [last = ''] = (await Promise.all(tabs)).slice(-1);
    expect((await createBrowser([...before, last]).get(app, 'one-more')).open).toBe(false);
  });
});

describe('whoever plants a pass', () => {
  const readerOf = (cookie: string | undefined) => readPass(cookie?.split('=')[1] ?? '').reader;

  /** Whether whoever holds the pass is told that a reader of it has read the article. */
  async function knows(app: Express, cookie: string, slug: string): Promise<boolean> {
    const browser = createBrowser([cookie]);
    const before = await browser.get(app, 'something-else');
    const after = await browser.get(app, slug);
    return figure(after.paywall) === figure(before.paywall);
  }
  const figure = (paywall: string) => Number(/left=(\d+)/.exec(paywall)?.[1]);

  test('never learns what the reader has read', async () => {
    const app = known();
    const planted = await passAfter(app, ['something-else']);
    const victim = createBrowser([planted]);
    const own = await passAfter(app, ['secret']);
    const both = createBrowser([planted, own]);
    await both.get(app, 'another-secret');
    expect(readerOf(both.own)).not.toBe(readerOf(planted));
    expect(readerOf(both.own)).not.toBe(readerOf(own));
    await victim.get(app, 'something-else');
    expect(await knows(app, planted, 'secret')).toBe(false);
    expect(await knows(app, planted, 'another-secret')).toBe(false);
  });

  test('never learns what an account has read, not even once it has signed out', async () => {
    const app = known();
    const planted = await passAfter(app, ['something-else']);
    const victim = createBrowser([planted]);
    await victim.get(app, 'secret', { 'X-User': 'ann' });
    await victim.get(app, 'another-secret');
    expect(readerOf(victim.own)).not.toBe(readerOf(planted));
    expect(await knows(app, planted, 'secret')).toBe(false);
    expect(await knows(app, planted, 'another-secret')).toBe(false);
    // Nor by an account of their own, which is given another reader than the victim's.
    const attacker = createBrowser([planted]);
    await attacker.get(app, 'something-else', { 'X-User': 'eve' });
    expect(readerOf(attacker.own)).not.toBe(readerOf(victim.own));
  });

  test('adds nothing to an account by the pass of another', async () => {
    const app = known();
    const planted = await passAfter(app, TRIED.slice(0, 8), { 'X-User': 'eve' });
    const victim = createBrowser([planted]);
    const { paywall } = await victim.get(app, 'one', { 'X-User': 'ann' });
    expect(paywall).toMatch(/^free; read=0; /);
  });
});
