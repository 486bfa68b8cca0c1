import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { type Account, PolicyError, type ReaderRef } from '../../src/index.js';
import { type Desk, type DeskSite, openDesk } from '../support/desk.js';
import { ANNA, MONTH_END } from '../support/helped.js';
import { readPass } from '../support/pass.js';
import { createReader, type Reader } from '../support/reader.js';
import { randomPrefix, redisUrl } from '../support/redis.js';
import { createTestSite } from '../support/site.js';
import { waitFor } from '../support/wait.js';

const [F, P, B] = ['free', 'register-prompt', 'blocked'];
const LIMITS = { promptAfter: 1, blockAfter: 3 };

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk(redisUrl(), randomPrefix());
});
afterEach(() => desk.close());

const account = (req: Request): Account | null => {
  const id = req.get('X-User');
  return id === undefined ? null : { id, plan: 'registered' };
};
const openSite = (): DeskSite => desk.open({ ...LIMITS, plans: { registered: LIMITS }, account });

async function statesOf(reader: Reader, from: number, to: number, headers = {}): Promise<readonly unknown[]> {
  const states: unknown[] = [];
  for (let n = from; n <= to; n += 1) states.push((await reader.get(`/news/${n}`, headers)).state);
  return states;
}

/** A reader at the wall, of three articles. */
async function blockedReader(site: DeskSite): Promise<{ readonly reader: Reader; readonly ref: ReaderRef }> {
  const reader = createReader(site.app);
  expect(await statesOf(reader, 1, 4)).toEqual([F, P, P, B]);
  return { reader, ref: { pass: reader.cookie } };
}

const tokenOf = (reader: Reader): string => reader.cookie.slice(reader.cookie.indexOf('=') + 1);

describe('two more, granted to a blocked reader', () => {
  test('let them read exactly two more, at once', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    const report = await site.paywall.grant(ref, 2, ANNA);
    expect(report).toMatchObject({ state: P, read: 3, limit: 5, granted: 2 });
    expect(await statesOf(reader, 4, 7)).toEqual([P, P, B, B]);
    expect(readPass(tokenOf(reader))).toMatchObject({ granted: 2, generation: 0, read: 5 });
    expect(await statesOf(reader, 1, 5)).toEqual(Array(5).fill(P));
  });

  test('though the limit was lowered below what they have read', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    await site.policy.change({ blockAfter: 1 }, ANNA);
    await site.paywall.grant(ref, 2, ANNA);
    expect(await statesOf(reader, 4, 6)).toEqual([P, P, B]);
  });

  test('once, where a form is sent twice at once, to two processes, and though another reader is helped meanwhile', async () => {
    const [one, other] = [openSite(), openSite()];
    const [{ ref }, { ref: another }] = [await blockedReader(one), await blockedReader(one)];
    const { version } = await one.policy.read();
    await other.paywall.grant(another, 1, ANNA);
    const twice = await Promise.allSettled([
      one.paywall.grant(ref, 2, { ...ANNA, version }),
      other.paywall.grant(ref, 2, { ...ANNA, version }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await one.paywall.explain(ref)).toMatchObject({ limit: 5, granted: 2 });
    const refused = { code: 'ERR_PAYWALL_POLICY_CHANGED', message: expect.stringContaining('since you looked') };
    for (const act of [
      () => one.paywall.reset(ref, { ...ANNA, version }),
      () => one.paywall.open(ref, 'article', { ...ANNA, version }),
      () => one.paywall.forget(ref, { ...ANNA, version }),
    ]) {
      await expect(act()).rejects.toMatchObject(refused);
    }
    await one.paywall.forget(ref, { ...ANNA, version: (await one.policy.read()).version });
    await expect(one.paywall.grant(ref, 2, { ...ANNA, version })).rejects.toMatchObject(refused);
  });

  test('in another process within five seconds, and by two editors at once four', async () => {
    const [one, other] = [openSite(), openSite()];
    const { reader, ref } = await blockedReader(one);
    const elsewhere = createReader(other.app);
    elsewhere.replace(reader.cookie);
    await Promise.all([one.paywall.grant(ref, 2, ANNA), one.paywall.grant(ref, 2, { by: 'Ben' })]);
    await waitFor('the other process to follow', async () => (await elsewhere.get('/news/4')).state === P, 5000);
    expect(await statesOf(elsewhere, 5, 8)).toEqual([P, P, P, B]);
  });

  test('hold by the pass alone, in a process that has no policy', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    await site.paywall.grant(ref, 1, ANNA);
    expect(await statesOf(reader, 4, 4)).toEqual([P]);
    const other = createReader(createTestSite({ ...LIMITS, clock: desk.time.clock }).app);
    other.replace(reader.cookie);
    expect(await statesOf(other, 1, 5)).toEqual([P, P, P, P, B]);
  });

  test('are nobody else’s, whoever follows on that pass', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    await site.paywall.grant(ref, 200, ANNA);
    await reader.get('/news/4');
    const thief = createReader(site.app);
    await statesOf(thief, 11, 13);
    thief.replace(`${reader.cookie}; ${thief.cookie}`);
    const planted = `${thief.cookie}; ${reader.cookie}`;
    expect((await thief.get('/news/14', { Cookie: planted })).figures.limit).toBe('3');
    const signedIn = createReader(site.app);
    signedIn.replace(reader.cookie);
    expect((await signedIn.get('/news/15', { 'X-User': 'ann' })).figures.limit).toBe('3');
  });

  test('are an account’s on all its devices, and not of whoever else had the pass', async () => {
    const site = openSite();
    const ann = { 'X-User': 'ann' };
    const [desktop, phone] = [createReader(site.app), createReader(site.app)];
    expect(await statesOf(desktop, 1, 4, ann)).toEqual([F, P, P, B]);
    const ref = { account: { id: 'ann', plan: 'registered' } };
    expect(await site.paywall.grant(ref, 1, ANNA)).toMatchObject({ read: 3, limit: 4 });
    expect(await statesOf(phone, 4, 5, ann)).toEqual([P, B]);
    expect(await statesOf(desktop, 4, 5, ann)).toEqual([P, B]);
    await expect(site.paywall.grant({ pass: desktop.cookie }, 1, ANNA)).rejects.toThrow('give the account’s id');
    expect(await statesOf(createReader(site.app), 1, 4, { 'X-User': 'bob' })).toEqual([F, P, P, B]);
  });

  test('are no more than a pass can say', async () => {
    const site = openSite();
    const { ref } = await blockedReader(site);
    await site.paywall.grant(ref, 255, ANNA);
    await expect(site.paywall.grant(ref, 1, ANNA)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_READER' });
    await expect(site.paywall.grant(ref, 0, ANNA)).rejects.toThrow('grant.count');
    await expect(site.paywall.grant({ pass: 'nonsense' }, 1, ANNA)).rejects.toThrow(PolicyError);
  });
});

describe('an article, opened to a reader', () => {
  test('is shown and not counted, to them alone', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    const { words } = await site.paywall.open(ref, '/news/9', ANNA);
    expect(words).toContain('/news/9 was opened for them: it is shown, and not counted.');
    expect(await reader.get('/news/9')).toMatchObject({ state: F, header: 'free', text: 'TEXT of 9' });
    expect(await statesOf(reader, 8, 8)).toEqual([B]);
    const other = await blockedReader(site);
    expect(await statesOf(other.reader, 9, 9)).toEqual([B]);
  });

  test('is one of twenty at most', async () => {
    const site = openSite();
    const { ref } = await blockedReader(site);
    for (let n = 1; n <= 20; n += 1) await site.policy.readers.open(ref, n, ANNA);
    await site.policy.readers.open(ref, 20, ANNA);
    await expect(site.policy.readers.open(ref, 21, ANNA)).rejects.toThrow(
      '20 articles were opened for this reader already',
    );
  });
});

describe('a fresh start', () => {
  test('has nothing read, although the old pass comes back', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    const old = reader.cookie;
    expect(await site.paywall.reset(ref, ANNA)).toMatchObject({ read: 0, state: F, freshStarts: 1 });
    expect(await statesOf(reader, 5, 8)).toEqual([F, P, P, B]);
    expect(readPass(tokenOf(reader))).toMatchObject({ generation: 1, read: 3 });
    // The old pass is none, and brings nothing back; nor does it win anything anew.
    const restored = createReader(site.app);
    restored.replace(old);
    expect(await statesOf(restored, 1, 1)).toEqual([B]);
    expect(await statesOf(restored, 5, 5)).toEqual([P]);
    expect(await statesOf(reader, 8, 8)).toEqual([B]);
  });

  test('stands beside an old pass in the same browser', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    const old = reader.cookie;
    await site.paywall.reset(ref, ANNA);
    await reader.get('/news/5');
    expect((await reader.get('/news/6', { Cookie: `${old}; ${reader.cookie}` })).figures).toMatchObject({ read: '1' });
    expect((await reader.get('/news/7', { Cookie: `${reader.cookie}; ${old}` })).figures).toMatchObject({ read: '2' });
  });

  test('takes with it what was granted, and can be given again', async () => {
    const site = openSite();
    const { reader, ref } = await blockedReader(site);
    await site.paywall.grant(ref, 5, ANNA);
    await reader.get('/news/4');
    await site.paywall.reset(ref, ANNA);
    expect(await statesOf(reader, 5, 8)).toEqual([F, P, P, B]);
    await site.paywall.reset({ pass: reader.cookie }, ANNA);
    expect(await statesOf(reader, 9, 12)).toEqual([F, P, P, B]);
    expect(readPass(tokenOf(reader))).toMatchObject({ generation: 2, granted: 0 });
  });

  test('is an account’s on every device', async () => {
    const site = openSite();
    const ann = { 'X-User': 'ann' };
    const [desktop, phone] = [createReader(site.app), createReader(site.app)];
    await statesOf(desktop, 1, 2, ann);
    await statesOf(phone, 3, 4, ann);
    await site.paywall.reset({ account: 'ann' }, ANNA);
    expect(await statesOf(desktop, 5, 6, ann)).toEqual([F, P]);
    expect(await statesOf(phone, 7, 8, ann)).toEqual([P, B]);
  });

  test('holds with a pass of the format before', async () => {
    const site = desk.open({ ...LIMITS, passFormat: 1 });
    const { reader, ref } = await blockedReader(site);
    await site.paywall.reset(ref, ANNA);
    expect(await statesOf(reader, 5, 8)).toEqual([F, P, P, B]);
  });

  test('is given in a period of a reader’s own days', async () => {
    const site = desk.open({ ...LIMITS, period: { days: 30 } });
    const { reader, ref } = await blockedReader(site);
    const before = readPass(tokenOf(reader)).end;
    await site.paywall.reset(ref, ANNA);
    expect(await statesOf(reader, 5, 8)).toEqual([F, P, P, B]);
    expect(Math.abs(readPass(tokenOf(reader)).end - before)).toBeLessThanOrEqual(2000);
  });
});

describe('a reader who is forgotten', () => {
  test('has nothing left in the store but that what came before is none', async () => {
    const [one, other] = [openSite(), openSite()];
    const { reader, ref } = await blockedReader(one);
    await one.paywall.grant(ref, 1, ANNA);
    const { reader: id } = await one.paywall.explain(ref);
    expect((await desk.keys()).some((key) => key.includes(id))).toBe(true);
    await one.paywall.forget(ref, ANNA);
    // A process that has not followed yet brings the set back once more, and forgets it when it follows.
    const late = createReader(other.app);
    late.replace(reader.cookie);
    await late.get('/news/4');
    await other.policy.read();
    await waitFor('the set to be gone', async () => !(await desk.keys()).some((key) => key.includes(id)));
    expect(await desk.keys()).toEqual([expect.stringContaining('{policy:')]);
    const { log } = await one.policy.read();
    expect(log).toMatchObject([{ words: 'forgot a reader', by: 'Anna', canBeUndone: false }]);
    expect(await statesOf(reader, 1, 4)).toEqual([F, P, P, B]);
  });
});

describe('what a reader is told', () => {
  const TELLS = { articles: () => Promise.resolve(['/news/1', '/news/2', '/news/77']), article: '/news/8' };

  test('of the wall: what was read, when it starts again and why', async () => {
    const site = openSite();
    const { ref } = await blockedReader(site);
    const before = await desk.keys();
    expect(await site.paywall.explain(ref, TELLS)).toEqual({
      reader: expect.stringMatching(/^[\w-]{16}$/),
      state: B,
      read: 3,
      limit: 3,
      resetsAt: new Date(MONTH_END),
      granted: 0,
      freshStarts: 0,
      articles: ['/news/1', '/news/2'],
      unnamed: 1,
      words: [
        'They have read 3 of 3 articles this period.',
        expect.stringMatching(/^The count starts again on Tuesday,? 1 December 2026,? (at )?00:00 \(UTC\)\.$/),
        'Read: /news/1, /news/2, and 1 whose names are not known here.',
        expect.stringMatching(/when they met the wall: they had read as many as they may/),
        'A new article shows the wall; those they have read stay open.',
        'They have not read /news/8, so it shows the wall.',
      ],
    });
    expect(await desk.keys()).toEqual(before);
  });

  test('by the pass alone, as its value or as the Cookie field has it, or by the account', async () => {
    const site = openSite();
    const reader = createReader(site.app);
    await statesOf(reader, 1, 2, { 'X-User': 'ann' });
    const byPass = await site.paywall.explain({ pass: tokenOf(reader) });
    expect(byPass.words.at(-1)).toMatch(/The pass belongs to an account/);
    const byAccount = await site.paywall.explain({ account: { id: 'ann', plan: 'registered' } }, TELLS);
    expect(byAccount).toMatchObject({ read: 2, articles: ['/news/1', '/news/2'], state: P });
    expect(await site.paywall.explain({ pass: `a=b; ${reader.cookie}`, account: 'ann' })).toMatchObject({ read: 2 });
    await expect(site.paywall.explain({ account: '' })).rejects.toThrow('reader.account');
  });

  test('of what was given to them', async () => {
    const site = openSite();
    const { ref } = await blockedReader(site);
    await site.paywall.reset(ref, ANNA);
    await site.paywall.grant(ref, 1, ANNA);
    await site.paywall.open(ref, '/news/9', ANNA);
    await site.policy.change({ openUntil: new Date(desk.time.clock() + 60_000) }, ANNA);
    expect((await site.paywall.explain(ref, { article: '/news/1' })).words).toEqual([
      'They have read 0 of 4 articles this period; 1 of these was granted to them.',
      expect.stringMatching(/^The count starts again on/),
      'A new article is open: 4 more before the wall.',
      'They have not read /news/1: it is open, and will count.',
      'An editor let them start again once this period.',
      '1 article was opened for them, and not counted.',
      expect.stringMatching(/^Every metered article is open to everyone until/),
    ]);
  });

  test('of an account that reads everything, to whom nothing is given', async () => {
    const site = desk.open();
    expect((await site.paywall.explain({ account: 'ann' })).words).toEqual([
      'Everything is open to this account, and nothing is counted.',
    ]);
    await expect(site.paywall.grant({ account: 'ann' }, 1, ANNA)).rejects.toThrow('Everything is open to this account');
  });

  test('while the store does not answer: what their pass says', async () => {
    const site = openSite();
    const { ref } = await blockedReader(site);
    desk.client.disconnect();
    const { words, read } = await site.paywall.explain(ref);
    expect(read).toBe(3);
    expect(words.at(-1)).toMatch(/^The store did not answer/);
    await expect(site.paywall.grant(ref, 1, ANNA)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_STORE' });
  });
});

test('what was given ends with the period, and the log with it', async () => {
  const site = openSite();
  const { ref } = await blockedReader(site);
  await site.paywall.grant(ref, 2, ANNA);
  expect((await site.policy.read()).readers).toBe(1);
  desk.time.set(MONTH_END);
  expect(await site.policy.read()).toMatchObject({ readers: 0, log: [] });
  await expect(site.paywall.explain(ref)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_READER' });
});
