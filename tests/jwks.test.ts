import { afterEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { createPaywall, type KeyOption, type PaywallOptions } from '../src/index.js';
import { createService } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { ED25519, KEY_OF, P256, SECRET } from './support/keys.js';
import { http } from './support/service.js';
import { NOON, testOptions } from './support/site.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

const keysOf = (...keys: KeyOption[]) => ({ keys, articleSecret: SECRET });
const jwksOf = (...keys: KeyOption[]) => createPaywall(testOptions(keysOf(...keys))).jwks();

/** What jose takes: lists that it may change. */
function josesSet({ keys }: ReturnType<typeof jwksOf>): JSONWebKeySet {
  return { keys: keys.map((key) => ({ ...key })) };
}

async function passOf(options: Partial<PaywallOptions>): Promise<string> {
  const { decide } = createPaywall(testOptions(options));
  const outcome = await decide({ method: 'GET', target: '/', headers: {}, article: () => 'tides' });
  const [, token = ''] = /=([^;]+)/.exec(outcome.end(200).cookie ?? '') ?? [];
  return token;
}

describe('the JWK Set', () => {
  test.each(['EdDSA', 'ES256'] as const)('by which jose verifies a pass signed with %s', async (algorithm) => {
    const options = keysOf(KEY_OF[algorithm]);
    const { payload } = await jwtVerify(await passOf(options), createLocalJWKSet(josesSet(jwksOf(KEY_OF[algorithm]))), {
      typ: 'paywall+jwt',
      issuer: 'https://news.example',
      audience: 'https://news.example',
      currentDate: new Date(NOON),
    });
    expect(Object.keys(payload)).toEqual(['iss', 'aud', 'exp', 'p']);
  });

  test('has every public key under its id, and never a secret or a private half', () => {
    const verifyingOnly = { id: 'old', algorithm: 'ES256', publicKey: P256.publicKey } as const;
    const jwks = jwksOf(KEY_OF.HS256, KEY_OF.EdDSA, KEY_OF.ES256, verifyingOnly);
    const { x, y } = P256.publicKey.export({ format: 'jwk' });
    const ed = { kid: 'ed', alg: 'EdDSA', use: 'sig', kty: 'OKP', crv: 'Ed25519' };
    const es = { kid: 'es', alg: 'ES256', use: 'sig', kty: 'EC', crv: 'P-256', x, y };
    expect(jwks).toEqual({
      keys: [{ ...ed, x: ED25519.publicKey.export({ format: 'jwk' }).x }, es, { ...es, kid: 'old' }],
    });
    const text = JSON.stringify(jwks);
    for (const { privateKey } of [ED25519, P256]) expect(text).not.toContain(privateKey.export({ format: 'jwk' }).d);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64url'));
  });

  test('is empty where there are secrets alone', () => {
    expect(jwksOf(KEY_OF.HS256)).toEqual({ keys: [] });
  });

  test('is what the service answers, without a token', async () => {
    const { site, clock = Date.now } = testOptions();
    const options = {
      ...keysOf(KEY_OF.EdDSA, KEY_OF.HS256, KEY_OF.ES256),
      site,
      clock,
      token: 'a-token-of-some-length',
    };
    const server = await serve(createService(options));
    served.push(server);
    const path = '/.well-known/jwks.json';
    const { status, headers, text } = await http(server.port, 'GET', path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=300',
    });
    expect(JSON.parse(text)).toEqual(jwksOf(KEY_OF.EdDSA, KEY_OF.ES256));
    expect(await http(server.port, 'HEAD', path)).toMatchObject({ status: 200, text: '' });
    expect(await http(server.port, 'POST', path)).toMatchObject({ status: 405 });
  });
});
