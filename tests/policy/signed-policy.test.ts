import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createPaywall, memoryStore, OptionError, PolicyError, redisStore, signedPolicy } from '../../src/index.js';
import { redisOptions } from '../../src/store/redis-options.js';
import { type Desk, type DeskSite, openDesk } from '../support/desk.js';
import { ANNA } from '../support/helped.js';
import { claimsOf, compactJws, ED25519, headerOf, hmac } from '../support/keys.js';
import { createReader, type Reader } from '../support/reader.js';
import { type RedisServer, randomPrefix, redisUrl, startRedis } from '../support/redis.js';
import { inLongRuns } from '../support/rounds.js';
import { SECRET, testOptions } from '../support/site.js';
import { waitFor } from '../support/wait.js';

const FIVE_SECONDS = 5000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk(redisUrl(), randomPrefix());
});
afterEach(() => desk.close());

async function statesOf(reader: Reader, articles: number, from = 1): Promise<readonly (string | undefined)[]> {
  const states: (string | undefined)[] = [];
  for (let n = from; n < from + articles; n += 1) states.push((await reader.get(`/news/${n}`)).state);
  return states;
}

const [F, P, B] = ['free', 'register-prompt', 'blocked'];
const blockAfterOf = (site: DeskSite) => site.policy.read().then(({ inForce }) => inForce.blockAfter);

describe('an editor turns the limit', () => {
  test('and another process follows within five seconds, in the middle of a reader’s period', async () => {
    const [one, other] = [desk.open(), desk.open()];
    const reader = createReader(other.app);
    expect(await statesOf(reader, 4)).toEqual([F, F, F, P]);
    await one.paywall.policy.change({ blockAfter: 4 }, ANNA);
    await waitFor(
      'the other process to follow',
      async () => (await reader.head('/news/5')).state === 'blocked',
      FIVE_SECONDS,
    );
    expect(await reader.get('/news/5')).toMatchObject({ state: 'blocked', figures: { limit: '4', read: '4' } });
    expect(await reader.get('/news/4')).toMatchObject({ state: 'register-prompt' });
    await one.paywall.policy.change({ blockAfter: null }, ANNA);
    expect(await blockAfterOf(other)).toBe(10);
    expect(await reader.get('/news/5')).toMatchObject({ state: 'register-prompt', figures: { limit: '10' } });
  });

  test('and a process that starts then begins with it, once the store was asked', async () => {
    await desk.open().policy.change({ promptAfter: 0, blockAfter: 1 }, ANNA);
    const fresh = desk.open();
    expect(await blockAfterOf(fresh)).toBe(1);
    expect(await statesOf(createReader(fresh.app), 2)).toEqual([P, B]);
  });

  test('of a plan, and no other reader meets it', async () => {
    const plans = { registered: { promptAfter: 5, blockAfter: 6 }, subscriber: 'full' } as const;
    const account = (req: { get(name: string): string | undefined }) => {
      const [id, plan] = req.get('X-User')?.split('/') ?? [];
      return id === undefined ? null : { id, plan };
    };
    const site = desk.open({ plans, account });
    await site.policy.change({ plans: { registered: { promptAfter: 0, blockAfter: 1 } } }, ANNA);
    const [ann, bob] = [createReader(site.app), createReader(site.app)];
    const of = async (reader: Reader, path: string, user: string) => (await reader.get(path, { 'X-User': user })).state;
    expect(await of(ann, '/news/1', 'ann/registered')).toBe(P);
    expect(await of(ann, '/news/2', 'ann/registered')).toBe(B);
    expect(await of(bob, '/news/1', 'bob/subscriber')).toBe(F);
    expect(await statesOf(createReader(site.app), 2)).toEqual([F, F]);
    const { inForce } = await site.policy.change({ plans: { registered: null } }, ANNA);
    expect(inForce.plans).toEqual(plans);
  });

  test('or the prompts off and on', async () => {
    const site = desk.open();
    await site.policy.change({ prompts: false }, ANNA);
    const reader = createReader(site.app);
    expect(await statesOf(reader, 11)).toEqual([...Array(10).fill(F), B]);
    await site.policy.change({ prompts: true }, ANNA);
    expect((await reader.get('/news/10')).state).toBe(P);
  });

  test('or everything open until a time, but what is locked', async () => {
    const site = desk.open({ blockAfter: 1, promptAfter: 1 });
    const reader = createReader(site.app);
    expect(await statesOf(reader, 2)).toEqual([F, B]);
    await site.policy.change({ openUntil: new Date(desk.time.clock() + HOUR) }, ANNA);
    expect(await reader.get('/news/2')).toMatchObject({ state: 'free', text: 'TEXT of 2', header: 'free' });
    const locked = await site.paywall.decide({
      method: 'GET',
      target: '/news/2',
      headers: {},
      article: () => ({ id: 2, access: 'locked' }),
    });
    expect(locked.decision).toMatchObject({ state: 'blocked', reason: 'locked' });
    desk.time.advance(HOUR);
    expect((await reader.get('/news/3')).state).toBe(B);
    expect((await site.policy.read()).inForce.openUntil).toBe(null);
  });
});

describe('a document', () => {
  /** What a forger can write who has what the store has. */
  async function afterPutting(text: string, site: DeskSite): Promise<readonly string[]> {
    await desk.put(text);
    await site.policy.read();
    return site.events.filter(({ code }) => code === 'ERR_PAYWALL_POLICY').map(({ message }) => message);
  }

  const forged = (token: string, change: object, header: object = {}, secret = SECRET) =>
    compactJws({ ...headerOf(token), ...header }, { ...claimsOf(token), ...change }, hmac(secret));

  async function withLimit(blockAfter: number) {
    const site = desk.open();
    await site.policy.change({ blockAfter }, ANNA);
    return { site, token: (await desk.document()) ?? '' };
  }

  test.each<[string, (token: string) => string, RegExp]>([
    ['of other claims', (token) => `${forged(token, {}).split('.', 2).join('.')}.${'A'.repeat(43)}`, /signature/],
    ['signed by another secret', (token) => forged(token, {}, {}, 'another secret of thirty-two bytes'), /signature/],
    ['of another key id', (token) => forged(token, {}, { kid: 'theirs' }), /key that is not known/],
    ['of another algorithm', (token) => forged(token, {}, { alg: 'none' }), /signature is wrong/],
    ['that is a pass', (token) => forged(token, {}, { typ: 'paywall+jwt' }), /another site, or no policy/],
    ['of another site', (token) => forged(token, { iss: 'https://other.example' }), /another site/],
    ['for another site', (token) => forged(token, { aud: 'https://other.example' }), /another site/],
    ['that has expired', (token) => forged(token, { exp: 1000 }), /expired/],
    ['without an end', (token) => forged(token, { exp: undefined }), /another site, or no policy/],
    ['of a version to come', (token) => forged(token, { policy: { format: 2 } }), /another version/],
    ['that is none', () => 'open sesame', /no policy/],
    ['without end', () => 'x'.repeat(1_000_001), /no policy/],
  ])('%s changes nothing and is told of', async (_, forge, message) => {
    const { site, token } = await withLimit(7);
    const told = await afterPutting(forge(token), site);
    expect(told).toEqual([expect.stringMatching(message)]);
    expect((await site.policy.read()).inForce.blockAfter).toBe(7);
    const fresh = desk.open();
    expect([7, 10]).toContain(await blockAfterOf(fresh));
  });

  test('that is older is refused, told of and put right, so that a process to come follows the newer', async () => {
    const { site, token } = await withLimit(1000);
    await site.policy.change({ blockAfter: 5 }, ANNA);
    expect(await afterPutting(token, site)).toEqual([expect.stringMatching(/older than the one in force/)]);
    expect(await blockAfterOf(site)).toBe(5);
    expect(await desk.document()).not.toBe(token);
    expect(await blockAfterOf(desk.open())).toBe(5);
  });

  test('that is older is taken by a process that knows no newer, for a week at most', async () => {
    const { site, token } = await withLimit(1000);
    await site.policy.change({ blockAfter: 5 }, ANNA);
    site.policy.close();
    await desk.put(token);
    expect(await blockAfterOf(desk.open())).toBe(1000);
    desk.time.advance(7 * DAY);
    expect(await blockAfterOf(desk.open())).toBe(10);
  });

  test('is renewed each day, and so outlives its week', async () => {
    const { site, token } = await withLimit(5);
    for (let day = 0; day < 9; day += 1) {
      desk.time.advance(DAY + 1000);
      expect(await blockAfterOf(site)).toBe(5);
    }
    expect(Number(claimsOf((await desk.document()) ?? '').exp)).toBeGreaterThan(
      Number(claimsOf(token).exp) + 8 * 86_400,
    );
    expect(await blockAfterOf(desk.open())).toBe(5);
  });

  test('that is gone is put back by whoever knows it', async () => {
    const { site } = await withLimit(5);
    await desk.client.del(...(await desk.keys()));
    expect(await blockAfterOf(site)).toBe(5);
    expect(await blockAfterOf(desk.open())).toBe(5);
  });

  test('that was signed after all was lost is newer than any copy from before', async () => {
    const { site, token } = await withLimit(1000);
    site.policy.close();
    await desk.client.del(...(await desk.keys()));
    desk.time.advance(1000);
    const later = desk.open();
    await later.policy.change({ blockAfter: 5 }, ANNA);
    expect(await afterPutting(token, later)).toEqual([expect.stringMatching(/older/)]);
    expect(await blockAfterOf(later)).toBe(5);
  });

  test('of a key pair is verified by its public key', async () => {
    const pair = { id: 'ed', algorithm: 'EdDSA' } as const;
    const keys = [{ ...pair, privateKey: ED25519.privateKey }];
    await desk.open({ keys, articleSecret: SECRET }).policy.change({ blockAfter: 4 }, ANNA);
    const second = { id: '2026-11', secret: SECRET };
    const other = desk.open({ keys: [second, { ...pair, publicKey: ED25519.publicKey }], articleSecret: SECRET });
    expect(await blockAfterOf(other)).toBe(4);
  });
});

describe('two editors', () => {
  test('at once lose no change of the other', async () => {
    const [one, other] = [desk.open(), desk.open()];
    await Promise.all([
      one.policy.change({ blockAfter: 8 }, ANNA),
      other.policy.change({ promptAfter: 2 }, { by: 'Ben' }),
    ]);
    const { inForce, log } = await one.policy.read();
    expect(inForce).toMatchObject({ promptAfter: 2, blockAfter: 8 });
    expect(log.map(({ by }) => by).sort()).toEqual(['Anna', 'Ben']);
  });

  test('who looked at different policies are told', async () => {
    const site = desk.open();
    const { version } = await site.policy.read();
    await site.policy.change({ blockAfter: 8 }, { ...ANNA, version });
    await expect(site.policy.change({ blockAfter: 9 }, { by: 'Ben', version })).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_CHANGED',
    });
    expect(await blockAfterOf(site)).toBe(8);
  });

  test('see who turned what, and turn it back', async () => {
    const site = desk.open();
    await site.policy.change({ promptAfter: 1, blockAfter: 5 }, ANNA);
    const { log } = await site.policy.change({ prompts: false }, { by: 'Ben' });
    expect(log).toMatchObject([
      { by: 'Ben', words: 'turned prompts off', canBeUndone: true },
      {
        by: 'Anna',
        words:
          'changed “Prompt after” from the default to 1 and “Wall after” from the default to 5, for readers without an account',
        canBeUndone: true,
      },
    ]);
    const line = log[1]?.version ?? 0;
    expect(site.policy.explainUndo(line)).toEqual([
      'For readers without an account the wall comes after 10 articles; until now it came after 5 articles.',
      'Those at the wall can read on at once, up to 5 more.',
      'For readers without an account the prompt comes after 3 articles; until now it came after 1 article.',
      expect.stringContaining('The whole site follows'),
    ]);
    const late = site.policy.undo(line, { by: 'Ben', version: line });
    await expect(late).rejects.toThrow('has been changed since you looked at it');
    const undone = await site.policy.undo(line, { by: 'Ben', version: log[0]?.version ?? 0 });
    expect(undone.inForce).toMatchObject({ promptAfter: 3, blockAfter: 10, prompts: false });
    expect(undone.log.map(({ canBeUndone }) => canBeUndone)).toEqual([true, true, false]);
    await expect(site.policy.undo(log[1]?.version ?? 0, ANNA)).rejects.toThrow('It has been changed again since');
    expect(() => site.policy.explainUndo(line)).toThrow('It has been changed again since');
    await expect(site.policy.undo(4711, ANNA)).rejects.toThrow(PolicyError);
    expect((await site.policy.undo(undone.log[0]?.version ?? 0, ANNA)).inForce.blockAfter).toBe(5);
  });

  test('find no line of the log when the period has ended, nor does the store', async () => {
    const site = desk.open();
    await site.policy.change({ blockAfter: 5 }, ANNA);
    desk.time.set(Date.UTC(2026, 11, 1));
    const { log, inForce } = await site.policy.read();
    expect(log).toEqual([]);
    expect(inForce.blockAfter).toBe(5);
    expect(JSON.stringify(claimsOf((await desk.document()) ?? ''))).not.toContain('Anna');
  });
});

describe('a document that is full', () => {
  inLongRuns(() => {
    test('keeps the newest lines of its log, and is read by all', async () => {
      const [one, other] = [desk.open(), desk.open()];
      for (let n = 0; n <= 201; n += 1)
        await one.policy.change({ blockAfter: 10 + (n % 2), promptAfter: 1 }, { by: `${n}` });
      const { log } = await other.policy.read();
      expect(log.length).toBe(200);
      expect(log[0]?.by).toBe('201');
      expect(other.events).toEqual([]);
    });
  });

  test('has room for nobody else', async () => {
    const site = desk.open();
    const reader = createReader(site.app);
    await statesOf(reader, 2);
    await site.policy.change({ blockAfter: 9 }, ANNA);
    const token = (await desk.document()) ?? '';
    const { policy, ...claims } = claimsOf(token);
    const ends = Date.UTC(2026, 11, 1);
    const readers = Object.fromEntries(
      Array.from({ length: 1000 }, (_, n) => [`${n}`.padStart(16, '0'), [0, 1, ends]]),
    );
    const version = Math.floor(desk.time.clock() / 1000) + 10;
    const full = { ...claims, policy: { ...Object(policy), readers, version } };
    await desk.put(compactJws(headerOf(token), full, hmac(SECRET)));
    expect((await site.policy.read()).readers).toBe(1000);
    await expect(site.paywall.grant({ pass: reader.cookie }, 1, ANNA)).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_FULL',
    });
    expect((await site.policy.change({ blockAfter: 8 }, ANNA)).inForce.blockAfter).toBe(8);
  });
});

test('a site whose client has yet to connect is told of nothing, and follows', async () => {
  await desk.open().policy.change({ blockAfter: 4 }, ANNA);
  const client = new Redis(redisUrl(), redisOptions());
  const prefix = (await desk.keys())[0]?.split('{')[0] ?? '';
  const site = desk.open({ store: redisStore(client, { prefix }) });
  await waitFor('it to follow', async () => (await blockAfterOf(site)) === 4, FIVE_SECONDS);
  expect(site.events).toEqual([]);
  client.disconnect();
});

describe('a change', () => {
  const plans = { registered: { promptAfter: 5, blockAfter: 6 }, subscriber: 'full' } as const;

  test.each<[string, unknown, string]>([
    ['of nothing that there is', { period: 'week' }, 'policy.change.period: there is no such option'],
    ['below the prompt', { blockAfter: 2 }, 'policy.change.blockAfter: 2 is below promptAfter (3)'],
    ['to no limit', { blockAfter: '5' }, 'policy.change.blockAfter: "5" is not a whole number'],
    [
      'of a plan that the code has not',
      { plans: { gold: { promptAfter: 1, blockAfter: 2 } } },
      'is no plan of the code',
    ],
    ['of a plan that may read everything', { plans: { subscriber: null } }, "is 'full' in code"],
    ['to open until what has been', { openUntil: new Date(0) }, 'is not a time that is still to come'],
    ['to open for ever', { openUntil: new Date(8.64e15) }, 'within seven days'],
  ])('%s is refused, and says why', async (_, change, message) => {
    const { policy } = desk.open({ plans });
    // As it may come from a form.
    const given: Parameters<typeof policy.change>[0] = Object(change);
    expect(() => policy.explain(given)).toThrow(OptionError);
    await expect(policy.change(given, ANNA)).rejects.toThrow(message);
    await expect(policy.change({ blockAfter: 5 }, { by: '' })).rejects.toThrow('policy.change.by');
    expect(await desk.document()).toBe(null);
  });

  test('is said in words before it is made', async () => {
    const { policy } = desk.open({ plans });
    expect(policy.explain({ blockAfter: 5, plans: { registered: { promptAfter: 5, blockAfter: 9 } } })).toEqual([
      'For readers without an account the wall comes after 5 articles; until now it came after 10 articles.',
      'Those who have read 5 or more this period meet it at their next new article.',
      'For accounts on the plan registered the wall comes after 9 articles; until now it came after 6 articles.',
      'Those at the wall can read on at once, up to 3 more.',
      'The whole site follows within five seconds. No reader’s count starts again, and what was read stays open until the period ends.',
    ]);
    expect(policy.explain({ openUntil: new Date(Date.UTC(2026, 10, 15, 18)), prompts: false })).toEqual([
      'No reader sees a prompt any more. What they read is still counted, and the wall stays.',
      expect.stringMatching(
        /open to everyone until Sunday,? 15 November 2026,? (?:at )?18:00 \(UTC\), and reading is not counted/,
      ),
      'Locked articles stay locked.',
      expect.any(String),
    ]);
    expect(policy.explain({ blockAfter: 10 })).toEqual(['Nothing changes.']);
    expect((await policy.read()).fixed).toEqual([
      'A count lasts a calendar month, in the time zone UTC: only the site’s developers can change this.',
      'Only the site’s developers can change which pages are articles, and which of them are locked or open to everyone.',
      'Only the site’s developers can add and remove plans, or limit those that read everything: subscriber.',
    ]);
  });

  test('can be made where one process counts in memory', async () => {
    const policy = signedPolicy();
    const paywall = createPaywall(testOptions({ policy, store: memoryStore() }));
    expect((await paywall.policy.change({ blockAfter: Number.POSITIVE_INFINITY }, ANNA)).inForce.blockAfter).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect((await policy.change({ blockAfter: 5 }, ANNA)).inForce.blockAfter).toBe(5);
    policy.close();
  });
});

describe('a policy', () => {
  test('is one paywall’s, and has a store with room for it', () => {
    const policy = signedPolicy();
    expect(() => policy.explain({})).toThrow('this policy is none of a paywall yet');
    createPaywall(testOptions({ policy }));
    expect(() => createPaywall(testOptions({ policy }))).toThrow('another paywall’s already');
    policy.close();
    const { visit, takeBack } = memoryStore();
    const store = { visit, takeBack };
    expect(() => createPaywall(testOptions({ policy: signedPolicy(), store }))).toThrow('has no room for a policy');
  });

  test('that was not given is asked for in vain', async () => {
    const paywall = createPaywall(testOptions());
    expect(() => paywall.policy).toThrow('createPaywall.policy: missing');
    await expect(paywall.explain({ pass: 'x' })).rejects.toThrow(OptionError);
  });
});

describe('while Redis is out', () => {
  let server: RedisServer;
  afterAll(() => server.stop());

  test('the last policy known stays in force, is told of, and comes back with Redis', async () => {
    server = await startRedis();
    const outage = await openDesk(server.url, 'outage:');
    const site = outage.open({ deadline: 50 });
    await site.policy.change({ promptAfter: 1, blockAfter: 2 }, ANNA);
    await server.stop();
    await waitFor('the connection to be lost', () => outage.client.status !== 'ready');
    expect((await site.policy.read()).inForce.blockAfter).toBe(2);
    expect(await statesOf(createReader(site.app), 3)).toEqual([F, P, B]);
    await expect(site.policy.change({ blockAfter: 9 }, ANNA)).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_STORE',
    });
    await waitFor('the outage to be told of', () => site.events.some(({ code }) => code === 'ERR_PAYWALL_POLICY'));
    const back = await startRedis({ port: server.port });
    await waitFor('Redis to be back, empty, and the policy in it again', async () => {
      await site.policy.read();
      return outage.client.status === 'ready' && (await outage.document()) !== null;
    });
    expect(await blockAfterOf(outage.open())).toBe(2);
    outage.close();
    await back.stop();
  });
});
