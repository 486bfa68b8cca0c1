import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createPaywall, memoryStore, OptionError, signedPolicy } from '../../src/index.js';
import { ANNA, MONTH_END } from '../support/helped.js';
import { ANN, closeDesks, LIMITS, openLocalDesk as openSite, PLANS } from '../support/local-desk.js';
import { NOON, testOptions } from '../support/site.js';

const HOUR = 3_600_000;
const NEVER = Number.POSITIVE_INFINITY;

afterEach(() => {
  closeDesks();
  jest.restoreAllMocks();
});

const [F, B] = ['free', 'blocked'];

describe('a policy of which nothing is turned', () => {
  test('says what the code says, and what it fixes', async () => {
    const { policy } = openSite();
    const code = { ...LIMITS, plans: PLANS };
    expect(await policy.read()).toEqual({
      version: 0,
      inForce: { ...code, prompts: true, openUntil: null },
      code,
      fixed: [expect.stringContaining('calendar month, in the time zone UTC'), expect.any(String), expect.any(String)],
      log: [],
      readers: 0,
      confirmedAt: new Date(NOON),
    });
  });

  test('has no time of confirmation before the store has answered, and names no plans where there are none', async () => {
    const { policy, documents } = openSite({}, {});
    jest.spyOn(documents, 'read').mockRejectedValue(new Error('down'));
    const { confirmedAt, inForce, code } = await policy.read();
    expect([confirmedAt, inForce.plans, code.plans]).toEqual([null, null, null]);
  });
});

describe('a policy that is turned', () => {
  test('says so, and who did it', async () => {
    const { policy, time } = openSite();
    const one = await policy.change({ blockAfter: 5, plans: { registered: LIMITS } }, ANNA);
    const version = NOON / 1000;
    expect(one.version).toBe(version);
    expect(one.inForce).toMatchObject({ promptAfter: 1, blockAfter: 5, plans: { ...PLANS, registered: LIMITS } });
    expect(one.code).toEqual({ ...LIMITS, plans: PLANS });
    time.advance(HOUR);
    const openUntil = new Date(NOON + 3 * HOUR);
    const two = await policy.change({ openUntil, prompts: false }, { by: 'Ben' });
    expect(two.inForce).toMatchObject({ openUntil, prompts: false, blockAfter: 5 });
    const line = { words: expect.stringMatching(/^(changed|opened|turned) /), reader: null, canBeUndone: true };
    expect(two.log).toEqual([
      { ...line, version: version + 3600, at: new Date(NOON + HOUR), by: 'Ben' },
      { ...line, version, at: new Date(NOON), by: 'Anna' },
    ]);
    time.set(NOON + 3 * HOUR - 1);
    expect((await policy.read()).inForce.openUntil).toEqual(openUntil);
    time.set(NOON + 3 * HOUR);
    expect((await policy.read()).inForce.openUntil).toBeNull();
  });

  test('is not, where it is as it was', async () => {
    const { policy } = openSite();
    const { version } = await policy.change({ blockAfter: 5 }, ANNA);
    const again = await policy.change({ blockAfter: 5 }, { by: 'Ben' });
    expect([again.version, again.log.length]).toEqual([version, 1]);
  });

  test('holds at the next view, and for who has an account', async () => {
    const { policy, read } = openSite();
    await policy.change({ blockAfter: 1, plans: { registered: { promptAfter: 0, blockAfter: 0 } } }, ANNA);
    expect((await read([1, 2])).states).toEqual([F, B]);
    expect((await read([1], '', ANN)).states).toEqual([B]);
    await policy.change({ openUntil: new Date(NOON + HOUR) }, ANNA);
    expect((await read([1, 2])).states).toEqual([F, F]);
  });

  test('is of a version, and is refused to whoever looked at another', async () => {
    const { policy } = openSite();
    await policy.change({ blockAfter: 5 }, { ...ANNA, version: 0 });
    const { code, message } = await policy.change({ blockAfter: 6 }, { ...ANNA, version: 0 }).catch((error) => error);
    expect(code).toBe('ERR_PAYWALL_POLICY_CHANGED');
    expect(message).toBe('The policy has been changed since you looked at it: look again');
    const { inForce, version } = await policy.read();
    expect(inForce.blockAfter).toBe(5);
    expect((await policy.change({ blockAfter: 6 }, { ...ANNA, version })).inForce.blockAfter).toBe(6);
  });

  test('tells of the period alone, though the store cannot be asked', async () => {
    const { policy, time, documents, paywall, read } = openSite();
    await policy.change({ blockAfter: 2 }, ANNA);
    await paywall.grant({ pass: (await read([1])).cookie }, 1, ANNA);
    expect(await policy.read()).toMatchObject({ readers: 1, log: [{}, {}] });
    jest.spyOn(documents, 'read').mockRejectedValue(new Error('down'));
    time.set(MONTH_END - 1);
    expect(await policy.read()).toMatchObject({ readers: 1, log: [{}, {}], confirmedAt: new Date(NOON) });
    time.set(MONTH_END);
    expect(await policy.read()).toMatchObject({ readers: 0, log: [], inForce: { blockAfter: 2 } });
  });

  test('is turned back, once', async () => {
    const { policy } = openSite();
    const { version } = await policy.change({ blockAfter: 5, promptAfter: 2 }, ANNA);
    await policy.change({ prompts: false }, ANNA);
    const undone = await policy.undo(version, { by: 'Ben' });
    expect(undone.inForce).toMatchObject({ ...LIMITS, prompts: false });
    expect(undone.log[0]).toMatchObject({ by: 'Ben', words: expect.stringMatching(/^undid a change/) });
    expect(undone.log.map(({ canBeUndone }) => canBeUndone)).toEqual([true, true, false]);
    await expect(policy.undo(version, ANNA)).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_CHANGED',
      message: 'It has been changed again since: undo that first',
    });
  });

  test('is turned back by the line that is named, and it is said before what that does', async () => {
    const { policy } = openSite();
    await policy.change({ promptAfter: 2 }, ANNA);
    const { version, log } = await policy.change({ blockAfter: 5 }, ANNA);
    expect(log.map(({ canBeUndone }) => canBeUndone)).toEqual([true, true]);
    expect(policy.explainUndo(version)).toEqual(policy.explain({ blockAfter: null }));
    expect(() => policy.explainUndo(4711)).toThrow('no such line in the log');
    expect((await policy.undo(version, ANNA)).inForce).toMatchObject({ promptAfter: 2, blockAfter: 3 });
  });

  test('is known to pages without asking, and to another process by its document', async () => {
    const { policy, store } = openSite();
    const { version } = await policy.change({ blockAfter: 5 }, ANNA);
    await policy.undo(version, ANNA);
    const { policy: other, events } = openSite({ store });
    const found = await other.read();
    expect(found).toMatchObject({ inForce: LIMITS, log: [{ by: 'Anna' }, { by: 'Anna' }] });
    expect(other.known).toEqual(found);
    expect(events).toEqual([]);
  });

  test('is not turned back by a line that turned nothing, or that is not there', async () => {
    const { policy, paywall, read } = openSite();
    await paywall.open({ pass: (await read([1])).cookie }, 1, ANNA);
    const { log } = await policy.read();
    expect(log).toMatchObject([{ canBeUndone: false }]);
    for (const version of [log[0]?.version ?? 0, 4711]) {
      await expect(policy.undo(version, ANNA)).rejects.toMatchObject({
        code: 'ERR_PAYWALL_POLICY_CHANGED',
        message: 'There is no such line in the log, or it cannot be undone',
      });
    }
  });

  test('has a grant taken back: gone for who has not come since, and kept by the pass of who has', async () => {
    const { policy, paywall, read } = openSite();
    const [away, back] = [(await read([1, 2, 3])).cookie, (await read([1, 2, 3])).cookie];
    for (const pass of [away, back]) await paywall.grant({ pass }, 1, ANNA);
    const [ofBack, ofAway] = (await policy.read()).log;
    const came = await read([4], back);
    expect(came.states).toEqual(['register-prompt']);
    for (const line of [ofAway, ofBack]) {
      expect(line?.canBeUndone).toBe(true);
      const version = line?.version ?? 0;
      const [what, kept] = policy.explainUndo(version);
      expect(what).toMatch(/^Reader .* no longer has the grant of 1 article\.$/);
      expect(kept).toContain('their pass already holds it, and keeps it until the period ends');
      await policy.undo(version, { by: 'Ben' });
      await expect(policy.undo(version, ANNA)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_CHANGED' });
    }
    expect((await read([5], away)).states).toEqual([B]);
    expect(await paywall.explain({ pass: away })).toMatchObject({ granted: 0, limit: 3 });
    expect(await paywall.explain({ pass: came.cookie })).toMatchObject({ granted: 1, limit: 4 });
    const { log, readers } = await policy.read();
    expect(readers).toBe(0);
    expect(log.map(({ by, words, canBeUndone }) => [by, words.replace(/reader .*/, 'R'), canBeUndone])).toEqual([
      ['Ben', 'took back a grant of 1 article from R', false],
      ['Ben', 'took back a grant of 1 article from R', false],
      ['Anna', 'granted 1 more article to R', false],
      ['Anna', 'granted 1 more article to R', false],
    ]);
  });

  test('has only the last grant taken back, and none from before a fresh start, nor unseen', async () => {
    const { policy, paywall } = openSite();
    const ref = { account: ANN };
    await paywall.grant(ref, 1, ANNA);
    await paywall.grant(ref, 20, ANNA);
    const [last, first] = (await policy.read()).log;
    await expect(policy.undo(first?.version ?? 0, ANNA)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_CHANGED' });
    expect(() => policy.explainUndo(first?.version ?? 0)).toThrow('only the latest grant');
    await expect(policy.undo(last?.version ?? 0, { ...ANNA, version: 1 })).rejects.toThrow(
      'since you looked at it: look again',
    );
    await policy.undo(last?.version ?? 0, ANNA);
    expect(await paywall.explain(ref)).toMatchObject({ granted: 1 });
    expect((await policy.read()).log.map(({ canBeUndone }) => canBeUndone)).toEqual([false, false, true]);
    await paywall.reset(ref, ANNA);
    await expect(policy.undo(first?.version ?? 0, ANNA)).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_CHANGED' });
    expect((await policy.read()).readers).toBe(1);
  });

  test.each(['Anna\u202Edni', 'Anna\u2066', 'An\nna', 'Anna\u200E'])(
    'by %j is not, whose name has what nobody sees',
    async (by) => {
      const { policy } = openSite();
      await expect(policy.change({ blockAfter: 9 }, { by })).rejects.toMatchObject({ option: 'policy.change.by' });
    },
  );

  test.each([
    ['change', 'policy.change.by'],
    ['undo', 'policy.undo.by'],
    ['grant', 'grant.by'],
    ['open', 'open.by'],
    ['reset', 'reset.by'],
    ['forget', 'forget.by'],
  ] as const)('by nobody is not: %s', async (act, option) => {
    const { policy } = openSite();
    const ref = { account: ANN };
    const does = (by: string) => ({
      change: () => policy.change({ blockAfter: 9 }, { by }),
      undo: () => policy.undo(1, { by }),
      grant: () => policy.readers.grant(ref, 1, { by }),
      open: () => policy.readers.open(ref, 1, { by }),
      reset: () => policy.readers.reset(ref, { by }),
      forget: async () => policy.readers.forget(ref, { by }),
    });
    await expect(does('')[act]()).rejects.toMatchObject({ option, code: 'ERR_PAYWALL_OPTION_TYPE' });
    const fix = 'Give a name of 1 to 100 characters';
    await expect(does('n'.repeat(101))[act]()).rejects.toMatchObject({ option, code: 'ERR_PAYWALL_OPTION_RANGE', fix });
    expect((await policy.change({ blockAfter: 9 }, { by: 'n'.repeat(100) })).log).toHaveLength(1);
  });

  test('is said in words before', () => {
    const { policy } = openSite();
    expect(policy.explain({ blockAfter: 4 })).toContain('Those at the wall can read on at once, up to 1 more.');
    expect(policy.explain({ openUntil: new Date(NOON + HOUR) })[0]).toMatch(/15 November 2026,? (at )?13:00 \(UTC\)/);
    expect(() => policy.explain({ blockAfter: 0 })).toThrow(OptionError);
  });
});

describe('a policy of no paywall', () => {
  test('is asked for in vain, and can be closed', async () => {
    const policy = signedPolicy();
    policy.close();
    const fault = {
      code: 'ERR_PAYWALL_OPTION_MISSING',
      option: 'createPaywall.policy',
      message: expect.stringContaining('this policy is none of a paywall yet'),
      fix: 'Give it to a paywall first, as in createPaywall({ policy })',
    };
    expect(() => policy.explain({})).toThrow(expect.objectContaining(fault));
    expect(() => policy.readers).toThrow(expect.objectContaining(fault));
    await expect(policy.read()).rejects.toMatchObject(fault);
    await expect(policy.change({}, ANNA)).rejects.toMatchObject(fault);
    await expect(policy.undo(1, ANNA)).rejects.toMatchObject(fault);
  });

  test('nor of two, nor of one whose store has no room for it', () => {
    const { policy } = openSite();
    const fault = { code: 'ERR_PAYWALL_OPTION_CONFLICT', option: 'createPaywall.policy' };
    expect(() => createPaywall(testOptions({ policy }))).toThrow(
      expect.objectContaining({
        ...fault,
        message: expect.stringContaining('this policy is another paywall’s already'),
        fix: 'Make one for each, by signedPolicy()',
      }),
    );
    const { visit, takeBack } = memoryStore();
    expect(() => createPaywall(testOptions({ policy: signedPolicy(), store: { visit, takeBack } }))).toThrow(
      expect.objectContaining({
        ...fault,
        message: expect.stringContaining('the store has no room for a policy'),
        fix: 'Give redisStore() as the store, or one that has documents',
      }),
    );
  });

  test('is kept in the process where the store is, and asks no more once it is closed', async () => {
    const { policy } = openSite({ store: memoryStore({ clock: () => NOON }) });
    expect((await policy.change({ blockAfter: NEVER }, ANNA)).inForce.blockAfter).toBe(NEVER);
    jest.useFakeTimers();
    const { policy: other, documents } = openSite();
    const asked = jest.spyOn(documents, 'read');
    await jest.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveBeenCalled();
    other.close();
    asked.mockClear();
    await jest.advanceTimersByTimeAsync(5000);
    jest.useRealTimers();
    expect(asked).not.toHaveBeenCalled();
  });
});
