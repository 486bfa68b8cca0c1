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
  const READ_ON = 'Those at the wall can read on at once';
  const meets = (read: number) => `Those who have read ${read} or more this period meet it at their next new article.`;
  const open = (until: number) => [
    `Every metered article is open to everyone until <${until}>, and reading is not counted. After that, each reader’s count goes on from where it was.`,
    'Locked articles stay locked.',
  ];
  const AGAIN = 'Metering starts again at once. What was read while everything was open has not been counted.';
  const PAST = { openUntil: NOW };
  const OPEN = { openUntil: NOW + 1 };

  test.each<[string, Partial<Turned>, Partial<Turned>, readonly string[], Code?]>([
    [
      'the wall is lower',
      {},
      { blockAfter: 5 },
      [`For ${EVERYONE} the wall comes after 5 articles; until now it came after 10 articles.`, meets(5)],
    ],
    [
      'the wall is at 1',
      { blockAfter: 1 },
      { blockAfter: 0, promptAfter: 3 },
      [
        `For ${EVERYONE} the wall comes at the first article; until now it came after 1 article.`,
        'All of them meet it at their next new article.',
      ],
    ],
    [
      'the wall is higher',
      {},
      { blockAfter: 11 },
      [
        `For ${EVERYONE} the wall comes after 11 articles; until now it came after 10 articles.`,
        `${READ_ON}, up to 1 more.`,
      ],
    ],
    [
      'the wall is gone',
      {},
      { blockAfter: NEVER },
      [`For ${EVERYONE} the wall never comes; until now it came after 10 articles.`, `${READ_ON}.`],
    ],
    [
      'the wall is back',
      { blockAfter: NEVER },
      {},
      [`For ${EVERYONE} the wall comes after 10 articles; until now it never came.`, meets(10)],
    ],
    [
      'the prompt moves',
      {},
      { promptAfter: 1 },
      [`For ${EVERYONE} the prompt comes after 1 article; until now it came after 3 articles.`],
    ],
    [
      'the prompt is gone',
      {},
      { promptAfter: NEVER },
      [`For ${EVERYONE} the prompt never comes; until now it came after 3 articles.`],
    ],
    [
      'a plan has other limits',
      {},
      { plans: { registered: { promptAfter: 5, blockAfter: 7 }, subscriber: LIMITS } },
      [
        'For accounts on the plan registered the wall comes after 7 articles; until now it came after 6 articles.',
        `${READ_ON}, up to 1 more.`,
      ],
    ],
    ['a plan that the code has not', {}, { plans: { gold: LIMITS } }, [], WITHOUT_PLANS],
    [
      'prompts off',
      {},
      { prompts: false },
      ['No reader sees a prompt any more. What they read is still counted, and the wall stays.'],
    ],
    ['prompts on', { prompts: false }, {}, ['Readers see prompts again, by how many articles they have read.']],
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
      'The whole site follows within five seconds. No reader’s count starts again, and what was read stays open until the period ends.';
    expect(said).toEqual(words.length > 0 ? [...words, follows] : ['Nothing changes.']);
  });
});

describe('what nobody can turn', () => {
  const LOCKED =
    'Only the site’s developers can change which pages are articles, and which of them are locked or open to everyone.';
  const PLANS = 'Only the site’s developers can add and remove plans';

  test.each([
    ['month', 'a calendar month'],
    ['week', 'a week'],
    ['day', 'a day'],
    [{ days: 30 }, '30 days from a reader’s first article'],
  ] as const)('is said of the period %j', (period, words) => {
    expect(fixedInWords(period, 'Europe/Berlin', WITHOUT_PLANS)).toEqual([
      `A count lasts ${words}, in the time zone Europe/Berlin: only the site’s developers can change this.`,
      LOCKED,
      'Every account reads everything: the site has no plans.',
    ]);
  });

  test.each<[string, Code['plans'], string]>([
    ['none of which reads everything', new Map([['registered', LIMITS]]), `${PLANS}.`],
    ['one of which does', CODE.plans, `${PLANS}, or limit those that read everything: subscriber.`],
    [
      'two of which do',
      new Map([
        ['a', 'full'],
        ['b', 'full'],
      ]),
      `${PLANS}, or limit those that read everything: a, b.`,
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
    [{ act: 'grant', count: 1, reader: 'r' }, 'granted 1 more article to reader r'],
    [{ act: 'grant', count: 2 }, 'granted 2 more articles to a reader'],
    [{ act: 'grant' }, 'granted 0 more articles to a reader'],
    [{ act: 'open', reader: 'r' }, 'opened an article for reader r'],
    [{ act: 'reset', reader: 'r' }, 'let reader r start again'],
    [{ act: 'forget' }, 'forgot a reader'],
    [{}, 'changed nothing'],
    [{ act: 'take-back', count: 1, reader: 'r' }, 'took back a grant of 1 article from reader r'],
    [
      turned({ promptAfter: 1, blockAfter: null }, { promptAfter: null, blockAfter: 0 }),
      'changed “Prompt after” from 1 to the default and “Wall after” from the default to 0, for readers without an account',
    ],
    [
      turned({}, { blockAfter: NEVER }),
      'changed “Wall after” from the default to never, for readers without an account',
    ],
    [{ act: 'undo', ...turned({ prompts: false }, { prompts: true }) }, 'undid a change: turned prompts on'],
    [turned({ prompts: true }, { prompts: false }), 'turned prompts off'],
    [turned({ openUntil: 0 }, { openUntil: 5 }), 'opened everything until <5>'],
    [turned({ openUntil: 5 }, { openUntil: 6 }), 'opened everything until <6> instead of <5>'],
    [turned({ openUntil: 5 }, { openUntil: 0 }), 'started metering again; everything was to stay open until <5>'],
    [
      turned({ plans: {} }, { plans: TWO }),
      'changed “Prompt after” from the default to 1 and “Wall after” from the default to never, for accounts on the plan registered; changed “Prompt after” from the default to 0 and “Wall after” from the default to 2, for accounts on the plan student',
    ],
    [
      turned({ plans: TWO }, { plans: { registered: TWO.registered } }),
      'changed “Prompt after” from 0 to the default and “Wall after” from 2 to the default, for accounts on the plan student',
    ],
    [{ after: { plans: {} } }, 'changed nothing'],
  ])('%j: %s', (more, words) => {
    expect(loggedInWords(line(more), say)).toBe(words);
  });
});
