import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createPaywall } from '../src/index.js';

// What docs/pass.md tells whoever verifies passes elsewhere, done by its words alone.

const SITE = 'https://news.example';
const SECRET = 'a secret of thirty-two bytes or more';
const NOW = Date.parse('2026-11-25T12:00:00Z');

const documented = [...readFileSync('docs/pass.md', 'utf8').matchAll(/^\| ((?:`\w+`(?:, )?)+) .*\|.*\|$/gm)]
  .flatMap(([, names = '']) => names.split(', '))
  .map((name) => name.replaceAll('`', ''));

const hmac = (key: string | Buffer, ...parts: string[]) =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest();

async function passAfter(...names: (string | number)[]): Promise<string> {
  const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: SECRET }], clock: () => NOW });
  let cookie = '';
  for (const name of names) {
    const headers = { cookie: cookie.split(';')[0] };
    const account = () => null;
    const outcome = await paywall.decide({ method: 'GET', target: '/', headers, article: () => name, account });
    cookie = outcome.end(200).cookie ?? cookie;
  }
  expect(cookie).toMatch(/^__Host-paywall=/);
  return cookie.slice('__Host-paywall='.length).split(';')[0] ?? '';
}

function readPart(part: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
}

describe('the format of the pass, as docs/pass.md has it', () => {
  test('header and claims', async () => {
    const [header, claims] = (await passAfter('tides')).split('.').slice(0, 2).map(readPart);
    expect(header).toEqual({ alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11' });
    expect(claims).toMatchObject({ v: 1, iss: SITE, aud: SITE, state: 'free', read: 1, period: '2026-11' });
    expect(Object.keys(claims ?? {}).filter((name) => !documented.includes(name))).toEqual([]);
    expect(documented.toSorted()).toEqual(
      [
        ...['v', 'iss', 'aud', 'sub', 'account', 'state', 'prompted', 'read'],
        ...['period', 'ids', 'ledger', 'replaces', 'iat', 'exp'],
      ].toSorted(),
    );
    expect([claims?.iat, claims?.exp]).toEqual([NOW / 1000, Date.parse('2026-12-01T00:00:00Z') / 1000]);
  });

  test('ledger, article ids and the name of their key', async () => {
    const claims = readPart((await passAfter('cafe\u0301', 7)).split('.')[1]);
    const key = hmac(SECRET, 'metered-paywall article ids', SITE);
    const ledger = Buffer.from(String(claims.ledger), 'base64url');
    const ids = ['caf\u00e9', '7'].map((name) => hmac(key, 'article', '2026-11', name).readInt32BE(0));
    expect([ledger.readInt32BE(0), ledger.readInt32BE(4)]).toEqual(ids);
    expect(ledger).toHaveLength(8);
    expect(claims.ids).toBe(hmac(key, 'fingerprint').toString('base64url').slice(0, 6));
  });
});
