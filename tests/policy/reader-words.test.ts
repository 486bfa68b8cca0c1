import { describe, expect, test } from '@jest/globals';
import { type ReaderFacts, readerInWords } from '../../src/policy/reader-words.js';

const NEVER = Number.POSITIVE_INFINITY;
const say = (time: number) => `<${time}>`;

const FACTS: ReaderFacts = {
  read: 2,
  limits: { promptAfter: 3, blockAfter: 10 },
  granted: 0,
  generation: 0,
  opened: 0,
  isFull: false,
  prompts: true,
  names: [],
  resetsAt: 7,
  openUntil: 0,
  storeAnswers: true,
  isOfOtherAccount: false,
  isUnknownAccount: false,
  madeAt: undefined,
  last: null,
  asked: undefined,
};

const BLOCKED: Partial<ReaderFacts> = { read: 10 };
const ASKED = { name: '/a', isRead: false, isOpened: false };
const NEXT_OPEN = 'A new article is open: 8 more before the wall.';
const WALL = 'A new article shows the wall; those they have read stay open.';
const SIGNED = 'Their pass was last renewed on <5>, when';
const STOPPED = `${SIGNED} they met the wall: they had read as many as they may, and that article was not one of them.`;

describe('of a reader it is said', () => {
  test('how many they have read, when the count starts again and what comes next, and no more', () => {
    expect(readerInWords(FACTS, say)).toEqual([
      'They have read 2 of 10 articles this period.',
      'The count starts again on <7>.',
      NEXT_OPEN,
    ]);
  });

  test('when the code that they sent was made', () => {
    expect(readerInWords({ ...FACTS, madeAt: 6 }, say)).toContain('Their code was made on <6>.');
  });

  test('that everything is open, and no more', () => {
    expect(readerInWords({ ...FACTS, isFull: true, generation: 3, opened: 2, openUntil: 5 }, say)).toEqual([
      'Everything is open to this account, and nothing is counted.',
    ]);
  });

  const READ = 0;
  const NEXT = 2;
  const LAST = -1;
  test.each<[string, Partial<ReaderFacts>, number, string]>([
    [
      'nothing ever blocks',
      { limits: { promptAfter: 3, blockAfter: NEVER } },
      READ,
      'They have read 2 articles this period, and nothing ever stops them.',
    ],
    [
      'one read, nothing ever blocks',
      { read: 1, limits: { promptAfter: 3, blockAfter: NEVER } },
      READ,
      'They have read 1 article this period, and nothing ever stops them.',
    ],
    ['granted', { granted: 1 }, READ, 'They have read 2 of 10 articles this period; 1 of these was granted to them.'],
    ['all names', { names: ['/a', '/b'] }, NEXT, 'Read: /a, /b.'],
    ['more than the names', { names: ['/a'] }, NEXT, 'Read: /a, and 1 whose names are not known here.'],
    ['more names than read', { read: 1, names: ['/a', '/b'] }, NEXT, 'Read: /a, /b.'],
    ['last free', { last: { state: 'free', at: 5 } }, NEXT, `${SIGNED} an article was shown without a prompt.`],
    [
      'last prompted',
      { last: { state: 'register-prompt', at: 5 } },
      NEXT,
      `${SIGNED} an article was shown with the prompt.`,
    ],
    ['last blocked', { ...BLOCKED, last: { state: 'blocked', at: 5 } }, NEXT, STOPPED],
    [
      'last blocked, though below the limit now',
      { read: 9, last: { state: 'blocked', at: 5 } },
      NEXT,
      `${STOPPED} Since then they were granted more, or the limit was raised.`,
    ],
    ['next prompted', { read: 3 }, NEXT, 'A new article is open, with the prompt: 7 more before the wall.'],
    ['next not prompted', { read: 3, prompts: false }, NEXT, 'A new article is open: 7 more before the wall.'],
    ['next the last', { read: 9 }, NEXT, 'A new article is open, with the prompt: one more before the wall.'],
    ['next of any', { limits: { promptAfter: NEVER, blockAfter: NEVER } }, NEXT, 'A new article is open.'],
    ['next the wall', BLOCKED, NEXT, WALL],
    [
      'asked, opened',
      { asked: { ...ASKED, isRead: true, isOpened: true } },
      LAST,
      '/a was opened for them: it is shown, and not counted.',
    ],
    [
      'asked, read',
      { ...BLOCKED, asked: { ...ASKED, isRead: true } },
      LAST,
      'They have read /a, so it stays open until the period ends.',
    ],
    ['asked, new', { asked: ASKED }, LAST, 'They have not read /a: it is open, and will count.'],
    ['asked, at the wall', { ...BLOCKED, asked: ASKED }, LAST, 'They have not read /a, so it shows the wall.'],
    ['a fresh start', { generation: 1 }, LAST, 'An editor let them start again once this period.'],
    ['more of them', { generation: 2 }, LAST, 'An editor let them start again 2 times this period.'],
    ['one opened', { opened: 1 }, LAST, '1 article was opened for them, and not counted.'],
    ['more opened', { opened: 2 }, LAST, '2 articles were opened for them, and not counted.'],
    ['all open', { openUntil: 5 }, LAST, 'Every metered article is open to everyone until <5>.'],
    [
      'no store',
      { storeAnswers: false },
      LAST,
      'The store did not answer: this is only what their pass says, without what other devices read.',
    ],
    [
      'of an account',
      { isOfOtherAccount: true },
      LAST,
      'The pass belongs to an account, and this is what holds while they are signed out: give the account’s id to see what all its devices read.',
    ],
  ])('%s', (what, facts, at, words) => {
    const said = readerInWords({ ...FACTS, ...facts }, say);
    expect(said.at(at)).toBe(words);
    expect(said).toHaveLength(what.startsWith('next') || at === READ ? 3 : 4);
  });

  test('names in it cannot turn the sentence around', () => {
    const asked = { name: 'a\u202Eb\u2069', isRead: true, isOpened: false };
    const said = readerInWords({ ...FACTS, names: ['\u05D0/1'], asked }, say);
    expect(said).toContain('Read: \u2068\u05D0/1\u2069, and 1 whose names are not known here.');
    expect(said.at(-1)).toMatch(/^They have read a\uFFFDb\uFFFD, /);
  });

  test('that an account is none of which anything is known', () => {
    expect(readerInWords({ ...FACTS, isUnknownAccount: true }, say)[0]).toMatch(/^Nothing is known about this account/);
  });
});
