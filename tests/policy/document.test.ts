import { describe, expect, test } from '@jest/globals';
import { OptionError } from '../../src/index.js';
import { current, type Document, type Entry, isStale, type Logged, NOTHING } from '../../src/policy/document.js';
import { documentOfJson, documentToJson } from '../../src/policy/document-json.js';

const NEVER = Number.POSITIVE_INFINITY;
const NOW = 1_000_000;

const ENTRY: Entry = { generation: 1, granted: 2, ends: NOW + 1, opened: [2 ** 31 - 1, -(2 ** 31)] };
const LINE: Logged = { version: 7, at: NOW, by: 'Anna', act: 'grant', ends: NOW + 1, reader: 'r', count: 255 };
const TURN: Logged = {
  ...{ version: 8, at: NOW, by: 'Ben', act: 'change', ends: NOW + 1 },
  before: { promptAfter: null, plans: {}, openUntil: 0 },
  after: { promptAfter: NEVER, plans: { registered: { promptAfter: 0, blockAfter: NEVER } }, openUntil: 5 },
};
const FULL: Document = {
  version: 8,
  turned: {
    promptAfter: NEVER,
    blockAfter: 1000,
    plans: { registered: { promptAfter: 0, blockAfter: NEVER } },
    prompts: false,
    openUntil: 5,
  },
  readers: new Map([
    ['r', ENTRY],
    ['s', { generation: 0, granted: 0, ends: 0, opened: [] }],
  ]),
  log: [LINE, TURN],
};

/** As it comes from the store. */
const parsed = (document: Document) => Object(JSON.parse(JSON.stringify(documentToJson(document))));

describe('a document', () => {
  test.each([
    ['of nothing', NOTHING],
    ['of much', FULL],
    ...(['change', 'undo', 'grant', 'open', 'reset', 'forget'] as const).map(
      (act) => [`with a line of ${act}`, { ...NOTHING, log: [{ ...LINE, act }] }] as const,
    ),
  ])('%s is read as it was written', (_what, document) => {
    expect(documentOfJson(parsed(document))).toEqual(document);
  });

  test('of nothing has no limit, has prompts, and has nothing open', () => {
    const turned = { promptAfter: null, blockAfter: null, plans: {}, prompts: true, openUntil: 0 };
    expect(NOTHING).toEqual({ version: 0, turned, readers: new Map(), log: [] });
  });

  test('says of a change what was turned, and of nothing else that it was', () => {
    const [, { before, after } = TURN] = documentOfJson(parsed(FULL)).log;
    expect([before, after].map((part) => Object.keys(part ?? {}))).toEqual(
      Array(2).fill(['promptAfter', 'plans', 'openUntil']),
    );
  });

  test('has in JSON no infinite number, and a list for each reader', () => {
    expect(documentToJson({ ...FULL, log: [] })).toEqual({
      format: 1,
      version: 8,
      turned: {
        ...FULL.turned,
        promptAfter: 'Infinity',
        plans: { registered: { promptAfter: 0, blockAfter: 'Infinity' } },
      },
      readers: { r: [1, 2, NOW + 1, 2 ** 31 - 1, -(2 ** 31)], s: [0, 0, 0] },
      log: [],
    });
  });

  const ids = (count: number, entry: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`r${n}`, entry]));
  const lines = (count: number) => Array.from({ length: count }, () => LINE);

  test('is read with as much as it has room for', () => {
    const many = { ...parsed(NOTHING), readers: ids(1000, [255, 255, 1, ...Array(20).keys()]), log: lines(200) };
    const { readers, log } = documentOfJson(many);
    expect([readers.size, readers.get('r0')?.opened.length, log.length]).toEqual([1000, 20, 200]);
  });

  const reader = (...entry: readonly unknown[]) => ({ readers: { r: entry } });
  const line = (more: object) => ({ log: [{ ...LINE, ...more }] });
  const turned = (more: object) => ({ turned: { ...NOTHING.turned, ...more } });

  test.each<[string, unknown]>([
    ['', []],
    ['.format', { format: 2 }],
    ['.format', { format: 0 }],
    ['.format', { format: undefined }],
    ['.version', { version: -1 }],
    ['.version', { version: 2 ** 53 }],
    ['.version', { version: undefined }],
    ['.more', { more: 1 }],
    ['.turned', { turned: undefined }],
    ...['promptAfter', 'blockAfter', 'plans', 'prompts', 'openUntil'].map((name): [string, unknown] => [
      `.turned.${name}`,
      turned({ [name]: undefined }),
    ]),
    ['.turned.promptAfter', turned({ promptAfter: 'never' })],
    ['.turned.blockAfter', turned({ blockAfter: 1001 })],
    ['.turned.plans', turned({ plans: [] })],
    ['.turned.plans.gold', turned({ plans: { gold: null } })],
    ['.turned.plans.gold', turned({ plans: { gold: { promptAfter: 1, blockAfter: null } } })],
    ['.turned.plans.gold.blockAfter', turned({ plans: { gold: { promptAfter: 2, blockAfter: 1 } } })],
    ['.turned.prompts', turned({ prompts: 1 })],
    ['.turned.openUntil', turned({ openUntil: null })],
    ['.readers', { readers: [] }],
    ['.readers', { readers: undefined }],
    ['.readers', { readers: ids(1001, [0, 0, 0]) }],
    ['.readers.r', { readers: { r: {} } }],
    ['.readers.r', reader(0, 0)],
    ['.readers.r', reader(256, 0, 0)],
    ['.readers.r', reader(0, 256, 0)],
    ['.readers.r', reader(-1, 0, 0)],
    ['.readers.r', reader(0, -1, 0)],
    ['.readers.r', reader(0, 0, 0.5)],
    ['.readers.r', reader(0, 0, 0, ...Array(21).fill(1))],
    ['.readers.r[0]', reader(0, 0, 0, 2 ** 31)],
    ['.readers.r[1]', reader(0, 0, 0, 1, -(2 ** 31) - 1)],
    ['.log', { log: {} }],
    ['.log', { log: undefined }],
    ['.log', { log: lines(201) }],
    ['.log[0].version', line({ version: null })],
    ['.log[0].at', line({ at: undefined })],
    ['.log[0].by', line({ by: '' })],
    ['.log[0].act', line({ act: 'steal' })],
    ['.log[0].ends', line({ ends: '1' })],
    ['.log[0].before', line({ before: null })],
    ['.log[0].before.more', line({ before: { more: 1 } })],
    ['.log[0].after.promptAfter', line({ after: { promptAfter: 0.5 } })],
    ['.log[0].after.blockAfter', line({ after: { blockAfter: -1 } })],
    ['.log[0].after.plans', line({ after: { plans: 1 } })],
    ['.log[0].after.prompts', line({ after: { prompts: 'on' } })],
    ['.log[0].after.openUntil', line({ after: { openUntil: -1 } })],
    ['.log[0].reader', line({ reader: 1 })],
    ['.log[0].count', line({ count: 0 })],
    ['.log[0].count', line({ count: 256 })],
  ])('whose policy%s is wrong is none (%#)', (path, change) => {
    const wrong = Array.isArray(change) ? change : { ...parsed(NOTHING), ...Object(change) };
    expect(() => documentOfJson(wrong)).toThrow(OptionError);
    expect(() => documentOfJson(wrong)).toThrow(expect.objectContaining({ option: `policy${path}` }));
  });
});

describe('what has ended', () => {
  const ending = (ends: number): Document => ({ ...FULL, readers: new Map([['r', { ...ENTRY, ends }]]), log: [] });
  const logged = (ends: number): Document => ({ ...FULL, readers: new Map(), log: [{ ...LINE, ends }] });
  const ENDED = { ...FULL, readers: new Map(), log: [] };

  test.each<[string, Document, boolean]>([
    ['nothing', ENDED, false],
    ['what was given to a reader', ending(NOW), true],
    ['and not yet', ending(NOW + 1), false],
    ['a line', logged(NOW), true],
    ['and not yet', logged(NOW + 1), false],
    [
      'one reader of two',
      {
        ...ending(NOW),
        readers: new Map([
          ['s', ENTRY],
          ['r', { ...ENTRY, ends: NOW }],
        ]),
      },
      true,
    ],
    ['one line of two', { ...ending(NOW + 1), log: [LINE, { ...LINE, ends: NOW }] }, true],
  ])('is known, and left out: %s', (_what, document, stale) => {
    expect(isStale(document, NOW)).toBe(stale);
    const left = current(document, NOW);
    expect(left).toMatchObject({ version: 8, turned: FULL.turned });
    expect([...left.readers.values(), ...left.log].every(({ ends }) => ends > NOW)).toBe(true);
    expect(left.readers.size + left.log.length).toBe(document.readers.size + document.log.length - Number(stale));
  });

  test('and of the log all but the newest two hundred lines', () => {
    const log = Array.from({ length: 201 }, (_, version) => ({ ...LINE, version }));
    expect(current({ ...FULL, log }, NOW).log).toEqual(log.slice(1));
  });
});
