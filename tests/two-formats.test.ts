import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createArticleIds } from '../src/article/index.js';
import { createPaywall, memoryStore, type PaywallOptions, type Store } from '../src/index.js';
import { createPasses, readKeys, type UnsignedPass } from '../src/pass/index.js';

// What the version before the second format made, kept as it came from it.
const kept: Kept = JSON.parse(readFileSync('tests/passes-of-format-1.json', 'utf8'));

interface Kept {
  readonly site: string;
  readonly articleSecret: string;
  readonly now: string;
  readonly keys: Readonly<Record<'HS256' | 'EdDSA', PaywallOptions['keys']>>;
  readonly seals: readonly {
    readonly what: string;
    readonly alg: 'HS256' | 'EdDSA';
    readonly period: string;
    readonly pass: Omit<UnsignedPass, 'format' | 'arm' | 'generation' | 'granted'>;
    readonly token: string;
  }[];
  readonly walks: readonly {
    readonly what: string;
    readonly period?: PaywallOptions['period'];
    readonly cookies: readonly string[];
    readonly views: readonly {
      readonly article: string;
      readonly account: string | null;
      readonly paywall: string;
      /** What the store was asked. */
      readonly stored: readonly { readonly key: string; readonly article: number }[];
      /** The new pass, if any. */
      readonly token: string | null;
    }[];
  }[];
}

const { site, articleSecret, keys } = kept;
const now = Date.parse(kept.now);

const PLANS = { limited: { promptAfter: 3, blockAfter: 10 } };
const ids = createArticleIds(Buffer.from(articleSecret), site);
const passesOf = (alg: 'HS256' | 'EdDSA') => createPasses(site, readKeys(keys[alg], 'keys'), ids);

describe('passes of the version before', () => {
  test.each(kept.seals)('$what, by $alg: are read, and written to the letter', async ({ alg, period, pass, token }) => {
    const of = { key: period, end: pass.end };
    const met = { metPrompt: pass.state !== 'free', metWall: pass.state === 'blocked' };
    const whole = { format: 1 as const, arm: undefined, generation: 0, granted: 0, ...met, ...pass };
    expect(await passesOf(alg).open(token, of, now)).toEqual({ ...whole, keyId: keys[alg][0]?.id });
    expect(await passesOf(alg).seal(whole, of)).toBe(token);
  });

  const walks = ([1, 2] as const).flatMap((passFormat) => kept.walks.map((walk) => ({ ...walk, passFormat })));

  test.each(walks)('$what, with format $passFormat for new ones: all is what it was', async (walk) => {
    let stored: unknown[] = [];
    const memory = memoryStore({ clock: () => now });
    const store: Store = {
      ...memory,
      visit(visit) {
        stored.push({ key: visit.key, article: visit.article });
        return memory.visit(visit);
      },
    };
    const { passFormat, period = 'month' } = walk;
    const options = { site, articleSecret, keys: keys.HS256, clock: () => now, plans: PLANS };
    const paywall = createPaywall({ ...options, store, passFormat, period });
    let cookies = walk.cookies;
    for (const { article, account, token, ...expected } of walk.views) {
      stored = [];
      const outcome = await paywall.decide({
        method: 'GET',
        target: '/',
        headers: { cookie: cookies.map((cookie) => `__Host-paywall=${cookie}`).join('; ') },
        article: () => article,
        account: () => account && { id: account, plan: 'limited' },
      });
      const { set, cookie } = outcome.end(200);
      const [, sent = null] = /=([^;]*)/.exec(cookie ?? '') ?? [];
      expect({ article, paywall: set.Paywall, stored, token: sent }).toEqual({ article, token, ...expected });
      if (sent) cookies = [sent];
    }
  });
});
