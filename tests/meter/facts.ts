import type { FiguresOf } from '../../src/figures/index.js';
import type { Facts } from '../../src/meter/facts.js';
import type { Pass } from '../../src/pass/index.js';
import { NOON } from '../support/site.js';

export const PERIOD = { key: '2026-11', end: Date.UTC(2026, 11, 1) };

/** A pass of a reader who has read articles 1 and 2. */
export function aPass(more: Partial<Pass> = {}): Pass {
  return {
    format: 2,
    reader: 'AAAAAAAAAAAAAAAA',
    account: undefined,
    state: 'free',
    prompted: false,
    read: 2,
    ledger: [1, 2],
    replaces: [],
    arm: undefined,
    generation: 0,
    granted: 0,
    end: PERIOD.end,
    signedAt: NOON,
    keyId: 'first',
    ...metBy(more.state),
    ...more,
  };
}

/** What a reader has met whose pass was signed at that state, in the usual order. */
export function metBy(state: Pass['state'] = 'free'): Pick<Pass, 'metPrompt' | 'metWall'> {
  return { metPrompt: state !== 'free', metWall: state === 'blocked' };
}

/** What is known of a GET of article 7, by a reader with that pass. */
export function someFacts(more: Partial<Facts> = {}): Facts {
  const pass = more.pass === undefined ? aPass() : more.pass;
  return {
    now: NOON,
    period: PERIOD,
    rolling: false,
    limits: { promptAfter: 3, blockAfter: 10 },
    quiet: false,
    article: 7,
    opened: false,
    head: false,
    noReading: undefined,
    format: 2,
    whole: true,
    reader: 'AAAAAAAAAAAAAAAA',
    account: undefined,
    who: 'AAAAAAAAAAAAAAAA',
    generation: 0,
    granted: 0,
    storeKey: '2026-11:AAAAAAAAAAAAAAAA',
    brought: { passes: [], account: null },
    networkCap: undefined,
    around: { access: 'metered', account: false, plan: null, period: 'month', timeZone: 'UTC' },
    ...more,
    pass,
  };
}

/** Figures that keep what they are told of views and of conversions. */
export function someFigures() {
  const seen: unknown[] = [];
  const converted: unknown[] = [];
  const takenBack: unknown[] = [];
  const figures: FiguresOf = {
    view: (...given) => void seen.push(given),
    converted: (one) => void converted.push(one),
    addedBy: () => ({ day: '2026-11-15', counts: {} }),
    takeBack: (added) => void takenBack.push(added),
    today: () => '2026-11-15',
    flush: async () => undefined,
    close: async () => undefined,
    read: () => Promise.reject(new Error('nothing is kept')),
    add: async () => undefined,
    elsewhere: async () => undefined,
  };
  return { figures, seen, converted, takenBack };
}
