import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { decodeProtectedHeader, EncryptJWT } from 'jose';
import { memoryStore, type PaywallOptions, signedPolicy } from '../../src/index.js';
import { codeIn, createSupportCodes } from '../../src/policy/support-codes.js';
import { ANNA } from '../support/helped.js';
import { createReader } from '../support/reader.js';
import { createTestSite, frozenClock, SECRET } from '../support/site.js';

const WEEK = 7 * 86_400_000;

function openSite(more: Partial<PaywallOptions> = {}) {
  const time = frozenClock();
  const policy = signedPolicy();
  const plans = { registered: { promptAfter: 2, blockAfter: 4 } };
  const limits = { promptAfter: 1, blockAfter: 3 };
  const options = { ...limits, plans, clock: time.clock, store: memoryStore(), policy, ...more };
  return { ...createTestSite(options), policy, time };
}

async function blockedReader({ app }: ReturnType<typeof openSite>) {
  const reader = createReader(app);
  for (const n of [1, 2, 3, 4]) await reader.get(`/news/${n}`);
  return reader;
}

const codeOf = async ({ policy }: ReturnType<typeof openSite>, cookie: string) =>
  (await policy.readers.code(cookie)) ?? '';

test('a code says what the pass does, however mail wrapped it, and what is given by it is given to the reader', async () => {
  const site = openSite();
  const reader = await blockedReader(site);
  const code = await codeOf(site, `session=secret; ${reader.cookie}; other=1`);
  const wrapped = `> ${(code.match(/.{1,70}/g) ?? []).join('\r\n> ')}\r\n`;
  const report = await site.paywall.explain({ pass: wrapped });
  expect(report).toMatchObject({ read: 3, limit: 3, state: 'blocked' });
  expect(report.words).toContain('Their code was made on Sunday, 15 November 2026 at 12:00 (UTC).');
  await site.paywall.grant({ pass: code }, 2, ANNA);
  expect((await reader.get('/news/4')).state).toBe('register-prompt');
});

test('nobody reads by a code, and it tells nothing', async () => {
  const site = openSite();
  const reader = await blockedReader(site);
  const code = await codeOf(site, reader.cookie);
  const thief = createReader(site.app);
  thief.replace(`__Host-paywall=${code}`);
  expect(await thief.get('/news/1')).toMatchObject({ state: 'free', figures: { read: '0' } });
  const clear = Buffer.from(code, 'base64url').toString('latin1');
  for (const part of reader.cookie.split(/[=.]/)) expect(code + clear).not.toContain(part);
  expect(code).not.toBe(await codeOf(site, reader.cookie));
});

test('a code has the account, and what is given by it holds on all its devices', async () => {
  const account = (req: { get(name: string): string | undefined }) => {
    const id = req.get('x-user');
    return id === undefined ? null : { id, plan: 'registered' };
  };
  const site = openSite({ account });
  const asUser = { 'x-user': '4711' };
  const reader = createReader(site.app);
  for (const n of [1, 2, 3, 4, 5]) await reader.get(`/news/${n}`, asUser);
  const code = await site.policy.readers.code(reader.cookie, { id: '4711', plan: 'registered' });
  expect(await site.paywall.explain({ pass: code ?? '' })).toMatchObject({ read: 4, limit: 4 });
  await site.paywall.grant({ pass: code ?? '' }, 1, ANNA);
  expect((await createReader(site.app).get('/news/6', asUser)).state).toBe('register-prompt');
  const unread = await site.policy.readers.code('', { id: '4712', plan: 'registered' });
  expect(await site.paywall.explain({ pass: unread ?? '' })).toMatchObject({ read: 0, limit: 4 });
});

test('there is none for whom nothing is known', async () => {
  const { policy } = openSite();
  expect(await policy.readers.code(undefined)).toBeNull();
  expect(await policy.readers.code('session=secret; __Host-paywall=none')).toBeNull();
});

test('a code of another site, an old one and a forged one are none', async () => {
  const site = openSite();
  const reader = await blockedReader(site);
  const code = await codeOf(site, reader.cookie);
  const other = openSite({ site: 'https://other.example' });
  await expect(other.paywall.explain({ pass: code })).rejects.toThrow('This is not a code of this site');
  for (const forged of [code.slice(0, -2), `${code.slice(0, -1)}~`, `${'a'.repeat(60_000)}.b.c.d.e`]) {
    await expect(site.paywall.explain({ pass: forged })).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_READER' });
  }
  const key = new Uint8Array(32);
  const made = new EncryptJWT({ cookie: reader.cookie }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' });
  await expect(site.paywall.explain({ pass: await made.encrypt(key) })).rejects.toThrow('not a code of this site');
  site.time.advance(WEEK);
  await expect(site.paywall.explain({ pass: code })).rejects.toThrow('more than a week old');
});

test('a code of another secret is none', async () => {
  const codes = createSupportCodes('https://news.example', Buffer.from(SECRET));
  const text = await codes.seal({ cookie: 'a=b', account: undefined }, 0);
  expect(await codes.open(text, 0)).toEqual({ cookie: 'a=b', account: undefined, madeAt: 0 });
  expect(await codes.open(text, WEEK + 1000)).toBe('expired');
  expect(await createSupportCodes('https://news.example', Buffer.from(`${SECRET}!`)).open(text, 0)).toBeNull();
});

const SITE = 'https://news.example';
const KEY = createHmac('sha256', SECRET).update(`metered-paywall support codes\n${SITE}`).digest();
const CLAIMS = { cookie: 'a=b', account: 'ann', plan: 'registered', iss: SITE, aud: SITE, iat: 1, exp: 100 };
const HEADER = { alg: 'dir', enc: 'A256GCM', typ: 'paywall-support+jwt' };

test('a code is made and read as processes of other versions do', async () => {
  const codes = createSupportCodes(SITE, Buffer.from(SECRET));
  const text = await codes.seal({ cookie: 'a=b', account: { id: 'ann', plan: null } }, 0);
  expect(decodeProtectedHeader(text)).toEqual(HEADER);
  const forged = await new EncryptJWT(CLAIMS).setProtectedHeader(HEADER).encrypt(KEY);
  const account = { id: 'ann', plan: 'registered' };
  expect(await codes.open(forged, 2000)).toEqual({ cookie: 'a=b', account, madeAt: 1000 });
});

test.each<[string, object, object]>([
  ['of another issuer', { iss: 'https://other.example' }, {}],
  ['for another site', { aud: 'https://other.example' }, {}],
  ['of another type', {}, { typ: 'paywall+jwt' }],
  ['of no type', {}, { typ: undefined }],
  ['without a beginning', { iat: undefined }, {}],
  ['without an end', { exp: undefined }, {}],
  ['of another cipher', {}, { enc: 'A128CBC-HS256' }],
  ['of another management of keys', {}, { alg: 'A256GCMKW' }],
  ['without a cookie', { cookie: undefined }, {}],
])('a token of ours %s is no code', async (_what, claims, header) => {
  const codes = createSupportCodes(SITE, Buffer.from(SECRET));
  const made = new EncryptJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...HEADER, ...header });
  expect(await codes.open(await made.encrypt(KEY), 2000)).toBeNull();
});

test('a code names no plan by what is no text', async () => {
  const codes = createSupportCodes(SITE, Buffer.from(SECRET));
  const made = new EncryptJWT({ ...CLAIMS, plan: 5 }).setProtectedHeader(HEADER);
  expect(await codes.open(await made.encrypt(KEY), 2000)).toMatchObject({ account: { id: 'ann', plan: null } });
});

test('a code is found by its five parts, and none in a Cookie field that has other such values', async () => {
  expect(codeIn('> a.b.c\r\n> .d.e\n')).toBe('a.b.c.d.e');
  const longest = `${'a'.repeat(49_992)}.b.c.d.e`;
  expect(codeIn(longest)).toBe(longest);
  expect(codeIn(`a${longest}`)).toBeNull();
  const site = openSite();
  const reader = await blockedReader(site);
  for (const pass of [`${reader.cookie}; session=a.b.c.d.e`, `a.b.c.d.e=1; ${reader.cookie}`]) {
    expect(await site.paywall.explain({ pass })).toMatchObject({ read: 3 });
  }
});

test('a code has all the passes that the browser brought', async () => {
  const site = openSite();
  const [one, other] = [createReader(site.app), createReader(site.app)];
  await one.get('/news/1');
  await other.get('/news/2');
  const code = await codeOf(site, `${one.cookie}; ${other.cookie}`);
  expect(await site.paywall.explain({ pass: code })).toMatchObject({ read: 2 });
});
