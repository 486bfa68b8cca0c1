import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { redisStore } from '../../src/index.js';
import { type Desk, type DeskSite, openDesk } from '../support/desk.js';
import { ANNA } from '../support/helped.js';
import { claimsOf, compactJws, headerOf, hmac } from '../support/keys.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { SECRET } from '../support/site.js';

// What somebody who can write to Redis puts in the place of the policy, in a real Redis.

const MINUTE = 60_000;

let desk: Desk;
let site: DeskSite;
let key = '';
let token = '';

beforeEach(async () => {
  desk = await openDesk(redisUrl(), randomPrefix());
  site = desk.open();
  await site.policy.change({ blockAfter: 5 }, ANNA);
  [key = ''] = (await desk.keys()).filter((each) => each.includes('{policy:'));
  token = (await desk.document()) ?? '';
});
afterEach(() => desk.close());

function forged(header: object, policy: object = {}, secret = 'another secret of thirty-two bytes'): string {
  const claims = claimsOf(token);
  const said = { ...claims, policy: { ...Object(claims.policy), ...policy } };
  return compactJws({ ...headerOf(token), ...header }, said, hmac(secret));
}

const OPEN = { turned: { promptAfter: null, blockAfter: 1000, plans: {}, prompts: false, openUntil: 0 } };

const texts: readonly [string, () => Promise<unknown>][] = [
  ['garbage', () => desk.client.set(key, 'garbage')],
  ['nothing', () => desk.client.set(key, '')],
  ['two megabytes', () => desk.client.set(key, 'x'.repeat(2_000_000))],
  ['a list', () => desk.client.multi().del(key).rpush(key, 'a').exec()],
  ['a hash', () => desk.client.multi().del(key).hset(key, 'a', '1').exec()],
  ['a document of no algorithm', () => desk.client.set(key, forged({ alg: 'none' }, OPEN))],
  ['a document of no algorithm and no key', () => desk.client.set(key, forged({ alg: 'none', kid: undefined }, OPEN))],
  ['a document of another algorithm', () => desk.client.set(key, forged({ alg: 'HS512' }, OPEN))],
  ['a document with a wrong signature', () => desk.client.set(key, forged({}, OPEN))],
];

describe('in the place of the policy', () => {
  test.each(texts)('%s changes nothing, is told of once, and is put right', async (_what, put) => {
    await put();
    expect((await site.policy.read()).inForce).toMatchObject({ blockAfter: 5, prompts: true });
    await site.policy.read();
    expect(site.events.map(({ code }) => code)).toEqual(['ERR_PAYWALL_POLICY']);
    const other = desk.open();
    expect((await other.policy.read()).inForce.blockAfter).toBe(5);
    expect(other.events).toEqual([]);
  });

  test.each(texts)('%s is replaced by a change of a process that knows nothing better', async (_what, put) => {
    site.policy.close();
    await put();
    const other = desk.open();
    expect((await other.policy.read()).inForce.blockAfter).toBe(10);
    expect((await other.policy.change({ blockAfter: 6 }, ANNA)).inForce.blockAfter).toBe(6);
  });

  test('a document by an unknown key is put right after a minute, for a process that signs by it may know better', async () => {
    await desk.client.set(key, forged({ kid: 'unknown' }, OPEN));
    expect((await site.policy.read()).inForce.blockAfter).toBe(5);
    desk.time.advance(MINUTE - 1);
    await site.policy.read();
    expect(headerOf((await desk.document()) ?? '').kid).toBe('unknown');
    desk.time.advance(1);
    await site.policy.read();
    expect((await desk.open().policy.read()).inForce.blockAfter).toBe(5);
  });

  test('a document of a newer version stays, and is not changed by a process that cannot read it', async () => {
    const newer = forged({}, { format: 2 }, SECRET);
    await desk.client.set(key, newer);
    expect((await site.policy.read()).inForce.blockAfter).toBe(5);
    desk.time.advance(2 * 86_400_000);
    await site.policy.read();
    await expect(site.policy.change({ blockAfter: 6 }, ANNA)).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_CHANGED',
    });
    expect(await desk.document()).toBe(newer);
  });

  test('what is too long is not brought to a process', async () => {
    await desk.client.set(key, 'x'.repeat(2_000_000));
    const { documents } = redisStore(desk.client, { prefix: key.split('{')[0] ?? '' });
    expect(await documents?.read(/\{(.*)\}/.exec(key)?.[1] ?? '', null)).toEqual({ text: '' });
  });
});
