import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { PaywallEvent } from '../src/index.js';
import { inVariables, readEnvironment } from '../src/service/serve/environment.js';
import { createService, OptionError, type ServiceOptions } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { http } from './support/service.js';
import { NOON, SECRET, testOptions } from './support/site.js';

const PLANS = { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' } as const;
const ISSUER = 'https://accounts.news.example';

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let others: Awaited<ReturnType<typeof generateKeyPair>>;
let jwks: { keys: Awaited<ReturnType<typeof exportJWK>>[] };
beforeAll(async () => {
  keys = await generateKeyPair('ES256');
  others = await generateKeyPair('ES256');
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] };
});

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function startService(more: Partial<ServiceOptions>): Promise<number> {
  const { site, keys: own, clock = Date.now } = testOptions();
  const server = await serve(
    createService({ site, keys: own, clock, plans: PLANS, promptAfter: 0, blockAfter: 0, ...more }),
  );
  served.push(server);
  return server.port;
}

const bySession = () => ({ cookie: 'session', jwks, issuer: ISSUER, audience: 'news', planClaim: 'plan' });

/** A session of the site's, all of it right but for what is given. */
function session(
  payload: Readonly<Record<string, unknown>> = {},
  by = keys.privateKey,
  header: { kid?: string } = { kid: 'one' },
): Promise<string> {
  const now = NOON / 1000;
  const claims = { iss: ISSUER, aud: 'news', sub: '4711', plan: 'subscriber', iat: now, exp: now + 60, ...payload };
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(by);
}

async function stateFor(port: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const told = { 'X-Original-Method': 'GET', 'X-Original-URI': '/', 'Paywall-Article': '7' };
  const { headers: sent } = await http(port, 'GET', '/forward-auth', { ...told, ...headers });
  return `${String(sent.paywall).split(';')[0]} ${sent['paywall-variant']}`;
}

describe('a session that the site has signed', () => {
  test('gives the account what its plan says, to proxies and to edges', async () => {
    const port = await startService({ account: bySession() });
    const cookie = `other=1; session=${await session()}`;
    expect(await stateFor(port, { Cookie: cookie })).toBe('free full');
    expect(await stateFor(port, { Cookie: `session=${await session({ plan: 'registered' })}` })).toBe('free full');
    const checked = await http(port, 'GET', '/check?article=1&access=locked', { Cookie: cookie });
    expect(checked.headers['paywall-result']).toBe('ALLOW');
  });

  test.each<[string, () => Promise<string>]>([
    ['over', () => session({ exp: NOON / 1000 - 60 })],
    ['not yet begun', () => session({ nbf: NOON / 1000 + 60 })],
    ['without an end', () => session({ exp: undefined })],
    ['without an account', () => session({ sub: undefined })],
    ['of an empty account', () => session({ sub: '' })],
    ['of another issuer', () => session({ iss: 'https://other.example' })],
    ['for another audience', () => session({ aud: 'other' })],
    ['by another key', () => session({}, others.privateKey)],
    ['by a key that is not known', () => session({}, keys.privateKey, { kid: 'two' })],
    [
      'not signed',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"1"}').toString('base64url')}.`,
    ],
    ['no token', async () => 'nonsense'],
    ['empty', async () => ''],
    ['cut short', async () => (await session()).slice(0, -4)],
    ['of no plan that is known', () => session({ plan: 'patron' })],
    ['of a plan that is no text', () => session({ plan: ['subscriber'] })],
  ])('that is %s opens nothing', async (_what, make) => {
    const port = await startService({ account: bySession(), onEvent: () => undefined });
    expect(await stateFor(port, { Cookie: `session=${await make()}` })).toBe('blocked teaser');
  });

  test('is verified by keys that the site publishes, and opens nothing while they cannot be had', async () => {
    let out = false;
    const site = await serve((_req, res) => {
      if (out) return void res.writeHead(500).end();
      res.setHeader('Content-Type', 'application/json').end(JSON.stringify(jwks));
    });
    served.push(site);
    const cookie = { Cookie: `session=${await session()}` };
    const account = { ...bySession(), jwks: `http://127.0.0.1:${site.port}/jwks.json` };
    expect(await stateFor(await startService({ account }), cookie)).toBe('free full');
    out = true;
    const events: PaywallEvent[] = [];
    const port = await startService({ account, onEvent: (event) => events.push(event) });
    expect(await stateFor(port, cookie)).toBe('blocked teaser');
    expect(events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_ACCOUNT']);
  });
});

describe('a field of the proxy’s', () => {
  test.each([
    ['4711; plan=subscriber', 'free full'],
    ['4711;plan=registered', 'free full'],
    ['4711', 'blocked teaser'],
    ['', 'blocked teaser'],
    ['4711; plan=subscriber, 1', 'blocked teaser'],
    ['; plan=subscriber', 'blocked teaser'],
    ['4711; plan=subscriber; x=1', 'blocked teaser'],
  ])('%j gives %s', async (field, state) => {
    const port = await startService({ account: { header: 'X-Account' }, onEvent: () => undefined });
    expect(await stateFor(port, { 'X-Account': field })).toBe(state);
    expect(await stateFor(port, { 'X-User': field })).toBe('blocked teaser');
  });
});

describe('the environment', () => {
  const file = join(tmpdir(), `metered-paywall-jwks-${process.pid}.json`);
  const base = { SITE: 'https://news.example', PAYWALL_SECRET: SECRET };
  const whole = { ACCOUNT_COOKIE: 'session', ACCOUNT_JWKS: file, ACCOUNT_ISSUER: ISSUER, ACCOUNT_AUDIENCE: 'news' };
  beforeAll(() => writeFileSync(file, JSON.stringify(jwks)));
  afterAll(() => writeFileSync(file, ''));

  test('names the session, its keys in a file or at an address', () => {
    const { planClaim: _none, ...session } = bySession();
    expect(readEnvironment({ ...base, ...whole }).options.account).toEqual(session);
    const url = 'https://accounts.news.example/jwks.json';
    const env = { ...base, ...whole, ACCOUNT_JWKS: url, ACCOUNT_PLAN_CLAIM: 'plan' };
    expect(readEnvironment(env).options.account).toEqual({ ...session, jwks: url, planClaim: 'plan' });
    expect(readEnvironment({ ...base, ACCOUNT_HEADER: 'X-Account' }).options.account).toEqual({ header: 'X-Account' });
  });

  test.each<[Readonly<Record<string, string>>, string]>([
    [{ ACCOUNT_COOKIE: 'session' }, 'ACCOUNT_JWKS: missing. It is needed beside ACCOUNT_COOKIE'],
    [{ ...whole, ACCOUNT_HEADER: 'X' }, 'ACCOUNT_HEADER: ACCOUNT_COOKIE is set too'],
    [{ ...whole, ACCOUNT_JWKS: '/nowhere.json' }, 'ACCOUNT_JWKS: "/nowhere.json" cannot be read'],
    [{ ACCOUNT_HEADER: 'X Account' }, 'ACCOUNT_HEADER: "X Account" is not a name'],
    [{ ...whole, ACCOUNT_COOKIE: 'a b' }, 'ACCOUNT_COOKIE: "a b" is not a name'],
  ])('%j is told of', (env, message) => {
    const said = () => {
      try {
        createService(readEnvironment({ ...base, ...env }).options);
        return 'nothing';
      } catch (error) {
        return error instanceof OptionError ? inVariables(error, env) : String(error);
      }
    };
    expect(said()).toContain(message);
  });
});
