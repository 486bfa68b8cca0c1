import { describe, expect, test } from '@jest/globals';
import type { Code } from '../../src/policy/change.js';
import { type Logged, NOTHING, type Turned } from '../../src/policy/document.js';
import type { Plan } from '../../src/policy/plans.js';
import { changeInWords, fixedInWords, loggedInWords, timesIn } from '../../src/policy/words.js';

const NEVER = Number.POSITIVE_INFINITY;
const NOW = Date.UTC(2026, 10, 15, 12);
const say = (time: number) => `<${time}>`;

const LIMITS = { promptAfter: 3, blockAfter: 10 };
const CODE: Code = {
  limits: LIMITS,
  plans: new Map<string, Plan>([
    ['registered', { promptAfter: 5, blockAfter: 6 }],
    ['subscriber', 'full'],
  ]),
};
const WITHOUT_PLANS: Code = { limits: LIMITS, plans: null };
const NONE = NOTHING.turned;

test('times are said in the zone, by the day of the week and to the minute', () => {
  expect(timesIn('America/New_York')(NOW)).toMatch(/^Sunday,? 15 November 2026,? (at )?07:00 \(America\/New_York\)$/);
});

describe('what a change does', () => {
  const EVERYONE = 'readers without an account';
  const READ_ON = 'Whoever of them is at the wall reads on at once';
  const meets = (read: number) =>
    `Whoever of them has read ${read} or more this period meets it at their next new article.`;
  const open = (until: number) => [
    `Every metered article is open to everyone until <${until}>, and none is counted. Then the count goes on where it stood.`,
    'What only full access opens stays locked: the code of the site says so.',
  ];
  const AGAIN = 'The meter is on again at once. What was read while it was off has not been counted.';
  const PAST = { openUntil: NOW };
  const OPEN = { openUntil: NOW + 1 };

  test.each<[string, Partial<Turned>, Partial<Turned>, readonly string[], Code?]>([
    [
      'the wall is lower',
      {},
      { blockAfter: 5 },
      [`For ${EVERYONE} the wall comes after 5 articles; it came after 10 articles.`, meets(5)],
    ],
    [
      'the wall is at 1',
      { blockAfter: 1 },
      { blockAfter: 0, promptAfter: 3 },
      [
        `For ${EVERYONE} the wall comes at the first article; it came after 1 article.`,
        'Each of them meets it at their next new article.',
      ],
    ],
    [
      'the wall is higher',
      {},
      { blockAfter: 11 },
      [`For ${EVERYONE} the wall comes after 11 articles; it came after 10 articles.`, `${READ_ON}, up to 1 more.`],
    ],
    [
      'the wall is gone',
      {},
      { blockAfter: NEVER },
      [`For ${EVERYONE} the wall never comes; it came after 10 articles.`, `${READ_ON}.`],
    ],
    [
      'the wall is back',
      { blockAfter: NEVER },
      {},
      [`For ${EVERYONE} the wall comes after 10 articles; it never came.`, meets(10)],
    ],
    [
      'the prompt moves',
      {},
      { promptAfter: 1 },
      [`For ${EVERYONE} the prompt comes after 1 article; it came after 3 articles.`],
    ],
    [
      'the prompt is gone',
      {},
      { promptAfter: NEVER },
      [`For ${EVERYONE} the prompt never comes; it came after 3 articles.`],
    ],
    [
      'a plan has other limits',
      {},
      { plans: { registered: { promptAfter: 5, blockAfter: 7 }, subscriber: LIMITS } },
      [
        'For accounts of the plan registered the wall comes after 7 articles; it came after 6 articles.',
        `${READ_ON}, up to 1 more.`,
      ],
    ],
    ['a plan that the code has not', {}, { plans: { gold: LIMITS } }, [], WITHOUT_PLANS],
    [
      'prompts off',
      {},
      { prompts: false },
      ['No reader is prompted any more. What they read is counted all the same, and the wall stays.'],
    ],
    ['prompts on', { prompts: false }, {}, ['Readers are prompted again, by what they have read.']],
    ['all is open', {}, OPEN, open(NOW + 1)],
    ['all is open for longer', OPEN, { openUntil: NOW + 2 }, open(NOW + 2)],
    ['all is open again, which was over', PAST, OPEN, open(NOW + 1)],
    ['all is open for no longer', OPEN, {}, [AGAIN]],
    ['what is over by now is ended', PAST, {}, []],
    ['all stays open', OPEN, OPEN, []],
    ['what is over by now is not said to be open', PAST, PAST, []],
    ['nothing', {}, {}, []],
  ])('is said: %s', (_what, before, after, words, code = CODE) => {
    const said = changeInWords({ ...NONE, ...before }, { ...NONE, ...after }, code, NOW, say);
    const follows =
      'Every process follows within five seconds. No count starts anew, and what was read stays open until the period ends.';
    expect(said).toEqual(words.length > 0 ? [...words, follows] : ['Nothing changes.']);
  });
});

describe('what nobody can turn', () => {
  const LOCKED =
    'Which pages are articles, and which of them are locked or open to everyone, the code of the site fixes.';
  const PLANS = 'Which plans there are the code of the site fixes';

  test.each([
    ['month', 'calendar month'],
    ['week', 'week'],
    ['day', 'day'],
    [{ days: 30 }, "30 days from a reader's first article"],
  ] as const)('is said of the period %j', (period, words) => {
    expect(fixedInWords(period, 'Europe/Berlin', WITHOUT_PLANS)).toEqual([
      `A count lasts a ${words}, in the time zone Europe/Berlin: the code of the site fixes both.`,
      LOCKED,
      'Every account reads everything: the code of the site names no plans.',
    ]);
  });

  test.each<[string, Code['plans'], string]>([
    ['none of which reads everything', new Map([['registered', LIMITS]]), `${PLANS}.`],
    ['one of which does', CODE.plans, `${PLANS}, and that subscriber may read everything.`],
    [
      'two of which do',
      new Map([
        ['a', 'full'],
        ['b', 'full'],
      ]),
      `${PLANS}, and that a, b may read everything.`,
    ],
  ])('is said of plans, %s', (_what, plans, words) => {
    expect(fixedInWords('month', 'UTC', { limits: LIMITS, plans })[2]).toBe(words);
  });
});

describe('a line of the log', () => {
  const line = (more: Partial<Logged>): Logged => ({
    version: 1,
    at: NOW,
    by: 'Anna',
    act: 'change',
    ends: NOW,
    ...more,
  });
  const turned = (before: Partial<Turned>, after: Partial<Turned>) => ({ before, after });
  const TWO = { registered: { promptAfter: 1, blockAfter: NEVER }, student: { promptAfter: 0, blockAfter: 2 } };

  test.each<[Partial<Logged>, string]>([
    [{ act: 'grant', count: 1, reader: 'r' }, 'granted 1 article more to reader r'],
    [{ act: 'grant', count: 2 }, 'granted 2 articles more to a reader'],
    [{ act: 'grant' }, 'granted 0 articles more to a reader'],
    [{ act: 'open', reader: 'r' }, 'opened an article to reader r'],
    [{ act: 'reset', reader: 'r' }, 'let reader r start again'],
    [{ act: 'forget' }, 'forgot a reader'],
    [{}, 'turned nothing'],
    [{ act: 'take-back', count: 1, reader: 'r' }, 'took back a grant of 1 article from reader r'],
    [
      turned({ promptAfter: 1, blockAfter: null }, { promptAfter: null, blockAfter: 0 }),
      'turned “Prompt after” from 1 to what the code says and “Wall after” from what the code says to 0, for readers without an account',
    ],
    [
      turned({}, { blockAfter: NEVER }),
      'turned “Wall after” from what the code says to never, for readers without an account',
    ],
    [{ act: 'undo', ...turned({ prompts: false }, { prompts: true }) }, 'undid a change: turned prompts on'],
    [turned({ prompts: true }, { prompts: false }), 'turned prompts off'],
    [turned({ openUntil: 0 }, { openUntil: 5 }), 'opened everything until <5>'],
    [turned({ openUntil: 5 }, { openUntil: 6 }), 'opened everything until <6> in place of <5>'],
    [turned({ openUntil: 5 }, { openUntil: 0 }), 'let the meter go on, where everything was open until <5>'],
    [
      turned({ plans: {} }, { plans: TWO }),
      'turned “Prompt after” from what the code says to 1 and “Wall after” from what the code says to never, for accounts of the plan registered; turned “Prompt after” from what the code says to 0 and “Wall after” from what the code says to 2, for accounts of the plan student',
    ],
    [
      turned({ plans: TWO }, { plans: { registered: TWO.registered } }),
      'turned “Prompt after” from 0 to what the code says and “Wall after” from 2 to what the code says, for accounts of the plan student',
    ],
    [{ after: { plans: {} } }, 'turned nothing'],
  ])('%j: %s', (more, words) => {
    expect(loggedInWords(line(more), say)).toBe(words);
  });
});
