import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { Redis } from 'ioredis';
import { type Account, type PaywallOptions, redisFigures, redisStore, signedPolicy } from '../src/index.js';
import { redisOptions } from '../src/store/redis-options.js';
import { claimsOf, headerOf } from './support/keys.js';
import { createReader } from './support/reader.js';
import { type RedisServer, startRedis } from './support/redis.js';
import { createTestSite, NOON } from './support/site.js';
import { waitFor } from './support/wait.js';

const MINUTE = 60_000;
const DAY_END = Date.UTC(2026, 10, 16);
const MONTH_END = Date.UTC(2026, 11, 1);

/** What a request tells of its reader, such that none of it turns up by chance. */
const ACCOUNT_ID = 'ottoline-4711@example.org';
const ADDRESS = [203, 0, 113, 77];
const USER_AGENT = 'Telltale/93.7 (Prototype)';
const REFERER = 'https://forum-of-secrets.example/thread';
const ARTICLES = Array.from({ length: 12 }, (_, index) => `/news/telltale-slug-${index + 1}`);
const TOLD = [
  ...[ACCOUNT_ID, 'ottoline', 'example.org', ADDRESS.join('.'), '203.0.113', USER_AGENT, 'Telltale', REFERER],
  ...['telltale-slug', '/news/', 'news.example', ...ARTICLES],
];

let server: RedisServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis({ args: ['--rdbcompression', 'no'] });
  client = new Redis(server.url, redisOptions());
  await waitFor('Redis to be ready', () => client.status === 'ready');
});
afterAll(async () => {
  client.disconnect();
  await server.stop();
});

const openSite = (more: Partial<PaywallOptions> = {}) =>
  createTestSite({ store: redisStore(client), deadline: 5000, ...more }).app;

async function allKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const batch of client.scanStream()) keys.push(...batch);
  return keys;
}

/** How often Redis carried out each command, from outside and in scripts, but for the one that asks. */
async function commandsRun(): Promise<Readonly<Record<string, number>>> {
  const stats = await client.info('commandstats');
  const lines = [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, calls]) => [name, Number(calls)]);
  return Object.fromEntries(lines.filter(([name]) => name !== 'info'));
}

describe('Redis hears nothing', () => {
  test('of first views, so that whoever keeps no cookies costs it nothing', async () => {
    const app = openSite();
    const before = await commandsRun();
    for (const path of ARTICLES) expect(await createReader(app).get(path)).toMatchObject({ state: 'free' });
    expect(await commandsRun()).toEqual(before);
    expect(await allKeys()).toEqual([]);
  });

  test('of re-reads, at any count', async () => {
    const reader = createReader(openSite());
    const counts: unknown[] = [];
    for (const path of ARTICLES) {
      const before = await commandsRun();
      await reader.get(path);
      counts.push((await commandsRun()).evalsha !== before.evalsha || (await commandsRun()).eval !== before.eval);
    }
    expect(counts).toEqual([false, ...Array(10).fill(true), false]);

    const before = await commandsRun();
    for (const path of ARTICLES.slice(0, 10))
      expect(await reader.get(path)).toMatchObject({ state: 'register-prompt' });
    for (const path of ARTICLES.slice(0, 10)) await reader.head(path);
    expect(await commandsRun()).toEqual(before);
  });
});

describe('what Redis holds', () => {
  /** Readers without an account, one with, and a cap on a network's new readers: all that is ever written. */
  async function readAll(): Promise<readonly string[]> {
    const account = (req: Request): Account | null => {
      const id = req.get('X-User');
      return id === undefined ? null : { id, plan: 'limited' };
    };
    const app = openSite({
      account,
      plans: { limited: { promptAfter: 3, blockAfter: 11 } },
      newReaders: { perDay: 100 },
    });
    app.set('trust proxy', 'loopback');
    const headers = { 'User-Agent': USER_AGENT, Referer: REFERER, 'X-Forwarded-For': ADDRESS.join('.') };
    const passes: string[] = [];
    for (const user of [{}, { 'X-User': ACCOUNT_ID }]) {
      const reader = createReader(app);
      for (const path of ARTICLES) {
        await reader.get(path, { ...headers, ...user });
        passes.push(reader.cookie.slice('__Host-paywall='.length));
      }
    }
    return passes;
  }

  let passes: readonly string[];
  let keys: readonly string[];
  beforeAll(async () => {
    await client.flushall();
    passes = await readAll();
    keys = await allKeys();
  });

  test('is a set for each reader and one for their network', async () => {
    const sizes = await Promise.all(
      keys.map(async (key) => [key.replace(/[\w-]{16}(?=\}$)/, '…'), await client.scard(key)]),
    );
    expect(sizes.sort()).toEqual([
      ['paywall:{2026-11:…}', 10],
      ['paywall:{2026-11:…}', 11],
      ['paywall:{new:…}', 1],
    ]);
  });

  test('is at most 210 bytes for a reader of 10 articles', async () => {
    const reader = await keyOf(10);
    expect(await client.object('ENCODING', reader)).toBe('intset');
    expect(await client.memory('USAGE', reader, 'SAMPLES', 0)).toBeLessThanOrEqual(210);
  });

  test('is gone ten minutes after the period at the latest, a network’s with the day', async () => {
    for (const key of keys) {
      const left = await client.pttl(key);
      const end = key.startsWith('paywall:{new:') ? DAY_END : MONTH_END + 10 * MINUTE;
      expect({ key, left }).toEqual({ key, left: expect.any(Number) });
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(end - NOON);
    }
  });

  test('tells nobody what was read, by whom, or from where', async () => {
    await client.call('SAVE');
    const dump = await readFile(join(server.dir, 'dump.rdb'));
    for (const key of keys) expect(dump.includes(key)).toBe(true);
    expect(TOLD.filter((text) => dump.toString('latin1').toLowerCase().includes(text.toLowerCase()))).toEqual([]);
    expect(dump.includes(Buffer.from(ADDRESS))).toBe(false);
  });

  test('is no digest that anyone without the key could work out', async () => {
    const members = (await Promise.all(keys.map((key) => client.smembers(key)))).flat();
    expect(members.length).toBeGreaterThan(20);
    const guesses = [
      ...ARTICLES,
      ...ARTICLES.map((path) => path.slice('/news/'.length)),
      ACCOUNT_ID,
      ADDRESS.join('.'),
    ];
    for (const guess of guesses) {
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
        const digest = createHash(algorithm).update(guess).digest();
        expect(members).not.toContain(String(digest.readInt32BE(0)));
        expect(members).not.toContain(String(digest.readInt32LE(0)));
        for (const encoding of ['hex', 'base64url'] as const)
          expect(keys.join()).not.toContain(digest.toString(encoding).slice(0, 16));
      }
    }
  });

  test('nor does a pass tell', () => {
    expect(passes.length).toBe(2 * ARTICLES.length);
    for (const pass of passes) {
      const claims = claimsOf(pass);
      const { iss, aud, ...others } = claims;
      // The site's own name is what every pass of the site says.
      expect([iss, aud]).toEqual(['https://news.example', 'https://news.example']);
      const bytes = Buffer.from(String(others.p), 'base64url');
      const said = JSON.stringify([headerOf(pass), others, bytes.toString('latin1')]).toLowerCase();
      expect(TOLD.filter((text) => said.includes(text.toLowerCase()))).toEqual([]);
      expect(bytes.includes(Buffer.from(ADDRESS))).toBe(false);
    }
  });

  async function keyOf(size: number): Promise<string> {
    const sizes = await Promise.all(keys.map((key) => client.scard(key)));
    return keys[sizes.indexOf(size)] ?? '';
  }
});

describe('what Redis holds of figures', () => {
  test('is one key a day, with articles by the names that the site gave and nothing of any reader', async () => {
    await client.flushall();
    const account = (req: Request): Account | null => {
      const id = req.get('X-User');
      return id === undefined ? null : { id, plan: 'limited' };
    };
    const figures = redisFigures(client);
    const { app, paywall } = createTestSite({
      ...{ store: redisStore(client), deadline: 5000, figures, account, newReaders: { perDay: 100 } },
      plans: { limited: { promptAfter: 3, blockAfter: 11 } },
    });
    app.set('trust proxy', 'loopback');
    app.get('/register', async (req, res) => {
      await paywall.converted(req, 'registered', { article: ARTICLES[10] ?? null });
      res.send('welcome');
    });
    const headers = { 'User-Agent': USER_AGENT, Referer: REFERER, 'X-Forwarded-For': ADDRESS.join('.') };
    const known: string[] = [];
    for (const user of [{}, { 'X-User': ACCOUNT_ID }]) {
      const reader = createReader(app);
      for (const path of ARTICLES) {
        await reader.get(`${path}?email=${ACCOUNT_ID}`, { ...headers, ...user });
        known.push(reader.cookie);
      }
      await reader.get('/register', { ...headers, ...user });
    }
    await figures.close();

    const keys = await allKeys();
    expect(keys.filter((key) => key.includes('figures'))).toEqual(['paywall:figures:2026-11-15']);
    const hash = await client.hgetall('paywall:figures:2026-11-15');
    const fields = Object.keys(hash);
    const articles = fields.filter((field) => field.startsWith('article:'));
    expect(new Set(articles.map((field) => field.replace(/^article:\w+:/, '')))).toEqual(new Set(ARTICLES));
    const others = fields.filter((field) => !field.startsWith('article:'));
    expect(others.map((field) => field.replace(/^from:[\w-]{12}$/, 'from:…')).sort()).toEqual(
      [...new Set(others.map((field) => field.replace(/^from:.*/, 'from:…')))].sort(),
    );
    expect(TOLD.filter((text) => others.join().toLowerCase().includes(text.toLowerCase()))).toEqual([]);
    expect(articles.filter((field) => /email|@|\?/.test(field))).toEqual([]);
    for (const value of Object.values(hash)) if (!/^\d+$/.test(value)) throw new Error(value);
    // No part of any reader's key or pass.
    const readers = keys.filter((key) => !key.includes('figures')).map((key) => key.slice(-17, -1));
    expect(readers.length).toBeGreaterThan(1);
    const all = JSON.stringify(hash);
    expect([...readers, ...known].filter((id) => all.includes(id))).toEqual([]);
  });
});

describe('what Redis holds of a newsroom’s policy', () => {
  test('names readers by the hashes of their sets, and nothing of theirs or of articles', async () => {
    await client.flushall();
    const policy = signedPolicy();
    const plans = { limited: { promptAfter: 3, blockAfter: 11 } };
    const { app, paywall } = createTestSite({ store: redisStore(client), deadline: 5000, plans, policy });
    const reader = createReader(app);
    for (const path of ARTICLES) await reader.get(path);
    const account = { account: { id: ACCOUNT_ID, plan: 'limited' } };
    for (const ref of [account, { pass: reader.cookie }]) {
      await paywall.grant(ref, 2, { by: 'Anna' });
      await paywall.open(ref, ARTICLES[11] ?? '', { by: 'Anna' });
      await paywall.reset(ref, { by: 'Anna' });
    }
    const hashes = await Promise.all([account, { pass: reader.cookie }].map((ref) => paywall.explain(ref)));
    policy.close();

    const key = (await allKeys()).find((name) => name.startsWith('paywall:{policy:')) ?? '';
    expect(key).toMatch(/^paywall:\{policy:[\w-]{16}\}$/);
    expect(await client.pttl(key)).toBeGreaterThan(0);
    const { iss, aud, policy: kept } = claimsOf((await client.get(key)) ?? '');
    expect([iss, aud]).toEqual(['https://news.example', 'https://news.example']);
    const said = JSON.stringify(kept);
    for (const { reader: hash } of hashes) expect(said).toContain(hash);
    expect(TOLD.filter((text) => said.toLowerCase().includes(text.toLowerCase()))).toEqual([]);
    const named = [...said.matchAll(/"([\w-]{16})"/g)].map(([, id]) => id);
    expect(new Set(named)).toEqual(new Set(hashes.map(({ reader: hash }) => hash)));
    const digests = ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) =>
      createHash(algorithm).update(ACCOUNT_ID).digest(),
    );
    expect(digests.filter((digest) => said.includes(digest.toString('base64url').slice(0, 16)))).toEqual([]);
  });
});
