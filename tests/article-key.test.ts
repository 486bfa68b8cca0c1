import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createPaywall, OptionError } from '../src/index.js';
import { readPass } from './support/pass.js';
import { createReader } from './support/reader.js';
import { createTestSite, NOON, testOptions } from './support/site.js';

const NEXT = new Date(Date.UTC(2026, 11, 1));

describe('the key of the article ids', () => {
  test('is that of the present period, and of the next ahead of time', () => {
    const paywall = createPaywall(testOptions());
    const now = paywall.articleKey();
    expect(now).toEqual({ period: '2026-11', key: expect.stringMatching(/^[\w-]{43}$/), endsAt: NEXT });
    expect(paywall.articleKey(new Date(NOON))).toEqual(now);
    const next = paywall.articleKey(NEXT);
    expect(next).toMatchObject({ period: '2026-12', endsAt: new Date(Date.UTC(2027, 0, 1)) });
    expect(next.key).not.toBe(now.key);
    expect(paywall.articleKey()).toEqual(now);
  });

  test('names the articles of a pass, and those of no other period', async () => {
    const { app, paywall } = createTestSite();
    const reader = createReader(app);
    await reader.get('/news/a');
    const { ledger } = readPass(reader.cookie);
    const idUnder = ({ key }: { readonly key: string }) =>
      createHmac('sha256', Buffer.from(key, 'base64url')).update('["article","/news/a"]').digest().readInt32BE(0);
    expect(ledger).toEqual([idUnder(paywall.articleKey())]);
    expect(ledger).not.toContain(idUnder(paywall.articleKey(NEXT)));
  });

  test('has no end where each reader’s days are their own', () => {
    const paywall = createPaywall(testOptions({ period: { days: 30 } }));
    expect(paywall.articleKey()).toMatchObject({ period: '30-days', endsAt: null });
    expect(paywall.articleKey(NEXT)).toEqual(paywall.articleKey());
  });

  test('is of another site, or under another secret, another', () => {
    const secret = 'another secret of thirty-two bytes, or more';
    const all = [{}, { site: 'https://other.example' }, { articleSecret: secret }].map(
      (more) => createPaywall(testOptions(more)).articleKey().key,
    );
    expect(new Set(all).size).toBe(3);
  });

  test('is asked for by a date', () => {
    const paywall = createPaywall(testOptions());
    const { articleKey }: { articleKey(at: unknown): unknown } = paywall;
    for (const at of ['2026-12', NOON, null, new Date(Number.NaN)]) {
      expect(() => articleKey(at)).toThrow(OptionError);
      expect(() => articleKey(at)).toThrow(
        /^paywall\.articleKey: .* is not a Date\. Give a Date\. \[ERR_PAYWALL_OPTION_TYPE\]$/,
      );
    }
  });
});
