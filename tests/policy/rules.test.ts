import { describe, expect, test } from '@jest/globals';
import { memoryStore, type Store } from '../../src/index.js';
import type { Pass } from '../../src/pass/index.js';
import { readKeys } from '../../src/pass/index.js';
import { createPeriods } from '../../src/period/index.js';
import { type Document, type Entry, NOTHING } from '../../src/policy/document.js';
import { rulesOf } from '../../src/policy/document-rules.js';
import type { Keeper } from '../../src/policy/keeper.js';
import { keeperOf } from '../../src/policy/keeper-of-place.js';
import { localDocuments } from '../../src/policy/local-documents.js';
import type { Plan } from '../../src/policy/plans.js';
import { type GivenReader, rulesOfCode } from '../../src/policy/rules.js';
import type { PolicyPlace } from '../../src/policy/source.js';
import { frozenClock, NOON, SECRET } from '../support/site.js';
import { waitFor } from '../support/wait.js';

const LIMITS = { promptAfter: 3, blockAfter: 10 };
const PLANS = new Map<string, Plan>([['registered', LIMITS]]);

const placeOf = (store: Store = memoryStore(), site = 'https://news.example'): PolicyPlace => ({
  site,
  limits: LIMITS,
  plans: PLANS,
  keyring: readKeys([{ id: 'k', secret: SECRET }], 'keys'),
  articleSecret: Buffer.from(SECRET),
  store,
  periods: createPeriods('month', 'UTC'),
  cookie: { name: 'paywall' },
});

const PASS: Pass = {
  format: 2,
  reader: 'reader_id-16char',
  account: undefined,
  state: 'blocked',
  prompted: false,
  metPrompt: true,
  metWall: true,
  read: 3,
  ledger: [1, 2, 3],
  replaces: [],
  arm: undefined,
  generation: 1,
  granted: 2,
  end: NOON + 1000,
  signedAt: NOON,
  keyId: 'k',
};

const FRESH = { state: 'free', metPrompt: false, metWall: false, read: 0, ledger: [] } as const;
const ENTRY: Entry = { generation: 0, granted: 0, ends: NOON + 1, opened: [] };

describe('the rules of a document', () => {
  const keeperAt = (document: Document): Keeper & { document: Document } => ({
    document,
    confirmedAt: null,
    refresh: async () => undefined,
    write: async () => document,
    askIfDue: () => undefined,
    close: () => undefined,
  });
  const of = (readers: Record<string, Partial<Entry>>, more: Partial<Document> = {}): Document => ({
    ...NOTHING,
    readers: new Map(Object.entries(readers).map(([id, entry]) => [id, { ...ENTRY, ...entry }])),
    ...more,
  });

  test('are the code’s, as long as nothing is turned', () => {
    const { givenTo, ...rules } = rulesOf(placeOf(), keeperAt(NOTHING), () => NOON)();
    expect(rules).toEqual({ limits: LIMITS, plans: PLANS, prompts: true, openUntil: 0 });
    const { givenTo: _of, ...code } = rulesOfCode(placeOf());
    expect(code).toEqual(rules);
    for (const pass of [PASS, null]) expect(givenTo(pass, 'r')).toEqual(rulesOfCode(placeOf()).givenTo(pass, 'r'));
  });

  test('are worked out anew for another document, and for no other', () => {
    const keeper = keeperAt(NOTHING);
    const now = rulesOf(placeOf(), keeper, () => NOON);
    expect(now()).toBe(now());
    const turned = {
      promptAfter: 1,
      blockAfter: 2,
      plans: { registered: { promptAfter: 0, blockAfter: 1 } },
      prompts: false,
      openUntil: 5,
    };
    keeper.document = of({}, { turned });
    expect(now()).toMatchObject({ limits: { promptAfter: 1, blockAfter: 2 }, prompts: false, openUntil: 5 });
    expect(now().plans?.get('registered')).toEqual({ promptAfter: 0, blockAfter: 1 });
    expect(now()).toBe(now());
  });

  test.each<[string, Pass | null, string | undefined, Partial<Entry>, GivenReader]>([
    [
      'nothing to one who is new',
      null,
      undefined,
      { granted: 5 },
      { pass: null, generation: 0, granted: 0, opened: [] },
    ],
    ['nothing to another', PASS, 's', { granted: 5 }, { pass: PASS, generation: 1, granted: 2, opened: [] }],
    [
      'what the pass says already',
      PASS,
      'r',
      { generation: 1, granted: 2 },
      { pass: PASS, generation: 1, granted: 2, opened: [] },
    ],
    [
      'more',
      PASS,
      'r',
      { generation: 1, granted: 3 },
      { pass: { ...PASS, granted: 3 }, generation: 1, granted: 3, opened: [] },
    ],
    [
      'less than the pass says',
      PASS,
      'r',
      { generation: 1, granted: 1 },
      { pass: PASS, generation: 1, granted: 2, opened: [] },
    ],
    [
      'a fresh start',
      PASS,
      'r',
      { generation: 2, granted: 0, opened: [9] },
      {
        pass: { ...PASS, ...FRESH, generation: 2, granted: 0 },
        generation: 2,
        granted: 0,
        opened: [9],
      },
    ],
    [
      'a fresh start with as much granted as before',
      PASS,
      'r',
      { generation: 2, granted: 2 },
      {
        pass: { ...PASS, ...FRESH, generation: 2 },
        generation: 2,
        granted: 2,
        opened: [],
      },
    ],
    [
      'something to one without a pass',
      null,
      'r',
      { generation: 2, granted: 1, opened: [9] },
      { pass: null, generation: 2, granted: 1, opened: [9] },
    ],
    ['an article', PASS, 'r', { opened: [9] }, { pass: PASS, generation: 1, granted: 2, opened: [9] }],
    [
      'what has ended',
      PASS,
      'r',
      { generation: 2, opened: [9], ends: NOON },
      { pass: PASS, generation: 1, granted: 2, opened: [] },
    ],
  ])('give %s', (_what, pass, who, entry, given) => {
    const { givenTo } = rulesOf(placeOf(), keeperAt(of({ r: entry })), () => NOON)();
    const found = givenTo(pass, who);
    expect(found).toEqual(given);
    // By this the meter tells a pass that says it all.
    expect(found.pass === pass).toBe(given.pass === pass);
  });
});

describe('the keeper of a place', () => {
  test('keeps the document under a name that does not say the site', async () => {
    const names: string[] = [];
    const kept = localDocuments();
    const documents = {
      ...kept,
      read(name: string, known: string | null) {
        names.push(name);
        return kept.read(name, known);
      },
    };
    const keepers = ['https://news.example', 'https://other.example'].map((site) =>
      keeperOf(
        placeOf(memoryStore(), site),
        documents,
        () => NOON,
        () => undefined,
      ),
    );
    await Promise.all(keepers.map((keeper) => keeper.refresh()));
    for (const keeper of keepers) keeper.close();
    expect(new Set(names)).toEqual(new Set(['policy:64rqp9bcwYq7KATJ', 'policy:LQoBZHP_df0q-jzB']));
  });

  const given = (generation: number) => ({ ...ENTRY, generation, ends: NOON + 86_400_000 });

  test('has each set from before a fresh start forgotten, once', async () => {
    const forgotten: string[] = [];
    const store = { ...memoryStore(), forget: async (set: string) => void forgotten.push(set) };
    const documents = localDocuments();
    const { clock } = frozenClock();
    const open = () => keeperOf(placeOf(store), documents, clock, () => undefined);
    const one = open();
    const write = (readers: Record<string, Entry>) =>
      one.write((now) => ({ ...now, readers: new Map(Object.entries(readers)) }));
    await write({ r: given(2), s: given(0) });
    expect(forgotten.splice(0)).toEqual(['2026-11:r', '2026-11:r~1']);
    await write({ r: given(3), s: given(1) });
    expect(forgotten.splice(0)).toEqual(['2026-11:r~2', '2026-11:s']);
    await write({ r: given(2) });
    expect(forgotten.splice(0)).toEqual([]);
    // Not before: it would follow by itself, sooner or later.
    const other = open();
    await other.refresh();
    expect(forgotten.splice(0)).toEqual(['2026-11:r', '2026-11:r~1']);
    for (const keeper of [one, other]) keeper.close();
  });

  test('tells of what cannot be forgotten, and of nothing where the store cannot forget', async () => {
    const told: unknown[] = [];
    const fault = new Error('down');
    const { forget: _none, ...cannot } = memoryStore();
    for (const store of [{ ...cannot, forget: () => Promise.reject(fault) }, cannot]) {
      const keeper = keeperOf(
        placeOf(store),
        localDocuments(),
        () => NOON,
        (...args) => told.push(args),
      );
      await keeper.write((now) => ({ ...now, readers: new Map([['r', given(1)]]) }));
      await waitFor('it to be told of', () => told.length > 0);
      keeper.close();
    }
    expect(told).toEqual([
      ['ERR_PAYWALL_POLICY', 'What a reader read before a fresh start could not be forgotten', fault],
    ]);
  });
});
