import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEDGER_SIZE, MOST_ARTICLES } from '../src/pass/ledger.js';
import { MOST_REPLACED, type Pass, type PassFormat } from '../src/pass/pass.js';
import { unitePasses } from '../src/pass/unite.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const END = Date.parse('2026-12-01T00:00:00Z');
const [ANN, BOB] = ['ann-tag_', 'bob-tag_'];
const [A, B, C, D, E] = [...'abcde'].map((letter) => letter.repeat(16));

const PASS: Pass = {
  format: 2,
  reader: A ?? '',
  account: undefined,
  state: 'free',
  prompted: false,
  metPrompt: false,
  metWall: false,
  read: 0,
  ledger: [],
  replaces: [],
  arm: undefined,
  generation: 0,
  granted: 0,
  end: END,
  signedAt: NOW,
  keyId: 'k',
};

function passOf(reader: string | undefined, ledger: readonly number[], more: Partial<Pass> = {}): Pass {
  return { ...PASS, reader: reader ?? '', ledger, read: ledger.length, ...more };
}

/** As a keyed hash would, but to be read. */
const mint = (readers: readonly string[], account = '-', format: PassFormat = 2) => {
  return `new${format}:${readers.map((reader) => reader.slice(0, 8)).join()}:${account}`;
};
/** An account is called differently in each format. */
const nameIn = (format: PassFormat, account: string | undefined) =>
  format === 1 ? account?.replace('tag', 'old') : account;
const unite = (passes: readonly Pass[], account?: string, rolling = false) => {
  const pass = unitePasses(passes, { account: (format) => nameIn(format, account), united: mint }, rolling);
  return { pass, whole: pass === null || passes.includes(pass) };
};
/** What a browser is sent, signed a while later. */
const signed = (pass: Pass): Pass => ({ ...pass, signedAt: NOW + 1000 * 86_400_000 });

describe('the passes of a request', () => {
  test('none: none', () => {
    expect(unite([])).toEqual({ pass: null, whole: true });
    expect(unite([], ANN)).toEqual({ pass: null, whole: true });
  });

  test.each([undefined, ANN])('one, for account %s: that very pass', (account) => {
    const pass = passOf(A, [1], { account });
    expect(unite([pass], account)).toEqual({ pass, whole: true });
    expect(unite([pass, pass, pass], account)).toEqual({ pass, whole: true });
  });

  test('of one reader are united', () => {
    const old = passOf(A, [1, 2, 3], { prompted: true, keyId: 'old', end: END + 1000 });
    const young = passOf(A, [2, 4], { read: 9, signedAt: NOW + 1000, state: 'register-prompt' });
    const united = { ...young, ledger: [1, 3, 2, 4], prompted: true };
    expect(unite([young, old])).toEqual({ pass: united, whole: false });
  });

  test('of one reader, where one says it all: that one', () => {
    const stale = passOf(A, [1]);
    const fresh = passOf(A, [1, 2], { signedAt: NOW + 1000 });
    expect(unite([stale, fresh])).toEqual({ pass: fresh, whole: true });
  });

  test('of different readers go on under a new id, and are named', () => {
    const { pass, whole } = unite([passOf(A, [1]), passOf(B, [2], { signedAt: NOW + 1000, replaces: [C ?? ''] })]);
    expect(pass).toMatchObject({ reader: mint([A ?? '', B ?? '']), ledger: [1, 2], read: 2, replaces: [B, A, C] });
    expect(whole).toBe(false);
  });

  test('that another names are none, and what is kept is the newer', () => {
    const young = passOf(C, [1], { replaces: [A ?? '', B ?? ''] });
    expect(unite([passOf(A, [2, 3]), young, passOf(B, [4, 5])])).toEqual({ pass: young, whole: true });
  });

  test('that one names which is none itself are none as well', () => {
    const middle = passOf(B, [2], { replaces: [A ?? ''] });
    const last = passOf(C, [3], { replaces: [B ?? ''] });
    expect(unite([passOf(A, [1]), middle, last])).toEqual({ pass: last, whole: true });
  });

  test('that name each other are all united', () => {
    const one = passOf(A, [1], { replaces: [B ?? ''] });
    const two = passOf(B, [2], { replaces: [C ?? ''] });
    const three = passOf(C, [3], { replaces: [A ?? ''] });
    expect(unite([one, two, three, passOf(D, [4])]).pass?.ledger.toSorted()).toEqual([1, 2, 3, 4]);
  });

  test('that name themselves stand', () => {
    const pass = passOf(A, [1], { replaces: [A ?? ''] });
    expect(unite([pass, passOf(A, [1])])).toEqual({ pass: passOf(A, [1]), whole: true });
    expect(unite([pass, passOf(A, [2])]).pass).toMatchObject({ ledger: [2, 1], replaces: [] });
  });

  test('that hold the same articles in another order say the same', () => {
    const older = passOf(A, [10, 9, 2]);
    const newer = passOf(A, [9, 10, 2], { signedAt: NOW + 1000 });
    expect(unite([older, newer])).toEqual({ pass: newer, whole: true });
  });

  test('of one second, with the same articles in another order, where one says it all: that one', () => {
    const prompted = passOf(A, [1, 2], { prompted: true });
    expect(unite([prompted, passOf(A, [2, 1])])).toEqual({ pass: prompted, whole: true });
  });

  test('of which one hides some that it has read do not prompt for that alone', () => {
    const cut = passOf(A, [1, 2], { read: 5, signedAt: NOW + 1000 });
    expect(unite([passOf(A, [3]), cut]).pass).toMatchObject({ state: 'free', read: 5 });
  });

  test('name at most four: those that are there to be seen first', () => {
    const many = passOf(A, [1], { replaces: ['v', 'w', 'x', 'y'], signedAt: NOW + 1000 });
    expect(unite([many, passOf(B, [2]), passOf(C, [3])]).pass?.replaces).toEqual([A, C, B, 'v']);
  });

  test.each([
    [false, END],
    [true, END + 9000],
  ])('end, where periods are rolling: %s', (rolling, end) => {
    const passes = [passOf(A, [1], { end: END + 9000 }), passOf(B, [2], { signedAt: NOW + 1000 })];
    expect(unite(passes, undefined, rolling).pass?.end).toBe(end);
  });
});

describe('of an account', () => {
  test('a pass of another is none, whatever it names', () => {
    const own = passOf(A, [1], { account: ANN });
    const other = passOf(B, [2, 3], { account: BOB, replaces: [A ?? ''] });
    expect(unite([own, other], ANN)).toEqual({ pass: own, whole: true });
    expect(unite([other], ANN)).toEqual({ pass: null, whole: true });
  });

  test('a pass without one is taken over under a new id, since whoever planted it knows the old', () => {
    const { pass, whole } = unite([passOf(A, [1, 2])], ANN);
    expect(pass).toMatchObject({ reader: mint([A ?? ''], ANN), account: ANN, ledger: [1, 2], replaces: [A] });
    expect(whole).toBe(false);
    expect(unite([passOf(A, [1, 2])], BOB).pass?.reader).not.toBe(pass?.reader);
  });

  test('passes are not united with another’s when nobody is signed in: most readers decide', () => {
    const ann = [passOf(A, [1], { account: ANN }), passOf(B, [2], { account: ANN })];
    const bob = passOf(C, [3, 4, 5], { account: BOB });
    const { pass } = unite([bob, ...ann, passOf(D, [6])]);
    expect(pass).toMatchObject({ account: ANN, replaces: expect.arrayContaining([A, B, C, D]) });
    expect(pass?.ledger.toSorted()).toEqual([1, 2, 6]);
  });

  test('of as many readers the more read decides, and then the reader id', () => {
    const less = passOf(A, [1], { account: ANN });
    const more = passOf(B, [2, 3], { account: BOB });
    expect(unite([less, more]).pass).toMatchObject({ account: BOB, ledger: [2, 3] });
    expect(unite([less, { ...more, read: 1, ledger: [2] }]).pass).toMatchObject({ account: ANN, ledger: [1] });
  });

  test('a pass that wins over another’s goes on under a new id', () => {
    const planted = passOf(B, [2, 3], { account: BOB });
    expect(unite([passOf(A, [1], { account: ANN }), planted]).pass?.reader).not.toBe(B);
  });

  test('five copies of one pass are one reader', () => {
    const copies = Array.from({ length: 4 }, (_, n) => passOf(A, [1], { account: ANN, signedAt: NOW + n * 1000 }));
    expect(unite([...copies, passOf(B, [2, 3], { account: BOB })]).pass?.account).toBe(BOB);
  });
});

describe('a block', () => {
  const ten = Array.from({ length: 10 }, (_, n) => n);
  const blocked = passOf(A, ten, { state: 'blocked', signedAt: NOW + 1000 });

  test('stands where the newest pass shows all that the store knew', () => {
    expect(unite([blocked, passOf(A, [11])]).pass?.state).toBe('blocked');
    expect(unite([blocked, passOf(B, [11])]).pass?.state).toBe('blocked');
  });

  test('does not stand where articles of another pass would hide that the newest does not show all', () => {
    const cut = { ...blocked, read: 11 };
    expect(unite([cut, passOf(B, [11])]).pass?.state).toBe('register-prompt');
    expect(unite([cut, passOf(A, [1])])).toEqual({ pass: cut, whole: true });
  });

  test('is not handed to an account whose own set did not block', () => {
    const pass = passOf(B, [11], { account: ANN });
    expect(unite([blocked, pass], ANN).pass?.state).toBe('register-prompt');
    expect(unite([blocked], ANN).pass?.state).toBe('register-prompt');
    expect(unite([blocked, pass]).pass?.state).toBe('register-prompt');
  });

  test('gives way to an open view of the same second', () => {
    const open = { ...blocked, state: 'register-prompt' } as const;
    expect(unite([open, blocked])).toEqual({ pass: open, whole: true });
    expect(unite([blocked, open])).toEqual({ pass: open, whole: true });
  });

  test('gives way to an open view of the same second, whichever reader it was of', () => {
    expect(unite([passOf(A, [1]), passOf(B, [2], { state: 'blocked' })]).pass).toMatchObject({ state: 'free' });
    expect(unite([passOf(A, [1], { state: 'blocked' }), passOf(B, [2])]).pass).toMatchObject({ state: 'free' });
  });

  test('of an older pass gives way to what the store said since', () => {
    const since = passOf(A, ten, { signedAt: NOW + 2000 });
    expect(unite([blocked, since])).toEqual({ pass: since, whole: true });
  });
});

describe('what was granted', () => {
  const one = passOf(A, [1], { generation: 2, granted: 1, arm: 7 });
  const two = passOf(B, [2], { generation: 1, granted: 5, signedAt: NOW + 1000 });

  test('to one reader is the most that was granted since their latest fresh start, and the arm is kept', () => {
    const more = { ...one, granted: 4, ledger: [3], signedAt: NOW - 1000 };
    expect(unite([one, more]).pass).toMatchObject({ generation: 2, granted: 4, arm: 7, ledger: [3, 1] });
  });

  test('of two formats, what was read before a fresh start does not weigh', () => {
    const before = passOf('A', [1, 2, 3], { format: 2 });
    const after = passOf('A', [], { format: 2, generation: 1 });
    const other = passOf('B', [7], { format: 1 });
    expect(unite([before, after, other]).pass).toMatchObject({ format: 1, ledger: [7] });
  });

  test('makes passes of the same reader none that were signed before a fresh start, though they came later', () => {
    const { pass, whole } = unite([one, { ...two, reader: A ?? '' }]);
    expect({ pass, whole }).toEqual({ pass: one, whole: true });
    const ofAnn = [one, two].map((pass) => ({ ...pass, account: ANN }));
    expect(unite(ofAnn, ANN).pass).toMatchObject({ generation: 2, granted: 1, ledger: [1] });
    expect(unite(ofAnn).pass).toMatchObject({ generation: 2, ledger: [1] });
  });

  test('to several readers is granted to none who follows on them, and what each of them read counts', () => {
    expect(unite([one, two]).pass).toMatchObject({ generation: 2, granted: 0, ledger: [1, 2] });
    const planted = { ...two, account: ANN, granted: 9 };
    expect(unite([one, planted]).pass).toMatchObject({ account: ANN, granted: 0 });
  });

  test('goes with no pass to an account that takes it over', () => {
    expect(unite([one], ANN).pass).toMatchObject({ account: ANN, generation: 0, granted: 0, ledger: [1] });
    const own = { ...two, account: ANN };
    expect(unite([one, own], ANN).pass).toMatchObject({ account: ANN, generation: 1, granted: 5, ledger: [1, 2] });
  });

  test('of two arms is that of the newer pass', () => {
    expect(unite([one, { ...two, arm: 0 }]).pass).toMatchObject({ arm: 0 });
  });

  test('is the arm, though a pass without one says all the rest', () => {
    const pass = passOf(A, [1], { signedAt: NOW + 1000 });
    expect(unite([pass, passOf(A, [1], { arm: 1 })])).toEqual({ pass: { ...pass, arm: 1 }, whole: false });
  });
});

describe('passes of two formats', () => {
  const old = passOf(A, [1, 2], { format: 1 });
  const young = passOf(B, [3], { signedAt: NOW + 1000 });

  test('are never united: the one with more read stands, under a new id, and names the other', () => {
    const { pass, whole } = unite([old, young]);
    expect(pass).toMatchObject({ format: 1, ledger: [1, 2], read: 2, reader: mint([A ?? '', B ?? ''], '-', 1) });
    expect(pass?.replaces).toEqual([B, A]);
    expect(whole).toBe(false);
    expect(unite([signed(pass ?? old), old, young])).toEqual({ pass: signed(pass ?? old), whole: true });
  });

  test('of as many read the newer format stands', () => {
    const { pass } = unite([{ ...young, ledger: [3, 4], read: 2 }, old]);
    expect(pass).toMatchObject({ format: 2, ledger: [3, 4], reader: mint([A ?? '', B ?? '']) });
  });

  test('an account’s are known by what each calls it', () => {
    const own = { ...old, account: nameIn(1, ANN) };
    const other = { ...young, account: BOB };
    expect(unite([own, other], ANN)).toEqual({ pass: own, whole: true });
    expect(unite([own, other], BOB)).toEqual({ pass: other, whole: true });
    expect(unite([{ ...old, account: ANN }], ANN)).toEqual({ pass: null, whole: true });
    expect(unite([old], ANN).pass).toMatchObject({ format: 1, account: nameIn(1, ANN), replaces: [A] });
  });

  test('of two accounts in the one count no more than what would stand of them', () => {
    const ann = { ...old, account: nameIn(1, ANN), ledger: [1, 2, 3], read: 3 };
    const bob = passOf(C, [4, 5, 6], { format: 1, account: nameIn(1, BOB) });
    const five = passOf(B, [11, 12, 13, 14, 15]);
    expect(unite([ann, bob, five]).pass).toMatchObject({ format: 2, read: 5 });
  });
});

const articles = fc.integer({ min: 0, max: 15 });
const pass: fc.Arbitrary<Pass> = fc
  .record({
    reader: fc.constantFrom(A ?? '', B ?? '', C ?? '', D ?? '', E ?? ''),
    format: fc.constantFrom<PassFormat>(1, 2, 2, 2),
    owner: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom(ANN, BOB)),
    state: fc.constantFrom('free', 'register-prompt', 'blocked'),
    prompted: fc.boolean(),
    metPrompt: fc.boolean(),
    metWall: fc.boolean(),
    ledger: fc.oneof(
      { weight: 9, arbitrary: fc.uniqueArray(articles, { maxLength: 12 }) },
      fc.uniqueArray(fc.nat({ max: 200 }), { minLength: 40, maxLength: LEDGER_SIZE }),
    ),
    hidden: fc.constantFrom(0, 0, 0, 1, 5, 900),
    replaces: fc.uniqueArray(fc.constantFrom(A ?? '', B ?? '', C ?? '', D ?? '', E ?? ''), {
      maxLength: MOST_REPLACED,
    }),
    arm: fc.constantFrom(undefined, undefined, 0, 1),
    generation: fc.constantFrom(0, 0, 1, 2),
    granted: fc.constantFrom(0, 0, 3, 5),
    end: fc.constantFrom(END, END + 1000, END + 86_400_000),
    signedAt: fc.constantFrom(NOW, NOW + 1000, NOW + 2000),
    keyId: fc.constantFrom('k', 'old'),
  })
  .map(({ hidden, owner, ...rest }) => {
    const replaces = rest.replaces.filter((reader) => reader !== rest.reader);
    const account = nameIn(rest.format, owner);
    return { ...rest, account, replaces, read: Math.min(MOST_ARTICLES, rest.ledger.length + hidden) };
  });
const passes = fc.array(pass, { maxLength: 4 });
const account = fc.constantFrom(undefined, ANN, BOB);
const setOf = ({ ledger }: Pass) => new Set(ledger);

describe('any passes', () => {
  const holds = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property);

  test('in any order come to the same', () => {
    const shuffled = passes.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    holds(
      fc.property(shuffled, account, fc.boolean(), ([all, others], who, rolling) => {
        expect(unite(others, who, rolling)).toEqual(unite(all, who, rolling));
      }),
    );
  });

  test('come to the same when some are sent twice', () => {
    holds(
      fc.property(passes, account, fc.boolean(), (all, who, rolling) => {
        expect(unite([...all, ...all], who, rolling)).toEqual(unite(all, who, rolling));
      }),
    );
  });

  test('united, and sent beside the old ones, are whole from then on', () => {
    holds(
      fc.property(passes, passes, account, fc.boolean(), (all, few, who, rolling) => {
        const { pass: united } = unite(all, who, rolling);
        if (!united) return;
        const next = signed(united);
        const gone = [next.reader, ...next.replaces];
        const kept = all.filter(({ reader }) => gone.includes(reader) && few.some((each) => each.reader === reader));
        expect(unite([next, ...all], who, rolling)).toEqual({ pass: next, whole: true });
        expect(unite([...kept, next], who, rolling)).toEqual({ pass: next, whole: true });
        expect(unite([next], who, rolling)).toEqual({ pass: next, whole: true });
      }),
    );
  });

  test('come to a pass whenever one of them may count', () => {
    holds(
      fc.property(passes, account, (all, who) => {
        const mayCount = all.some((each) => [undefined, nameIn(each.format, who)].includes(each.account) || !who);
        expect(unite(all, who).pass !== null).toBe(mayCount);
      }),
    );
  });

  test('come to no fewer articles than any that stands, and to none that no pass holds', () => {
    const unnamed = passes.map((all) => all.map((each) => ({ ...each, replaces: [] })));
    holds(
      fc.property(unnamed, account, (all, who) => {
        const { pass: united } = unite(all, who);
        const alike = all.filter(({ format }) => format === united?.format);
        const kept = alike.filter((each) => united && [undefined, united.account].includes(each.account));
        const isSame = (one: Pass, other: Pass) =>
          one.account === other.account && (one.account !== undefined || one.reader === other.reader);
        const isLatest = (each: Pass) =>
          !all.some(
            (other) => other.format === each.format && isSame(each, other) && other.generation > each.generation,
          );
        const standing = kept.filter(isLatest);
        for (const each of all) {
          if (each.account === undefined && isLatest(each)) expect(united?.read).toBeGreaterThanOrEqual(each.read);
        }
        for (const each of standing) {
          expect(united?.read).toBeGreaterThanOrEqual(each.read);
          if (each.account === united?.account) expect(united?.generation).toBeGreaterThanOrEqual(each.generation);
          if (each.account !== undefined && who) expect(united?.granted).toBeGreaterThanOrEqual(each.granted);
          expect(united?.ledger.length).toBeGreaterThanOrEqual(each.ledger.length);
        }
        const known = new Set(standing.flatMap(({ ledger }) => ledger));
        expect(united?.ledger.filter((id) => !known.has(id)) ?? []).toEqual([]);
        expect(united?.read ?? 0).toBeLessThanOrEqual(MOST_ARTICLES);
        if (known.size <= LEDGER_SIZE) expect(united ? setOf(united) : known).toEqual(known);
      }),
    );
  });

  test('of one honest reader never count what was not read', () => {
    const honest = fc.tuple(fc.uniqueArray(articles, { minLength: 1 }), passes).map(([read, all]) => {
      const ledgers = all.map(({ ledger }) => ledger.filter((id) => read.includes(id)));
      return {
        read,
        all: all.map((each, at) => {
          const ledger = ledgers[at] ?? [];
          return { ...each, ledger, read: Math.min(read.length, ledger.length + (each.read - each.ledger.length)) };
        }),
      };
    });
    holds(
      fc.property(honest, account, ({ read, all }, who) => {
        expect(unite(all, who).pass?.read ?? 0).toBeLessThanOrEqual(read.length);
      }),
    );
  });

  test('of two accounts or formats are never united', () => {
    holds(
      fc.property(passes, account, (all, who) => {
        const { pass: united } = unite(all, who);
        const alike = all.filter(({ format }) => format === united?.format);
        const own = alike.filter((each) => [undefined, united?.account].includes(each.account));
        const ledgers = own.flatMap(({ ledger }) => ledger);
        expect(united?.ledger.filter((id) => !ledgers.includes(id)) ?? []).toEqual([]);
        if (who !== undefined && united) expect(united.account).toBe(nameIn(united.format, who));
      }),
    );
  });

  test('never put a ledger under a reader id that came with another', () => {
    holds(
      fc.property(passes, account, (all, who) => {
        const { pass: united } = unite(all, who);
        const sent = all.filter(({ reader }) => reader === united?.reader);
        const owned = new Set(sent.flatMap(({ ledger }) => ledger));
        if (united && sent.length > 0) expect(united.ledger.filter((id) => !owned.has(id))).toEqual([]);
      }),
    );
  });

  test('name four others at most, each once', () => {
    holds(
      fc.property(passes, account, (all, who) => {
        const { pass: united } = unite(all, who);
        const replaces = united?.replaces ?? [];
        expect(replaces.length).toBeLessThanOrEqual(MOST_REPLACED);
        expect(new Set(replaces).size).toBe(replaces.length);
        expect(replaces).not.toContain(united?.reader);
      }),
    );
  });

  test('give a block only where the newest says so', () => {
    holds(
      fc.property(passes, account, (all, who) => {
        const { pass: united } = unite(all, who);
        if (united?.state !== 'blocked') return;
        const newest = all.filter(({ signedAt, state }) => signedAt === united.signedAt && state === 'blocked');
        expect(newest.some((each) => each.account === united.account)).toBe(true);
      }),
    );
  });
});
