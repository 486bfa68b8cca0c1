import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { OptionError, PolicyError, type ReaderRef, type Visit } from '../../src/index.js';
import { ANNA, ENTRY, MONTH_END } from '../support/helped.js';
import { ANN, closeDesks, openLocalDesk } from '../support/local-desk.js';
import { readPass } from '../support/pass.js';
import { NOON } from '../support/site.js';

const [F, P, B] = ['free', 'register-prompt', 'blocked'];
const NEVER = Number.POSITIVE_INFINITY;

afterEach(() => {
  closeDesks();
  jest.restoreAllMocks();
});

const tokenOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe('a reader is found', () => {
  test('by a pass, by a Cookie field and by an account', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1, 2]);
    for (const pass of [tokenOf(cookie), cookie, ` ${tokenOf(cookie)}\n`, `a=b; ${cookie}; c=d`]) {
      expect(await paywall.explain({ pass })).toMatchObject({
        read: 2,
        limit: 3,
        reader: readPass(tokenOf(cookie)).reader,
      });
    }
    const { cookie: own } = await read([3], '', ANN);
    const byAccount = await paywall.explain({ account: ANN });
    expect(byAccount).toMatchObject({ read: 1, limit: 4, state: F });
    expect(byAccount.words.at(-1)).toMatch(/^A new article is open/);
    expect((await paywall.explain({ pass: own, account: ANN })).reader).toBe(byAccount.reader);
    const signedOut = await paywall.explain({ pass: own });
    expect(signedOut.words.at(-1)).toMatch(/^The pass belongs to an account/);
  });

  test.each<[string, ReaderRef, number]>([
    ['by id alone', { account: 'ann' }, 3],
    ['of no plan', { account: { id: 'ann', plan: null } }, 3],
    ['of a plan', { account: ANN }, 4],
    ['by a number', { account: 7 }, 3],
    ['of a plan that reads everything', { account: { id: 'ann', plan: 'subscriber' } }, NEVER],
  ])('with the limits of an account %s', async (_what, ref, limit) => {
    expect(await openLocalDesk().paywall.explain(ref)).toMatchObject({ limit, read: 0, state: F });
  });

  test('by no plan that there is not: the plans that there are, are said', async () => {
    const asked = openLocalDesk().paywall.explain({ account: { id: 'ann', plan: 'gold' } });
    const message = 'There is no plan gold: the site has registered, subscriber';
    await expect(asked).rejects.toMatchObject({ code: 'ERR_PAYWALL_POLICY_READER', message });
    const without = openLocalDesk({}, {}).paywall.explain({ account: { id: 'ann', plan: 'gold' } });
    await expect(without).resolves.toMatchObject({ read: 0 });
  });

  test('by an account of which nothing is known, and it is said so', async () => {
    const { paywall, read } = openLocalDesk();
    const nothing = expect.stringContaining('Nothing is known about this account');
    expect((await paywall.explain({ account: ANN })).words[0]).toEqual(nothing);
    await read([1], '', ANN);
    expect((await paywall.explain({ account: ANN })).words).not.toContainEqual(nothing);
    await paywall.grant({ account: 'ben' }, 1, ANNA);
    expect((await paywall.explain({ account: 'ben' })).words).not.toContainEqual(nothing);
  });

  test('with the limits that were turned', async () => {
    const { paywall, policy } = openLocalDesk();
    await policy.change({ blockAfter: 7, plans: { registered: { promptAfter: 1, blockAfter: 9 } } }, ANNA);
    expect(await paywall.explain({ account: 'ann' })).toMatchObject({ limit: 7 });
    expect(await paywall.explain({ account: ANN })).toMatchObject({ limit: 9 });
  });

  test('where every account reads everything, with an account and no more', async () => {
    const { paywall, read } = openLocalDesk({}, {});
    expect((await paywall.explain({ account: 'ann' })).words).toEqual([
      'Everything is open to this account, and nothing is counted.',
    ]);
    expect(await paywall.explain({ pass: (await read([1])).cookie })).toMatchObject({ limit: 3, read: 1 });
  });

  test.each<[unknown, string]>([
    [{ pass: '' }, 'reader.pass'],
    [{ pass: 5 }, 'reader.pass'],
    [{ account: '' }, 'reader.account'],
    [{ account: { id: '' } }, 'reader.account'],
  ])('by %j, which is a mistake, is not', async (ref, option) => {
    const { paywall } = openLocalDesk();
    await expect(paywall.explain(Object(ref))).rejects.toMatchObject({ name: 'OptionError', option });
  });

  test.each(['nonsense', ' ', 'a=b', '__Host-paywall='])('by %j is not', async (pass) => {
    const { paywall } = openLocalDesk();
    await expect(paywall.explain({ pass })).rejects.toMatchObject({
      name: 'PolicyError',
      code: 'ERR_PAYWALL_POLICY_READER',
      message: 'This is not a pass of this site and this period: the reader has read nothing yet, or has another pass',
    });
  });
});

describe('of a reader is told', () => {
  test('what they have read by name, the newest last, and what no name was given for', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1, 2, 3, 4]);
    const names = ['4', '3', '1', '77'];
    for (const articles of [names, () => names, async () => new Set(names)]) {
      expect(await paywall.explain({ pass: cookie }, { articles })).toMatchObject({ articles: ['1', '3'], unnamed: 1 });
    }
    expect(await paywall.explain({ pass: cookie })).toMatchObject({ articles: [], unnamed: 3, state: B });
  });

  test('whether they have read the article they ask about', async () => {
    const { paywall, read } = openLocalDesk();
    const { cookie } = await read([1]);
    const about = async (article: string | number) =>
      (await paywall.explain({ pass: cookie }, { article })).words.at(-1);
    expect(await about(1)).toBe('They have read 1, so it stays open until the period ends.');
    expect(await about('2')).toBe('They have not read 2: it is open, and will count.');
    await paywall.open({ pass: cookie }, '2', ANNA);
    expect((await paywall.explain({ pass: cookie }, { article: '2' })).words).toContain(
      '2 was opened for them: it is shown, and not counted.',
    );
    await expect(about('')).rejects.toMatchObject({ name: 'OptionError', option: 'article' });
  });

  test('all, of the words and the numbers alike', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const { cookie } = await read([1, 2, 3, 4]);
    await policy.change({ prompts: false, openUntil: new Date(NOON + 1000) }, ANNA);
    expect(await paywall.explain({ pass: cookie })).toEqual({
      reader: expect.stringMatching(/^[\w-]{16}$/),
      state: B,
      read: 3,
      limit: 3,
      resetsAt: new Date(MONTH_END),
      granted: 0,
      freshStarts: 0,
      articles: [],
      unnamed: 3,
      words: [
        'They have read 3 of 3 articles this period.',
        expect.stringMatching(/1 December 2026,? (at )?00:00 \(UTC\)/),
        expect.stringMatching(/^Their pass was last renewed on Sunday,? 15 November 2026.* they met the wall/),
        'A new article shows the wall; those they have read stay open.',
        expect.stringMatching(/^Every metered article is open to everyone until .*12:00/),
      ],
    });
  });

  test('of everything open no more once that is over, nor of what was opened in a period that is', async () => {
    const { paywall, read, policy, time } = openLocalDesk();
    await policy.change({ openUntil: new Date(NOON + 1000), prompts: false }, ANNA);
    const ref = { account: ANN };
    await paywall.open(ref, 9, ANNA);
    time.advance(1000);
    expect((await paywall.explain(ref)).words.join()).not.toContain('open to everyone');
    const { cookie } = await read([1, 2, 3]);
    expect((await paywall.explain({ pass: cookie })).words.at(-1)).toBe(
      'A new article shows the wall; those they have read stay open.',
    );
    expect((await paywall.explain(ref)).words.at(-1)).toBe('1 article was opened for them, and not counted.');
  });

  test('what their pass says where the store fails, or does not answer', async () => {
    const { paywall, read, store, events } = openLocalDesk();
    const ref = { pass: (await read([1, 2])).cookie };
    jest.spyOn(store, 'visit').mockRejectedValueOnce(new Error('down'));
    const alone = { read: 2, unnamed: 2, words: expect.arrayContaining([expect.stringMatching(/^The store did not/)]) };
    expect(await paywall.explain(ref)).toMatchObject(alone);
    jest.spyOn(store, 'visit').mockReturnValueOnce(new Promise(() => undefined));
    jest.useFakeTimers();
    const asked = paywall.explain(ref);
    await jest.advanceTimersByTimeAsync(2000);
    jest.useRealTimers();
    expect(await asked).toMatchObject({ ...alone, resetsAt: new Date(MONTH_END) });
    jest.spyOn(store, 'visit').mockRejectedValueOnce(new Error('down'));
    expect(await paywall.explain({ account: ANN })).toMatchObject({ read: 0, resetsAt: new Date(MONTH_END) });
    expect(events).toEqual([]);
  });

  test('though nobody can ask the policy, by the one last known', async () => {
    const { paywall, documents } = openLocalDesk();
    jest.spyOn(documents, 'read').mockRejectedValue(new Error('down'));
    expect(await paywall.explain({ account: ANN })).toMatchObject({ limit: 4 });
  });

  test('and nothing is counted or kept', async () => {
    const { paywall, read, store } = openLocalDesk();
    const { cookie } = await read([1]);
    const asked: Visit[] = [];
    const { visit } = store;
    jest.spyOn(store, 'visit').mockImplementation((given) => {
      asked.push(given);
      return visit(given);
    });
    await paywall.explain({ pass: cookie });
    const { reader, ledger } = readPass(tokenOf(cookie));
    expect(asked).toEqual([
      {
        key: `2026-11:${reader}`,
        article: 0,
        ledger,
        limit: 0,
        endsIn: MONTH_END - NOON,
        rolling: false,
        brought: { passes: [tokenOf(cookie)], account: null },
      },
    ]);
    await paywall.explain({ account: ANN });
    expect(asked[1]).toMatchObject({ ledger: [], brought: { passes: [], account: { id: 'ann', plan: 'registered' } } });
  });

  test('when their own days end', async () => {
    const { paywall, read, time, store } = openLocalDesk({ period: { days: 30 } });
    const { cookie } = await read([1]);
    const { cookie: own } = await read([2], '', ANN);
    const end = NOON + 30 * 86_400_000;
    time.advance(86_400_000);
    expect(await paywall.explain({ pass: cookie })).toMatchObject({ resetsAt: new Date(end), read: 1 });
    expect(await paywall.explain({ account: ANN })).toMatchObject({ resetsAt: new Date(end), read: 1 });
    jest.spyOn(store, 'visit').mockRejectedValue(new Error('down'));
    expect(await paywall.explain({ pass: cookie })).toMatchObject({ resetsAt: new Date(end) });
    // Of an account only the store knows it.
    const later = new Date(end + 86_400_000);
    expect(await paywall.explain({ account: ANN })).toMatchObject({ resetsAt: later });
    expect(await paywall.explain({ pass: own, account: ANN })).toMatchObject({ resetsAt: later });
  });
});

describe('to a reader is given', () => {
  test('more to read, to be read in their next view, and it is in the log', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const { cookie } = await read([1, 2, 3, 4]);
    const report = await paywall.grant({ pass: cookie }, 2, ANNA);
    expect(report).toMatchObject({ granted: 2, limit: 5, state: P, read: 3 });
    expect(await paywall.grant({ pass: cookie }, 1, ANNA)).toMatchObject({ granted: 3, limit: 6 });
    expect((await read([4, 5, 6, 7], cookie)).states).toEqual([P, P, P, B]);
    const { log, readers } = await policy.read();
    expect(log.map(({ words, by }) => [words, by])).toEqual([
      [`granted 1 more article to reader ${report.reader}`, 'Anna'],
      [`granted 2 more articles to reader ${report.reader}`, 'Anna'],
    ]);
    expect([readers, log[0]?.at]).toEqual([1, new Date(NOON)]);
  });

  test('more than the lowered limit, from what they have read', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const { cookie } = await read([1, 2, 3]);
    await policy.change({ blockAfter: 1 }, ANNA);
    expect(await paywall.grant({ pass: cookie }, 2, ANNA)).toMatchObject({ granted: 4, limit: 5 });
  });

  test('more beyond their plan’s limit', async () => {
    const { paywall, read, policy } = openLocalDesk();
    await policy.change({ plans: { registered: { promptAfter: 0, blockAfter: 1 } } }, ANNA);
    await read([1], '', ANN);
    expect(await paywall.grant({ account: ANN }, 1, ANNA)).toMatchObject({ granted: 1, limit: 2, read: 1 });
    expect((await read([2, 3], '', ANN)).states).toEqual([P, B]);
  });

  test.each([0, 256, 1.5])('never %d', async (count) => {
    const { paywall } = openLocalDesk();
    await expect(paywall.grant({ account: ANN }, count, ANNA)).rejects.toMatchObject({ option: 'grant.count' });
  });

  test('no more than a pass can say, or than can be read', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const ref = { pass: (await read([1])).cookie };
    const refusal = {
      code: 'ERR_PAYWALL_POLICY_READER',
      message: 'At most 255 articles can be granted, and 1000 read: let them start again instead',
    };
    expect(await paywall.grant(ref, 255, ANNA)).toMatchObject({ granted: 255 });
    await expect(paywall.grant(ref, 1, ANNA)).rejects.toMatchObject(refusal);
    const other = { pass: (await read([1])).cookie };
    await policy.change({ blockAfter: 990 }, ANNA);
    await expect(paywall.grant(other, 11, ANNA)).rejects.toMatchObject(refusal);
    expect(await paywall.grant(other, 10, ANNA)).toMatchObject({ limit: 1000 });
    await policy.change({ blockAfter: NEVER }, ANNA);
    const nothing = { code: 'ERR_PAYWALL_POLICY_READER', message: 'Nothing ever stops this reader' };
    await expect(paywall.grant(other, 1, ANNA)).rejects.toMatchObject(nothing);
  });

  test('twenty articles to read uncounted, each once', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const ref = { pass: (await read([1, 2, 3])).cookie };
    const { words, reader } = await paywall.open(ref, 9, ANNA);
    expect(words).toContain('9 was opened for them: it is shown, and not counted.');
    expect((await read([9, 8], ref.pass)).states).toEqual([F, B]);
    expect((await policy.read()).log[0]).toMatchObject({ words: `opened an article for reader ${reader}` });
    for (const n of upTo(19)) await paywall.open(ref, 20 + n, ANNA);
    await paywall.open(ref, 9, ANNA);
    await expect(paywall.open(ref, 40, ANNA)).rejects.toThrow(
      '20 articles were opened for this reader already, which is the most',
    );
    await expect(paywall.open(ref, '', ANNA)).rejects.toThrow(OptionError);
    expect((await read([9, 39], ref.pass)).states).toEqual([F, F]);
    expect((await paywall.explain(ref)).words).toContain('20 articles were opened for them, and not counted.');
  });

  test('a fresh start, with what is opened and without what was granted', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const ref = { pass: (await read([1, 2, 3])).cookie };
    await paywall.grant(ref, 5, ANNA);
    await paywall.open(ref, 9, ANNA);
    expect((await paywall.explain(ref)).words.join()).toContain('was last renewed');
    const report = await paywall.reset(ref, ANNA);
    // Of the view from before nothing is said that the pass does not say any more.
    expect(report.words.join()).not.toContain('was last renewed');
    expect(report).toMatchObject({ read: 0, state: F, freshStarts: 1, granted: 0, limit: 3 });
    expect((await policy.read()).log[0]).toMatchObject({ words: `let reader ${report.reader} start again` });
    expect((await read([9, 1, 5, 6, 7], ref.pass)).states).toEqual([F, F, P, P, B]);
  });

  test('no more than 255 fresh starts', async () => {
    const { paywall, put } = openLocalDesk();
    const { reader } = await paywall.explain({ account: ANN });
    await put({ [reader]: { ...ENTRY, generation: 254 } });
    expect(await paywall.reset({ account: ANN }, ANNA)).toMatchObject({ freshStarts: 255 });
    for (const act of ['reset', 'forget'] as const) {
      await expect(paywall[act]({ account: ANN }, ANNA)).rejects.toMatchObject({
        code: 'ERR_PAYWALL_POLICY_READER',
        message: 'This reader has started again 255 times this period',
      });
    }
  });

  test('nothing any more, once they are forgotten', async () => {
    const { paywall, read, policy } = openLocalDesk();
    const [ref, other] = [{ pass: (await read([1, 2, 3])).cookie }, { pass: (await read([1])).cookie }];
    await paywall.grant(ref, 5, ANNA);
    await paywall.open(ref, 9, ANNA);
    await paywall.grant(other, 1, { by: 'Ben' });
    expect(await paywall.forget(ref, ANNA)).toBeUndefined();
    const { log } = await policy.read();
    expect(log.map(({ words }) => words)).toEqual([
      'forgot a reader',
      expect.stringMatching(/^granted 1 more article to reader/),
    ]);
    expect((await read([9, 1, 2, 3], ref.pass)).states).toEqual([F, P, P, B]);
  });

  test('nothing, where everything is open or the pass is an account’s', async () => {
    const { paywall, read } = openLocalDesk();
    const full = { account: { id: 'eve', plan: 'subscriber' } };
    await expect(paywall.reset(full, ANNA)).rejects.toThrow(
      new PolicyError('ERR_PAYWALL_POLICY_READER', 'Everything is open to this account'),
    );
    const { cookie } = await read([1], '', ANN);
    await expect(paywall.reset({ pass: cookie }, ANNA)).rejects.toMatchObject({
      code: 'ERR_PAYWALL_POLICY_READER',
      message: 'This pass belongs to an account: give the account’s id, so that all its devices are helped',
    });
    expect(await paywall.reset({ pass: cookie, account: ANN }, ANNA)).toMatchObject({ freshStarts: 1 });
  });

  test('what is given, until their own days end', async () => {
    const { paywall, read, time, policy } = openLocalDesk({ period: { days: 30 } });
    const { cookie } = await read([1, 2, 3]);
    time.advance(86_400_000);
    await paywall.grant({ pass: cookie }, 1, ANNA);
    time.set(NOON + 30 * 86_400_000 - 1);
    expect((await policy.read()).readers).toBe(1);
    time.advance(1);
    expect(await policy.read()).toMatchObject({ readers: 0, log: [] });
  });

  test('to a thousand and no more', async () => {
    const { paywall, policy, put } = openLocalDesk();
    const { reader } = await paywall.explain({ account: 'bob' });
    const others = upTo(998).map((n) => [`${n}`.padStart(16, '0'), ENTRY]);
    await put({ ...Object.fromEntries(others), [reader]: ENTRY });
    await paywall.open({ account: 'eve' }, 1, ANNA);
    const refusal = {
      code: 'ERR_PAYWALL_POLICY_FULL',
      message: '1000 readers were helped already: nobody else can be helped this period',
    };
    await expect(paywall.open({ account: ANN }, 1, ANNA)).rejects.toMatchObject(refusal);
    expect((await policy.read()).readers).toBe(1000);
    expect(await paywall.reset({ account: 'bob' }, ANNA)).toMatchObject({ freshStarts: 1 });
  });
});
