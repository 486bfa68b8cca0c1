import { describe, expect, jest, test } from '@jest/globals';
import type { FiguresOf } from '../../src/figures/index.js';
import { type Decision, uncountedDecision } from '../../src/meter/decision.js';
import type { EndedView, Outcome } from '../../src/meter/outcome.js';
import type { PresentFields } from '../../src/meter/response-fields.js';
import { createViewEnds, type PageEnding, passedOn } from '../../src/meter/steps/11-view-end.js';
import type { View } from '../../src/meter/view.js';
import { createCookie } from '../../src/pass/cookie.js';
import { NOON } from '../support/site.js';
import { someFacts, someFigures } from './facts.js';

const { around } = someFacts();
const COUNTED: Decision = {
  ...uncountedDecision('free', 'new-article', NOON + 5500, around),
  read: 1,
  left: 8,
  limit: 10,
  counted: true,
};
const BLOCKED: Decision = { ...COUNTED, state: 'blocked', reason: 'limit', read: 10, left: 0, counted: false };
const COOKIE = createCookie({ name: 'pass', secure: false, domain: undefined, sameSite: 'lax', partitioned: false });

function site({
  more = {},
  ending = {},
  decision = COUNTED,
  headers = {},
}: {
  readonly more?: Partial<View>;
  readonly ending?: Partial<PageEnding>;
  readonly decision?: Decision;
  readonly headers?: Record<string, string>;
} = {}) {
  const ended: EndedView[] = [];
  const told: string[] = [];
  const takeBack = jest.fn();
  const { figures, seen } = someFigures();
  const view: View = { method: 'GET', target: '/a', headers, ended: (one) => void ended.push(one), ...more };
  const ends = createViewEnds(COOKIE, (code, message) => void told.push(`${code} ${String(message)}`), figures);
  const outcome = ends.page(view, headers, decision, {
    now: NOON,
    keeping: 'reader',
    token: 'token',
    takeBack,
    known: { name: 'a' },
    ...ending,
  });
  return { outcome, ended, told, seen, takeBack, ends, view };
}

const PRESENT: PresentFields = { names: [], get: () => undefined };
const KEPT = { 'Cache-Control': 'private, no-cache', Vary: 'Cookie' };
const REMOVED = ['etag', 'last-modified'];
const SHOWN = {
  set: { Paywall: 'free; read=1; left=8; limit=10; reset=6', ...KEPT },
  cookie: 'pass=token; Max-Age=5; Path=/; HttpOnly; SameSite=Lax',
  remove: REMOVED,
};

describe('a page', () => {
  test('that is shown says the decision and brings the pass', () => {
    const { outcome, ended, seen, takeBack } = site();
    expect(outcome).toMatchObject({ decision: COUNTED, metered: true, answer: undefined, awaited: true });
    expect(outcome.fields(200)).toEqual(SHOWN);
    expect(ended).toEqual([]);
    expect(outcome.end(200, PRESENT)).toEqual(SHOWN);
    const view = { decision: COUNTED, status: 200, shown: true, counted: true, takenBack: false };
    expect(ended).toEqual([view]);
    expect(seen).toEqual([[view, { name: 'a' }, undefined]]);
    expect(takeBack).not.toHaveBeenCalled();
  });

  test('that came to nothing says nothing, and is taken back once', () => {
    const { outcome, ended, takeBack } = site();
    const nothing = { set: KEPT, cookie: undefined, remove: REMOVED };
    expect(outcome.end(404)).toEqual(nothing);
    expect(outcome.end(200)).toEqual(SHOWN);
    expect(outcome.end(null)).toEqual(nothing);
    expect(ended).toEqual([{ decision: COUNTED, status: 404, shown: false, counted: false, takenBack: true }]);
    expect(takeBack).toHaveBeenCalledTimes(1);
  });

  test('that a reader did not wait for came to nothing', () => {
    const { outcome, ended, takeBack } = site();
    outcome.end(null);
    expect(ended).toMatchObject([{ status: null, shown: false, takenBack: true }]);
    expect(takeBack).toHaveBeenCalledTimes(1);
  });

  test('of a wall is shown with whatever status, but not to a reader who has gone', () => {
    const first = site({ decision: BLOCKED, ending: { takeBack: null } });
    expect(first.outcome.end(403).set).toHaveProperty('Paywall', 'blocked; read=10; left=0; limit=10; reset=6');
    expect(first.ended).toMatchObject([{ status: 403, shown: true, counted: false, takenBack: false }]);
    const second = site({ decision: BLOCKED, ending: { takeBack: null } });
    expect(second.outcome.end(null).set).not.toHaveProperty('Paywall');
    expect(second.ended).toMatchObject([{ status: null, shown: false }]);
  });

  test('asked for by HEAD shows nothing', () => {
    const { outcome, ended, takeBack } = site({ more: { method: 'HEAD' } });
    expect(outcome.end(200)).toEqual(SHOWN);
    expect(ended).toMatchObject([{ shown: false, counted: false, takenBack: true }]);
    expect(takeBack).not.toHaveBeenCalled();
  });

  test('without a new pass brings none', () => {
    expect(site({ ending: { token: null } }).outcome.end(200).cookie).toBeUndefined();
  });

  test.each([
    [true, true, true],
    [true, false, true],
    [false, true, true],
    [false, false, false],
  ])('to be taken back (%p) or to be told of (%p) is awaited: %p', (takesBack, tells, awaited) => {
    const more = tells ? {} : { ended: undefined };
    const { outcome } = site({ more, ending: takesBack ? {} : { takeBack: null } });
    expect(outcome.awaited).toBe(awaited);
    outcome.end(500);
  });

  test('is not gone by on conditions', () => {
    const { outcome } = site({ headers: { 'if-range': '"a"' } });
    expect(outcome.ignore).toContain('if-range');
    expect(site({ ending: { keeping: 'reader-by-validator' } }).outcome.ignore).toEqual([]);
  });

  test('waits with its figures for as long as the platform is asked to', () => {
    const waitUntil = () => undefined;
    const { outcome, seen } = site({ more: { waitUntil } });
    outcome.end(200);
    expect(seen).toMatchObject([[{}, {}, waitUntil]]);
  });
});

describe('what a page leaves behind', () => {
  const STORED = { stored: true, newReader: 5 };
  const UNSTORED = { stored: false, newReader: 5 };
  const day = '2026-11-15';

  test.each<[string, string, Decision, boolean, boolean, object | null]>([
    ['a count that is kept and told of', 'GET', COUNTED, true, true, { ...STORED, figures: { day, counts: {} } }],
    ['a count that is told of alone', 'GET', COUNTED, false, true, { ...UNSTORED, figures: { day, counts: {} } }],
    ['a count that is kept alone', 'GET', COUNTED, true, false, STORED],
    ['neither', 'GET', COUNTED, false, false, null],
    [
      'what counts nothing',
      'GET',
      { ...COUNTED, counted: false },
      false,
      true,
      { ...UNSTORED, figures: { day, counts: {} } },
    ],
    ['a wall', 'GET', BLOCKED, true, true, null],
    ['a HEAD', 'HEAD', COUNTED, true, true, null],
  ])('%s', (_, method, decision, isStored, hasFigures, traces) => {
    const addedBy = jest.fn<FiguresOf['addedBy']>(() => ({ day, counts: {} }));
    const figures = hasFigures ? { ...someFigures().figures, addedBy } : undefined;
    const known = { name: 'a' };
    const takeBack = isStored ? () => undefined : null;
    const ending: PageEnding = { now: NOON, keeping: 'reader', token: null, takeBack, known, newReader: 5 };
    const ends = createViewEnds(COOKIE, () => undefined, figures);
    expect(ends.page({ method, target: '/a', headers: {} }, {}, decision, ending).traces()).toEqual(traces);
    const seen = { decision, shown: true, counted: decision.counted };
    expect(addedBy.mock.calls).toEqual(hasFigures && traces ? [[seen, known]] : []);
  });
});

describe('a pass that is on the response already', () => {
  const withCookies = (cookies: string | string[] | undefined): PresentFields => ({
    names: ['set-cookie'],
    get: (name) => (name === 'set-cookie' ? cookies : undefined),
  });
  const REPLAYED = 'ERR_PAYWALL_REPLAYED A response brought a pass of another view; it was taken out';

  test.each<[string | string[] | undefined, string[] | undefined]>([
    ['pass=old', []],
    [
      ['own=1', 'pass=old; Path=/', 'passage=2'],
      ['own=1', 'passage=2'],
    ],
    [['own=1', 'passage=2'], undefined],
    ['own=1', undefined],
    [undefined, undefined],
  ])('beside %j: %j', (cookies, left) => {
    for (const [status, token] of [
      [200, 'new'],
      [200, null],
      [500, 'new'],
    ] as const) {
      const { outcome, told } = site({ ending: { token } });
      const { set } = outcome.end(status, withCookies(cookies));
      if (left) expect(set['Set-Cookie']).toEqual(left);
      else expect(set).not.toHaveProperty('Set-Cookie');
      expect(told).toEqual(left ? [REPLAYED] : []);
    }
  });
});

const NO_CHANGES = { set: {}, cookie: undefined, remove: [] };

function expectUntouched(outcome: Outcome): void {
  expect(outcome.ignore).toEqual([]);
  expect(outcome.fields(200)).toEqual(NO_CHANGES);
  expect(outcome.traces()).toBeNull();
  expect(outcome.end(200)).toEqual(NO_CHANGES);
}

test('a view that is answered in place of the page is told of once, as not shown', () => {
  const { ends, view, ended, seen } = site();
  const answer = { status: 503, headers: {} };
  const outcome = ends.answer(view, COUNTED, answer);
  expect(outcome).toMatchObject({ decision: COUNTED, metered: true, answer, awaited: true });
  expectUntouched(outcome);
  outcome.end(503);
  expect(ended).toEqual([{ decision: COUNTED, status: 200, shown: false, counted: false, takenBack: true }]);
  expect(seen).toMatchObject([[{ shown: false }, {}, undefined]]);
  expect(ends.answer({ ...view, ended: undefined }, COUNTED, answer).awaited).toBe(false);
});

test('a view that is none of the meter’s is passed on untouched', () => {
  const outcome = passedOn(COUNTED);
  expect(outcome).toMatchObject({ decision: COUNTED, metered: false, answer: undefined, awaited: false });
  expectUntouched(outcome);
});

test('nobody need be told of a view', () => {
  const ends = createViewEnds(COOKIE, () => undefined, undefined);
  const view: View = { method: 'GET', target: '/a', headers: {} };
  const ending: PageEnding = { now: NOON, keeping: 'reader', token: null, takeBack: null, known: {} };
  expect(() => ends.page(view, {}, COUNTED, ending).end(200)).not.toThrow();
});
