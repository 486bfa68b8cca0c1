import { type Clock, systemClock } from '../ground/clock.js';
import { type KeyOption, type Keyring, readKeys, readSecret, secretBytes } from '../ground/keys.js';
import {
  type Check,
  callable,
  type Fields,
  having,
  optional,
  outOfRange,
  problem,
  readOptions,
  required,
  text,
  wholeNumber,
  wrongType,
} from '../ground/options.js';
import type { CookieAttributes } from '../parts/cookie.js';
import { createPeriods, type PeriodOption, type Periods } from '../parts/period.js';
import { type Limits, MOST_ARTICLES } from '../parts/policy.js';
import { memoryStore } from '../parts/store/memory.js';
import type { Store } from '../parts/store/store.js';
import { readCookieOptions } from './cookie-options.js';

/** The pass cookie. Its path is always `/`, and scripts never see it. */
export interface CookieOptions {
  /** Default: `__Host-paywall` over https, `__Secure-paywall` with a `domain`, `paywall` over http. */
  readonly name?: string;
  /** Shares the pass with subdomains. Default: this host alone. */
  readonly domain?: string;
  /** Default: `lax`. */
  readonly sameSite?: 'lax' | 'strict' | 'none';
  /** Partitioned by top-level site (CHIPS), for pages shown inside others. Default: `false`. */
  readonly partitioned?: boolean;
}

/** Everything that decides, whatever surface asks. */
export interface CoreOptions {
  /** The origin that readers see, as in `https://news.example`: issuer and audience of the pass. */
  readonly site: string;
  /** The first signs, all verify: to rotate, put a new key in front and keep the old one until the period has ended. */
  readonly keys: readonly KeyOption[];
  /**
   * Keys the article ids; at least 32 bytes, and the same for as long as the site exists. Without it the ids are keyed
   * from the last of `keys`, and dropping that key before the period ends starts every count afresh.
   */
  readonly articleSecret?: string | Uint8Array;
  /** Where the truth is kept. Default: `memoryStore()`, for one process. */
  readonly store?: Store;
  /** Articles read before the prompt appears; 0 to 1,000 or `Infinity`. Default: 3. */
  readonly promptAfter?: number;
  /** Articles read before the wall appears; 0 to 1,000 or `Infinity`. Default: 10. */
  readonly blockAfter?: number;
  /** When the count starts again. Default: `month`. */
  readonly period?: PeriodOption;
  /** The publication's time zone, an IANA name. Default: `UTC`. */
  readonly timeZone?: string;
  /** The pass cookie's name and attributes. */
  readonly cookie?: CookieOptions;
  /** Milliseconds that a view waits for the store; 1 to 10,000. Default: 50. */
  readonly deadline?: number;
  /** Milliseconds for which a blocked reader stays blocked without asking the store again. Default: 60,000. */
  readonly recheck?: number;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/** The options once checked, with nothing left to default. */
export interface Settings {
  readonly site: string;
  readonly keyring: Keyring;
  readonly articleSecret: Uint8Array;
  readonly store: Store;
  readonly limits: Limits;
  readonly periods: Periods;
  readonly cookie: CookieAttributes;
  readonly deadline: number;
  readonly recheck: number;
  readonly clock: Clock;
}

/** The options of the core as read, before they are checked against each other. */
interface CoreValues {
  readonly site: string;
  readonly keys: Keyring;
  readonly articleSecret: Uint8Array | undefined;
  readonly store: Store | undefined;
  readonly promptAfter: number;
  readonly blockAfter: number;
  readonly period: unknown;
  readonly timeZone: unknown;
  readonly cookie: unknown;
  readonly deadline: number;
  readonly recheck: number;
  readonly clock: Clock;
}

const asGiven: Check<unknown> = (value) => value;

const CORE_FIELDS: Fields<CoreValues> = {
  site: required(origin, 'Give the origin that readers see, as in https://news.example'),
  keys: required(readKeys, "Give at least one, as in [{ id: '2026-11', secret }]"),
  articleSecret: optional((value, option) => readSecret(value, option).export(), undefined),
  store: optional(having<Store>('a store, as redisStore() or memoryStore() make it', ['visit', 'takeBack']), undefined),
  promptAfter: optional(limit, 3),
  blockAfter: optional(limit, 10),
  period: optional(asGiven, 'month'),
  timeZone: optional(asGiven, 'UTC'),
  cookie: optional(asGiven, {}),
  deadline: optional(wholeNumber(1, 10_000), 50),
  recheck: optional(wholeNumber(0, 86_400_000), 60_000),
  clock: optional(callable<Clock>(), systemClock),
};

/**
 * Reads the options of the core together with those that a surface adds to them.
 *
 * @param path What the options are given to, as in `createPaywall`.
 * @param more Checks for the surface's own options.
 * @throws {OptionError} for the first mistake.
 */
export function readSettings<More extends object>(
  given: unknown,
  path: string,
  more: Fields<More>,
): { readonly settings: Settings; readonly more: More } {
  const core = readOptions<CoreValues>(given, path, CORE_FIELDS, Object.keys(more));
  const rest = readOptions<More>(given, path, more, Object.keys(CORE_FIELDS));
  return { settings: settle(core, path), more: rest };
}

function settle(values: CoreValues, path: string): Settings {
  const { site, keys: keyring, promptAfter, blockAfter, deadline, recheck, clock } = values;
  refuseInsecure(site, `${path}.site`);
  return {
    site,
    keyring,
    articleSecret: values.articleSecret ?? secretBytes(keyring.last, `${path}.keys`),
    store: values.store ?? memoryStore({ clock }),
    limits: readLimits({ promptAfter, blockAfter }, path),
    periods: createPeriods(values.period, values.timeZone, path),
    cookie: readCookieOptions(values.cookie, `${path}.cookie`, new URL(site)),
    deadline,
    recheck,
    clock,
  };
}

/**
 * A pair of limits, as a policy or an account has it.
 *
 * @throws {OptionError} where one is no limit or `blockAfter` is below `promptAfter`.
 */
export function readLimits(value: unknown, path: string): Limits {
  const limits = readOptions<Limits>(value, path, { promptAfter: required(limit), blockAfter: required(limit) });
  if (limits.blockAfter < limits.promptAfter) {
    const fix = `Set blockAfter to ${limits.promptAfter} or more, or lower promptAfter`;
    const what = `is below promptAfter (${limits.promptAfter})`;
    throw problem('ERR_PAYWALL_OPTION_CONFLICT', `${path}.blockAfter`, limits.blockAfter, what, fix);
  }
  return limits;
}

function limit(value: unknown, option: string): number {
  const wanted = `a whole number from 0 to ${MOST_ARTICLES}, or Infinity for never`;
  if (typeof value !== 'number') throw wrongType(option, value, wanted);
  const whole = Number.isInteger(value) && value >= 0 && value <= MOST_ARTICLES;
  if (!whole && value !== Number.POSITIVE_INFINITY) throw outOfRange(option, value, wanted);
  return value;
}

function origin(value: unknown, option: string): string {
  const given = text(value, option);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const web = url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
  if (web?.origin === given) return given;
  const fix = `Give scheme and host alone, as in ${web?.origin ?? 'https://news.example'}`;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, withoutCredentials(given), 'is not an origin', fix);
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/.*@/s, '//…@');
}

function refuseInsecure(site: string, option: string): void {
  if (site.startsWith('https:') || process.env.NODE_ENV !== 'production') return;
  const what = 'is http, so passes would travel in the clear';
  throw problem('ERR_PAYWALL_INSECURE', option, site, what, 'Give the https origin, or unset NODE_ENV');
}
