import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createPaywall, type PaywallOptions } from '../src/index.js';
import { claimsOf, headerOf } from './support/keys.js';
import { periodBytes, readPass } from './support/pass.js';

// What docs/pass.md tells whoever verifies passes elsewhere, done by its words alone.

const SITE = 'https://news.example';
const SECRET = 'a secret of thirty-two bytes or more';
const NOW = Date.parse('2026-11-25T12:00:00Z');
const END = Date.parse('2026-12-01T00:00:00Z');

const [ofFormat2 = '', ofFormat1 = ''] = readFileSync('docs/pass.md', 'utf8').split('\n## Format 1\n');
const documentedIn = (text: string) =>
  [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+) .*\|.*\|$/gm)]
    .flatMap(([, names = '']) => names.split(', '))
    .map((name) => name.replaceAll('`', ''));

const hmac = (key: string | Buffer, ...parts: string[]) =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest();

type Names = readonly (string | number)[];

async function passAfter(names: Names, more: Partial<PaywallOptions> = {}, account: string | null = null) {
  const plans = { limited: { promptAfter: 3, blockAfter: 10 } };
  const keys = [{ id: '2026-11', secret: SECRET }];
  const paywall = createPaywall({ site: SITE, keys, plans, clock: () => NOW, ...more });
  let cookie = '';
  for (const name of names) {
    const view = { method: 'GET', target: '/', headers: { cookie: cookie.split(';')[0] }, article: () => name };
    const outcome = await paywall.decide({ ...view, account: () => account && { id: account, plan: 'limited' } });
    cookie = outcome.end(200).cookie ?? cookie;
  }
  expect(cookie).toMatch(/^__Host-paywall=/);
  return cookie.slice('__Host-paywall='.length).split(';')[0] ?? '';
}

describe('the format of the pass, as docs/pass.md has it', () => {
  test('header and claims', async () => {
    const token = await passAfter(['tides']);
    expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11' });
    expect(Object.keys(claimsOf(token))).toEqual(['iss', 'aud', 'exp', 'p']);
    expect(documentedIn(ofFormat2)).toEqual(['iss', 'aud', 'exp', 'p']);
    expect(claimsOf(token)).toMatchObject({ iss: SITE, aud: SITE, exp: END / 1000 });
  });

  test('the body', async () => {
    const token = await passAfter(['tides']);
    const body = Buffer.from(String(claimsOf(token).p), 'base64url');
    expect(body).toHaveLength(22 + 4);
    expect(body[0]).toBe(0);
    expect(body.subarray(1, 3)).toEqual(periodBytes('2026-11'));
    const said = readPass(token);
    expect(said).toMatchObject({ state: 'free', prompted: false, read: 1, replaces: [], signedAt: NOW, end: END });
    expect(readPass(await passAfter([1, 2, 3, 4]))).toMatchObject({ state: 'register-prompt', read: 4 });
    expect(readPass(await passAfter([1, 2, 3], { blockAfter: 2, promptAfter: 1 }))).toMatchObject({ state: 'blocked' });
  });

  test('the ids of articles, and the name of their key', async () => {
    const { ledger, ids } = readPass(await passAfter(['cafe\u0301', 7]));
    const key = hmac(SECRET, 'metered-paywall article key', SITE, '2026-11');
    expect(ledger).toEqual(['caf\u00e9', '7'].map((name) => hmac(key, 'article', name).readInt32BE(0)));
    expect(ids).toBe(hmac(key, 'fingerprint').subarray(0, 3).toString('base64url'));
  });

  test('an account, and a reader who follows on another', async () => {
    const key = hmac(SECRET, 'metered-paywall account key', SITE);
    const account = hmac(key, 'account', '2026-11', 'ann').subarray(0, 6).toString('base64url');
    expect(readPass(await passAfter(['tides'], {}, 'ann')).account).toBe(account);

    const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: SECRET }], clock: () => NOW });
    const passes = [await passAfter(['tides']), await passAfter(['moon'])];
    const headers = { cookie: passes.map((pass) => `__Host-paywall=${pass}`).join('; ') };
    const outcome = await paywall.decide({ method: 'GET', target: '/', headers, article: () => 'tides' });
    const { reader, replaces } = readPass(outcome.end(200).cookie ?? '');
    const readers = passes.map((pass) => readPass(pass).reader).toSorted();
    const united = hmac(hmac(SECRET, 'metered-paywall reader key', SITE), 'united', '2026-11', '', ...readers);
    expect(reader).toBe(united.subarray(0, 12).toString('base64url'));
    expect(replaces.toSorted()).toEqual(readers);
  });
});

describe('format 1, as docs/pass.md has it', () => {
  test('the claims', async () => {
    const claims = claimsOf(await passAfter(['tides'], { passFormat: 1 }));
    expect(claims).toMatchObject({ v: 1, iss: SITE, aud: SITE, state: 'free', read: 1, period: '2026-11' });
    expect([claims.iat, claims.exp]).toEqual([NOW / 1000, END / 1000]);
    expect(documentedIn(ofFormat1).toSorted()).toEqual(
      [...Object.keys(claims), 'account', 'prompted', 'replaces'].toSorted(),
    );
  });

  test('ledger, article ids and the name of their key', async () => {
    const claims = claimsOf(await passAfter(['cafe\u0301', 7], { passFormat: 1 }));
    const key = hmac(SECRET, 'metered-paywall article ids', SITE);
    const ledger = Buffer.from(String(claims.ledger), 'base64url');
    const ids = ['caf\u00e9', '7'].map((name) => hmac(key, 'article', '2026-11', name).readInt32BE(0));
    expect([ledger.readInt32BE(0), ledger.readInt32BE(4)]).toEqual(ids);
    expect(ledger).toHaveLength(8);
    expect(claims.ids).toBe(hmac(key, 'fingerprint').toString('base64url').slice(0, 6));
  });
});
