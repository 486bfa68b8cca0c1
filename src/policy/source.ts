import type { Clock } from '../clock/index.js';
import type { Report } from '../events/index.js';
import type { Cookie, Given, Keyring, Pass, PassFormat } from '../pass/index.js';
import type { Period, Periods } from '../period/index.js';
import type { Brought, Documents, Store } from '../store/index.js';
import type { Limits } from './limits.js';
import type { Rules } from './rules.js';

/** Where rules come from that may change while the process runs. */
export interface PolicySource {
  /** Where they are kept; `undefined` before a paywall follows them. */
  readonly documents: Documents | undefined;
  /**
   * Begins to follow them, for one paywall.
   *
   * @returns What holds now, to be asked for at each view.
   * @throws {OptionError} where the paywall's store has no room for them, or another paywall follows them already.
   */
  attach(place: PolicyPlace, clock: Clock, report: Report, readerOf: ReaderOf): RulesNow;
}

/**
 * What holds now.
 *
 * @param waitUntil Keeps the platform from ending what is asked meanwhile.
 */
export type RulesNow = (waitUntil?: (work: Promise<unknown>) => unknown) => Rules;

/** The paywall that follows them, and what its code says. */
export interface PolicyPlace extends Pick<Rules, 'limits' | 'plans'> {
  readonly site: string;
  readonly keyring: Keyring;
  readonly articleSecret: Uint8Array;
  readonly store: Store;
  readonly periods: Periods;
  readonly cookie: Pick<Cookie, 'name'>;
}

/** What is known of one reader, by their cookies and the account that the site knows them by. */
export type ReaderOf = (cookie: string, account: ReaderAccount | null) => Promise<KnownReader>;

/** An account with what it may read. */
export interface ReaderAccount {
  readonly id: string;
  readonly plan: string | null;
  readonly access: 'full' | Limits;
}

/** One reader, as the meter would take their next view. */
export interface KnownReader extends Given {
  readonly now: number;
  readonly period: Period;
  readonly rolling: boolean;
  readonly limits: Limits;
  readonly pass: Pass | null;
  readonly format: PassFormat;
  /** Their id in the store, by which they are given something; `undefined` for a reader who has no pass and no account. */
  readonly who: string | undefined;
  /** Names their set in the store. */
  readonly storeKey: string | undefined;
  readonly brought: Brought;
}
