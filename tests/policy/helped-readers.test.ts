import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { ReaderRef, Visit } from '../../src/index.js';
import { type Logged, MOST_LOGGED } from '../../src/policy/document.js';
import { ANNA, ENTRY, MONTH_END } from '../support/helped.js';
import { claimsOf } from '../support/keys.js';
import { ANN, closeDesks, openLocalDesk, PLANS } from '../support/local-desk.js';
import { NOON } from '../support/site.js';

const NEVER = Number.POSITIVE_INFINITY;

afterEach(() => {
  closeDesks();
  jest.restoreAllMocks();
});

describe('whoever looked before', () => {
  const refusal = {
    name: 'PolicyError',
    code: 'ERR_PAYWALL_POLICY_CHANGED',
    message: 'Something was done for this reader since you looked: check whether this is still wanted',
  };
  const BOB: ReaderRef = { account: 'bob' };
  const EVE: ReaderRef = { account: 'eve' };

  test('is refused once something was done for the same reader, and not for what was done for another', async () => {
    const { paywall, policy } = openLocalDesk();
    await paywall.grant(EVE, 1, ANNA);
    const { version } = await policy.read();
    await paywall.grant(EVE, 1, ANNA);
    expect(await paywall.grant(BOB, 2, { ...ANNA, version })).toMatchObject({ granted: 2 });
    await expect(paywall.grant(BOB, 2, { ...ANNA, version })).rejects.toMatchObject(refusal);
    expect(await paywall.explain(BOB)).toMatchObject({ granted: 2 });
    const { version: since } = await policy.read();
    await paywall.grant(EVE, 1, ANNA);
    expect(await paywall.grant(BOB, 1, { ...ANNA, version: since })).toMatchObject({ granted: 3 });
    expect(await paywall.grant(BOB, 1, ANNA)).toMatchObject({ granted: 4 });
  });

  test('is refused once anybody was forgotten: it may have been the same', async () => {
    const { paywall, policy } = openLocalDesk();
    await paywall.forget(EVE, ANNA);
    const { version } = await policy.read();
    await paywall.open(BOB, 1, { ...ANNA, version });
    await paywall.forget(EVE, ANNA);
    const { version: since } = await policy.read();
    await expect(paywall.open(BOB, 2, { ...ANNA, version: since - 1 })).rejects.toMatchObject(refusal);
    await paywall.open(BOB, 2, { ...ANNA, version: since });
  });

  test.each([
    ['the oldest line that is left', MOST_LOGGED, 0, true],
    ['a line that is gone by now', MOST_LOGGED, -1, false],
    ['a time from which all lines are left', MOST_LOGGED - 1, -1, true],
  ])('may have seen %s', async (_what, lines, since, taken) => {
    const { paywall, put } = openLocalDesk();
    const oldest = NOON / 1000 - MOST_LOGGED;
    const line: Logged = { version: 0, at: NOON, by: 'Ben', act: 'grant', ends: MONTH_END, reader: 'other', count: 1 };
    await put(
      {},
      Array.from({ length: lines }, (_, n) => ({ ...line, version: oldest + n })),
    );
    const granted = paywall.grant(BOB, 1, { ...ANNA, version: oldest + since });
    await (taken
      ? expect(granted).resolves.toMatchObject({ granted: 1 })
      : expect(granted).rejects.toMatchObject(refusal));
  });
});

describe('for a reader', () => {
  test('what another process granted in between is not lost', async () => {
    const one = openLocalDesk();
    const other = openLocalDesk({ store: one.store });
    const ref = { pass: (await one.read([1, 2, 3])).cookie };
    const { replace } = one.documents;
    jest.spyOn(one.documents, 'replace').mockImplementationOnce(async (...args) => {
      await other.paywall.grant(ref, 2, ANNA);
      return replace(...args);
    });
    expect(await one.paywall.grant(ref, 1, ANNA)).toMatchObject({ granted: 3, limit: 6 });
  });

  test('of a plan, it is the limit of the plan to which more is granted', async () => {
    const { paywall } = openLocalDesk({ blockAfter: NEVER });
    expect(await paywall.grant({ account: ANN }, 2, ANNA)).toMatchObject({ granted: 2, limit: 6 });
    const unlimited = { registered: { promptAfter: 2, blockAfter: NEVER } };
    const other = openLocalDesk({}, { plans: unlimited });
    await expect(other.paywall.grant({ account: ANN }, 2, ANNA)).rejects.toThrow('Nothing ever stops this reader');
  });

  test('who has no plan, no plan is looked for', async () => {
    const { paywall, store } = openLocalDesk({}, { plans: { ...PLANS, null: 'full' } });
    const visited: Visit[] = [];
    const { visit } = store;
    jest.spyOn(store, 'visit').mockImplementation((given) => {
      visited.push(given);
      return visit(given);
    });
    expect(await paywall.explain({ account: 'ann' })).toMatchObject({ limit: 3 });
    expect(visited[0]?.brought).toMatchObject({ account: { id: 'ann', plan: null } });
  });

  test('nothing of a period that is over is told, though the policy cannot be asked', async () => {
    const { paywall, documents, put, time } = openLocalDesk();
    const { reader } = await paywall.explain({ account: ANN });
    // As an account's own days have it, which may end before the calendar does.
    await put({ [reader]: { ...ENTRY, ends: NOON + 1000, opened: [7] } });
    expect((await paywall.explain({ account: ANN })).words.join()).toContain('1 article was opened for them');
    jest.spyOn(documents, 'read').mockRejectedValue(new Error('down'));
    time.advance(1000);
    expect((await paywall.explain({ account: ANN })).words.join()).not.toContain('besides');
  });

  test('whose account is given, the pass is not called another’s', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1], '', ANN);
    expect((await paywall.explain({ pass: cookie, account: ANN })).words.join()).not.toContain(
      "The pass is an account's",
    );
  });

  test('is told of the last view that was shown, and of one that was stopped after a fresh start', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const { cookie } = await read([1]);
    expect((await paywall.explain({ pass: cookie })).words.join()).toContain('an article was shown without a prompt');
    await paywall.reset({ pass: cookie }, ANNA);
    await policy.change({ promptAfter: 0, blockAfter: 0 }, ANNA);
    const { cookie: stopped, states } = await read([2], cookie);
    expect(states).toEqual(['blocked']);
    expect((await paywall.explain({ pass: stopped })).words.join()).toContain('they met the wall');
  });

  test('who is forgotten, neither an article is open nor does the log name them', async () => {
    const { paywall, read, documents } = openLocalDesk();
    const ref = { pass: (await read([1])).cookie };
    await paywall.open(ref, 9, ANNA);
    const { reader } = await paywall.explain(ref);
    await paywall.forget(ref, ANNA);
    expect((await paywall.explain(ref)).words.join()).not.toContain('besides');
    const found = await documents.read('', null);
    if (found === null || found === 'unchanged') throw new Error('there is no document');
    const { policy } = claimsOf(found.text);
    expect(Object(policy).readers).toEqual({ [reader]: [1, 0, MONTH_END] });
    expect(JSON.stringify(Object(policy).log)).not.toContain(reader);
  });

  test.each<[string, object, object, string]>([
    ['account', { account: '' }, {}, 'the id of an account'],
    ['article', { account: ANN }, { article: '' }, 'the name of an article'],
  ])('the %s that is asked for has to be one', async (_what, ref, options, what) => {
    const { paywall } = openLocalDesk();
    await expect(paywall.explain(Object(ref), options)).rejects.toThrow(what);
  });
});

describe('a fresh start', () => {
  const by = ANNA;

  test('of a browser is not undone by signing in with the pass from before: regression', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1, 2]);
    await paywall.forget({ pass: cookie }, by);
    await read([3], cookie, ANN);
    expect(await paywall.explain({ account: ANN })).toMatchObject({ read: 1 });
  });

  test('of a browser is not undone by another pass beside the one from before: regression', async () => {
    const { paywall, read } = openLocalDesk();
    const [{ cookie }, other] = [await read([1, 2]), await read([3])];
    await paywall.forget({ pass: cookie }, by);
    const united = await read([4], `${cookie}; ${other.cookie}`);
    expect(await paywall.explain({ pass: united.cookie })).toMatchObject({ read: 2 });
  });

  test('of an account leaves it what a browser brings that signs in later: regression', async () => {
    const { paywall, read } = openLocalDesk();
    await read([1, 2], '', ANN);
    const { cookie } = await read([3, 4]);
    await paywall.reset({ account: ANN }, by);
    await read([3, 5], cookie, ANN);
    expect(await paywall.explain({ account: ANN })).toMatchObject({ read: 3, freshStarts: 1 });
  });

  test('of an account makes none what its own browser brings again', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1, 2], '', ANN);
    const other = await read([3]);
    await paywall.reset({ account: ANN }, by);
    await read([4], `${cookie}; ${other.cookie}`, ANN);
    expect(await paywall.explain({ account: ANN })).toMatchObject({ read: 2 });
  });
});
