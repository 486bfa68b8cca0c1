import { expect } from '@jest/globals';
import type { Decision } from '../../src/index.js';
import type { Seen, Walked } from './walk.js';

const numbers = ({ state, read, left, limit }: Decision) => ({ state, read, left, limit });

type Check = (seen: Seen) => void;

/** Passes of format 1 have no room for what was given, and are sent with each view of whoever was given something. */
const isSentAlways = (pass: Seen['after']): boolean => pass?.format === 1;

const isNoReading = ({ reason }: Decision): boolean => ['open', 'speculative', 'subresource'].includes(reason);

/** What holds of each view. */

export const CHECKS: Readonly<Record<string, Check>> = {
  'read, the one at hand and what is left are the limit'({ decision: { state, reason, limit, read, left } }) {
    if (state === 'blocked' || reason === 'open' || !Number.isFinite(limit)) return;
    // Where the limit was turned to none, what was read before stays open.
    expect(read + 1 + left).toBe(Math.max(1, limit));
  },
  'a reload says the same, and sends nothing'({ decision, reload, step, after }) {
    if (!reload || step.ahead || isSentAlways(after)) return;
    // What the store has found meanwhile, or can no longer say, is another matter.
    if (reload.decision.degraded && !decision.degraded) return;
    if (decision.degraded && !decision.counted) return;
    expect({ ...numbers(reload.decision), sent: reload.sent }).toEqual({ ...numbers(decision), sent: false });
  },
  'a pass that was sent is written so again'({ roundTrip }) {
    expect(roundTrip).toBe(true);
  },
  'what was counted stays open'({ surely, step, decision, alwaysUp }) {
    if (alwaysUp && surely.has(step.article) && !isNoReading(decision)) expect(decision.reason).toBe('re-read');
  },
  'nobody is stopped who was served less'({ decision: { reason, limit }, perhaps }) {
    if (reason === 'limit' || reason === 'recheck') expect(perhaps.size).toBeGreaterThanOrEqual(limit);
  },
  'nobody is served more while the store answers'({ decision, surely, alwaysUp }) {
    if (alwaysUp && decision.counted) expect(surely.size).toBeLessThan(decision.limit);
  },
  'what is said to be read was, and all of it'({ decision, surely, perhaps, alwaysUp, step }) {
    if (isNoReading(decision)) return;
    const others = (set: ReadonlySet<number>) => [...set].filter((each) => each !== step.article).length;
    expect(decision.read).toBeLessThanOrEqual(others(perhaps));
    // A re-read is decided by the pass, which may be a copy from before others read.
    if (alwaysUp && decision.reason !== 're-read')
      expect(decision.read).toBeGreaterThanOrEqual(
        Math.min(others(surely), decision.limit - Number(decision.state !== 'blocked')),
      );
  },
  'HEAD says what a GET would'({ decision, head, mine, perhaps, alwaysUp, account, before }) {
    if (!head || isNoReading(decision)) return;
    // HEAD goes by the pass: what other devices or holders of a copy have read it does not know.
    if (mine.size !== perhaps.size || account !== null || !alwaysUp || before.length > 1) return;
    expect(numbers(head)).toEqual(numbers(decision));
  },
  'the reading says what the next view does'({ decision, reading, before, alwaysUp }) {
    if (!reading || isNoReading(decision) || decision.reason === 'recheck' || !alwaysUp) return;
    expect(reading.limit).toBe(decision.limit);
    if (!reading.hasIt) return expect(numbers(decision)).toMatchObject({ read: reading.read, state: reading.state });
    expect(decision.reason).toBe('re-read');
    const stale = before.length === 1 && before.some(({ read }) => read < reading.read);
    if (!stale) expect(decision.read).toBe(Math.max(0, Math.min(reading.read, reading.limit) - 1));
  },
  'what is explained is what the next view says'({ decision, explained, alwaysUp }) {
    if (!explained || isNoReading(decision) || !alwaysUp) return;
    if (['recheck', 're-read'].includes(decision.reason)) return;
    expect(explained.limit).toBe(decision.limit);
    expect(Math.min(explained.read, explained.limit)).toBe(decision.read);
    expect(explained.state).toBe(decision.state);
  },
  'a reload says the same end'({ decision, reload }) {
    if (reload?.decision.degraded !== decision.degraded) return;
    expect(Math.abs(reload.decision.resetsAt.getTime() - decision.resetsAt.getTime())).toBeLessThan(2000);
  },
};

/** Figures against the log. */
export const OF_ALL: Readonly<Record<string, (walked: Walked) => void>> = {
  'no internal fault'({ faults }) {
    expect(
      faults.filter((code) => !['ERR_PAYWALL_STORE', 'PAYWALL_STORE_BACK', 'ERR_PAYWALL_TAKE_BACK'].includes(code)),
    ).toEqual([]);
  },
  'views add up'({ log, figures }) {
    const expected: Record<string, number> = {};
    for (const { decision } of log) {
      if (decision.reason === 'speculative') continue;
      const key = [decision.account, decision.plan, decision.state, decision.reason].join();
      expected[key] = (expected[key] ?? 0) + 1;
    }
    const counted: Record<string, number> = {};
    for (const { account, plan, views } of figures.sum.plans)
      for (const { state, reason, count } of views)
        if (count > 0) counted[[account, plan, state, reason].join()] = count;
    expect(counted).toEqual(expected);
  },
  'reached adds up'({ seen, log, figures }) {
    const counted = log.filter(({ decision }) => decision.counted).length;
    const reached = figures.sum.plans.flatMap(({ reached }) => reached).reduce((sum, n) => sum + (n ?? 0), 0);
    expect(reached).toBeLessThanOrEqual(counted);
    // A pass that does not show all that was read cannot grow in an outage before it does.
    const isPlain = seen.every(({ decision, step }) => !decision.degraded && step.status < 500);
    if (isPlain) expect(reached).toBe(counted);
  },
};

/** Over walks in which nobody signs out, changes plan, copies a pass or starts again. */
export const OF_FEW: Readonly<Record<string, (walked: Walked) => void>> = {
  rates({ figures }) {
    for (const { all, returning } of figures.sum.rates)
      for (const { numerator, denominator } of [all.stopRate, all.prompted, returning.stopRate, returning.prompted])
        expect(numerator).toBeLessThanOrEqual(denominator);
  },
  monotone({ figures }) {
    for (const { account, reached } of figures.sum.plans) {
      if (account) continue;
      for (let n = 2; n < reached.length; n += 1) expect(reached[n] ?? 0).toBeLessThanOrEqual(reached[n - 1] ?? 0);
    }
  },
};
