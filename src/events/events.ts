import { type Clock, steadyClock } from '../clock/index.js';
import { callSafely } from './call-safely.js';

/** Stable codes of the faults that can occur while readers are served. No reader sees any of them. */
export type EventCode =
  /** The store failed or did not answer in time; ledgers decide. */
  | 'ERR_PAYWALL_STORE'
  /** The store answers again. */
  | 'PAYWALL_STORE_BACK'
  /** A view that came to nothing could not be taken back, so one article may be counted too many. */
  | 'ERR_PAYWALL_TAKE_BACK'
  /** The store of the figures failed; they are kept and sent later, or lost at a process's end. */
  | 'ERR_PAYWALL_FIGURES'
  /** The site's `account` function failed, hung, or gave no usable account; the reader counts as one without. */
  | 'ERR_PAYWALL_ACCOUNT'
  /** An account's plan is missing or not one of `plans`; the reader gets the limits of one without an account. */
  | 'ERR_PAYWALL_PLAN'
  /** The site's `article` function failed, hung, or gave no usable name; path and query stand in for its answer. */
  | 'ERR_PAYWALL_ARTICLE'
  /** Passes that look like ours cannot be read: another process is set up otherwise, or somebody forges. */
  | 'ERR_PAYWALL_PASS'
  /** The newsroom's policy in the store is none, or older than the one in force, or cannot be read; the last one known stays. */
  | 'ERR_PAYWALL_POLICY'
  /** The console's `editor` function named nobody by anything but `null`, so nobody was let in. */
  | 'ERR_PAYWALL_EDITOR'
  /** The site's `onView` function failed. */
  | 'ERR_PAYWALL_ON_VIEW'
  /** The site's `clock` failed or told no time; the machine's stands in. */
  | 'ERR_PAYWALL_CLOCK'
  /** The site's `crawlers` failed; a reader is assumed. */
  | 'ERR_PAYWALL_CRAWLERS'
  /** A response already carried a pass cookie, as a cache in the process replays it; it was taken out. */
  | 'ERR_PAYWALL_REPLAYED'
  /** The site trusts every proxy, so that any reader could claim any address; addresses are not used. */
  | 'ERR_PAYWALL_TRUST_PROXY'
  /** The paywall itself failed, and let the view pass unmetered. */
  | 'ERR_PAYWALL_INTERNAL';

/** A fault, for logs and metrics. It says nothing about any reader. */
export interface PaywallEvent {
  /** What happened; stable across versions. */
  readonly code: EventCode;
  /** What happened, for people. */
  readonly message: string;
  /** What was thrown, where something was. */
  readonly error?: unknown;
  /** Events with this code since the last one told, this one included. */
  readonly count: number;
}

/** Tells of a fault; a message that is a function is asked for once it is told. */
export type Report = (code: EventCode, message: string | (() => string), error?: unknown) => void;

const QUIET = 10_000;

/**
 * Tells each kind of event at most once in ten seconds, with the number of times it occurred meanwhile,
 * so that an outage at full load does not become a second one in the logs.
 */
export function createReport(listener: (event: PaywallEvent) => unknown, clock: Clock): Report {
  const tellTime = steadyClock(clock, () => undefined);
  const told = new Map<EventCode, number>();
  const pending = new Map<EventCode, number>();
  return (code, message, error) => {
    const count = (pending.get(code) ?? 0) + 1;
    const now = tellTime();
    const last = told.get(code);
    pending.set(code, count);
    if (last !== undefined && Math.abs(now - last) < QUIET) return;
    told.set(code, now);
    pending.delete(code);
    // A listener that fails has nobody to tell; readers come first.
    callSafely(
      () =>
        listener({
          code,
          message: typeof message === 'string' ? message : message(),
          count,
          ...(error === undefined ? {} : { error }),
        }),
      () => undefined,
    );
  };
}

/** The listener of a site that names none: a warning of the process, which Node prints to stderr, or else of the console. */
export function warn({ code, message, count, error }: PaywallEvent): void {
  const times = count > 1 ? ` (${count} times)` : '';
  const cause = error instanceof Error ? `: ${error.message}` : '';
  const text = `${message}${times}${cause}`;
  if (typeof process === 'undefined' || !process.emitWarning) console.warn(`[${code}] PaywallWarning: ${text}`);
  else process.emitWarning(text, { type: 'PaywallWarning', code });
}
