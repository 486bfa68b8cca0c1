import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createVerifier, type Known, type VerifierOptions } from '../examples/cache/verify.js';
import { createPaywall, type KeyOption, memoryStore, type PaywallOptions } from '../src/index.js';
import { KEY_OF, SECRET } from './support/keys.js';
import { rounds } from './support/rounds.js';
import { NOON, testOptions } from './support/site.js';
import { VECTORS } from './support/vectors.js';

const { site, keys, articleKey, articles, now } = VECTORS;
const NAME = '__Host-paywall';
const verdictOf = (known: Known | null) => (known ? (known.open ? 're-read' : 'blocked') : 'ask');
const nameOf = (id: number) => articles.find((article) => article.id === id)?.name ?? '';

describe('at the test vectors', () => {
  const verify = createVerifier({ site, articleKey, keys });
  const look = (token: string, article: string) => verify(`a=b; ${NAME}=${token};c=d`, article, now);
  const judge = async (token: string, article: string) => verdictOf(await look(token, article));

  test.each(VECTORS.passes)('$what: the numbers are those of the pass', async ({ token, says }) => {
    for (const id of says.ledger) {
      const known = await look(token, nameOf(id));
      expect(known).toMatchObject({ read: says.read, exp: says.exp });
      const met = (says.metPrompt && says.state === 'free') || (says.metWall && says.state !== 'blocked');
      const given = met || says.arm !== null || says.generation > 0 || says.granted > 0;
      expect(known?.plain).toBe(!(given || says.account || says.prompted));
    }
  });

  test.each(VECTORS.passes)(
    '$what: what it has is open, of any other it says $unread',
    async ({ token, says, unread }) => {
      for (const id of says.ledger) expect(await judge(token, nameOf(id))).toBe('re-read');
      expect(await judge(token, 'never-read')).toBe(unread);
    },
  );

  test.each(VECTORS.refused)('refused: $what', async ({ token }) => {
    for (const { name } of articles.slice(0, 4)) expect(await judge(token, name)).toBe('ask');
  });

  test('a name is one in every Unicode form', async () => {
    const { token = '' } = VECTORS.passes.find(({ what }) => what.includes('Unicode')) ?? {};
    expect(await judge(token, 'Zu\u0308rich "☕" \\')).toBe('re-read');
  });

  test.each([
    ['none', undefined],
    ['none', null],
    ['an empty field', ''],
    ['others', 'a=b; c=d'],
    ['a longer name', `${NAME}2=x`],
    ['the name alone', NAME],
    [
      'two passes',
      VECTORS.passes
        .slice(0, 2)
        .map(({ token }) => `${NAME}=${token}`)
        .join('; '),
    ],
    ['one twice', Array(2).fill(`${NAME}=${VECTORS.passes[0]?.token}`).join('; ')],
  ])('cookies: %s is for the site to answer', async (_what, cookies) => {
    expect(await verify(cookies, 'tides', now)).toBeNull();
  });

  test('by another cookie’s name, for another site, or under the key of another period', async () => {
    const { token = '' } = VECTORS.passes[0] ?? {};
    const other = (more: Partial<VerifierOptions>) => {
      const verifyOther = createVerifier({ site, articleKey, keys, ...more });
      return async (cookies: string, article: string, at: number) => verdictOf(await verifyOther(cookies, article, at));
    };
    expect(await other({ cookie: 'paywall' })(`paywall=${token}`, 'tides', now)).toBe('re-read');
    const cookie = `${NAME}=${token}`;
    expect(await other({ cookie: 'paywall' })(cookie, 'tides', now)).toBe('ask');
    expect(await other({ site: 'https://other.example' })(cookie, 'tides', now)).toBe('ask');
    expect(await other({ articleKey: Buffer.alloc(32).toString('base64url') })(cookie, 'tides', now)).toBe('ask');
    expect(await other({ keys: keys.slice(1) })(cookie, 'tides', now)).toBe('ask');
    expect(await other({ keys: [{ kid: 'hs', alg: 'HS256', kty: 'oct', k: '' }] })(cookie, 'tides', now)).toBe('ask');
  });

  test('a token changed in any one character', async () => {
    const { token = '' } = VECTORS.passes[1] ?? {};
    const changed = fc
      .tuple(fc.nat({ max: token.length }), fc.nat({ max: 1 }), fc.constantFrom(...'AQgwZ09_-.+/= \u00e9\0', ''))
      .map(([at, gone, added]) => token.slice(0, at) + added + token.slice(at + gone))
      .filter((text) => text.trim() !== token);
    const property = fc.asyncProperty(changed, async (text) => {
      expect(await judge(text, 'tides')).toBe('ask');
    });
    await fc.assert(property, { numRuns: rounds(200, 600) });
  });
});

const ALGORITHMS: readonly (readonly [string, KeyOption])[] = [
  ['HS256', KEY_OF.HS256],
  ['EdDSA', KEY_OF.EdDSA],
  ['ES256', KEY_OF.ES256],
];

describe.each(ALGORITHMS)('beside a paywall that signs with %s', (alg, key) => {
  const secret = { kid: key.id, alg: 'HS256', kty: 'oct', k: Buffer.from(SECRET).toString('base64url') } as const;

  /** A reader at a site whose edge is asked first, and both their answers. */
  function siteWithEdge(more: Partial<PaywallOptions> = {}) {
    let time = NOON;
    const clock = () => time;
    const store = memoryStore({ clock });
    const paywall = createPaywall(
      testOptions({ keys: [key], articleSecret: SECRET, clock, store, blockAfter: 4, ...more }),
    );
    const verify = createVerifier({
      site: 'https://news.example',
      keys: alg === 'HS256' ? [secret] : paywall.jwks().keys,
      articleKey: paywall.articleKey().key,
      blockAfter: 4,
    });
    let cookie = '';
    return {
      pass: (milliseconds: number) => {
        time += milliseconds;
      },
      async view(article: string, account: string | null = null) {
        const verdict = verdictOf(await verify(cookie, article, time / 1000));
        const view = { method: 'GET', target: '/', headers: { cookie }, article: () => article };
        const outcome = await paywall.decide({ ...view, account: () => account && { id: account, plan: 'limited' } });
        cookie = outcome.end(200).cookie?.split(';')[0] ?? cookie;
        return { verdict, reason: outcome.decision.reason, state: outcome.decision.state };
      },
    };
  }

  test('walks to the wall: it answers re-reads and blocks by itself, and asks for the rest', async () => {
    const reader = siteWithEdge();
    const seen = [];
    for (const article of ['a', 'a', 'b', 'c', 'b', 'd', 'e', 'f', 'a']) seen.push(await reader.view(article));
    reader.pass(61_000);
    seen.push(await reader.view('g'), await reader.view('g'));
    expect(seen.map(({ verdict, reason }) => `${verdict}, ${reason}`)).toEqual([
      'ask, first-view',
      're-read, re-read',
      'ask, new-article',
      'ask, new-article',
      're-read, re-read',
      'ask, new-article',
      'blocked, limit',
      'blocked, recheck',
      're-read, re-read',
      'ask, limit',
      'blocked, recheck',
    ]);
  });

  test('passes of format 1 are for the site to answer', async () => {
    const reader = siteWithEdge({ passFormat: 1 });
    for (const article of ['a', 'a', 'b']) expect(await reader.view(article)).toMatchObject({ verdict: 'ask' });
  });

  test('never says what the site would not, whoever reads what and when', async () => {
    const step = fc.record({
      article: fc.constantFrom(...'abcdefg'),
      account: fc.constantFrom(null, null, null, 'ann'),
      wait: fc.constantFrom(0, 0, 1000, 59_000, 61_000),
    });
    const plans = { limited: { promptAfter: 1, blockAfter: 6 } };
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const reader = siteWithEdge({ plans });
      for (const { article, account, wait } of steps) {
        reader.pass(wait);
        const { verdict, reason, state } = await reader.view(article, account);
        // A session is for the site to answer; its passes may come here all the same.
        if (account !== null) continue;
        if (verdict === 're-read') expect(reason).toBe('re-read');
        if (verdict === 'blocked') {
          expect({ state, reason }).toEqual({ state: 'blocked', reason: expect.stringMatching(/^(?:recheck|limit)$/) });
        }
        if (verdict === 'ask') expect(reason).not.toBe('re-read');
      }
    });
    await fc.assert(property, { numRuns: rounds(30, 100) });
  });
});

test('it is of 2 KB minified and 1.2 KB compressed, and imports nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'));
  const file = join(folder, 'verify.mjs');
  const bundler = ['node_modules/rolldown/bin/cli.mjs', '--minify', '--platform', 'neutral', '--file', file];
  await promisify(execFile)(process.execPath, [...bundler, 'examples/cache/verify.ts']);
  const code = await readFile(file, 'utf8');
  await rm(folder, { recursive: true });
  expect(code).not.toMatch(/\bimport\b|\brequire\b/);
  expect(code.length).toBeLessThanOrEqual(2100);
  expect(gzipSync(code).length).toBeLessThanOrEqual(1240);
});
