import { parse } from 'cookie';
import { createPeriods, type Periods } from '../period/index.js';
import type { PromptDecision } from './facts.js';

/** The cookie that remembers a dismissal: `prompt`, or `last` for the last article's own message, which a `prompt` does not silence. */
export const DISMISSED_COOKIE = 'paywall-dismissed';

/** Which message was dismissed. */
export type Dismissed = 'prompt' | 'last';

/** Whether a reader has dismissed a message, according to their cookies. */
export function isDismissed(cookieHeader: string | undefined, which: Dismissed): boolean {
  const value = cookieHeader === undefined ? undefined : parse(cookieHeader)[DISMISSED_COOKIE];
  return value === 'last' || (value === 'prompt' && which === 'prompt');
}

const days = new Map<string, Periods>();

/** A publication has one time zone, or a few. */
const MOST_ZONES = 20;

/** Until when a dismissal now is remembered, in seconds since the Unix epoch: the day's end, or the period's where that comes first. */
export function dismissedUntil({ timeZone, resetsAt }: PromptDecision, now: number): number {
  return Math.floor(Math.min(daysIn(timeZone).at(now).end, resetsAt.getTime()) / 1000);
}

function daysIn(timeZone: string): Periods {
  const known = days.get(timeZone);
  if (known) return known;
  const calendar = createPeriods('day', timeZone);
  if (days.size >= MOST_ZONES) days.clear();
  days.set(timeZone, calendar);
  return calendar;
}
