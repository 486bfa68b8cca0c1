import { type Clock, systemClock } from '../clock/index.js';
import type { AiCrawlerAnswer, Crawlers } from '../crawlers/index.js';
import type { Figures } from '../figures/index.js';
import {
  type Check,
  callable,
  type Fields,
  having,
  isRecord,
  OptionError,
  oneOf,
  optional,
  parseWebUrl,
  problem,
  readOptions,
  required,
  text,
  wholeNumber,
} from '../options/index.js';
import {
  type Cookie,
  type Keyring,
  type PassFormat,
  readCookieOptions,
  readKeys,
  readSecret,
  secretBytes,
} from '../pass/index.js';
import { createPeriods, type Periods } from '../period/index.js';
import { type Limits, limit, type Plan, type PolicySource, readLimits, readPlans } from '../policy/index.js';
import type { SignedPolicy } from '../policy/signed/index.js';
import { memoryStore, type Store } from '../store/index.js';
import { readAiCrawlers, readCrawlers, readNewReaders } from './crawler-options.js';
import type { NewReadersOptions, OnStoreError } from './options.js';

/** What not every way in brings: it takes too much room, or needs more of the platform than there may be. */
export interface Means {
  /** Makes what `crawlers: true` asks for; `null` where the site has to bring it. */
  readonly createCrawlers: ((options: { readonly clock: Clock }) => Crawlers) | null;
  /** Whether the hosts below a domain belong to many, as far as can be known. */
  readonly isPublicSuffix: (domain: string) => boolean;
  /** Waited for before each decision. */
  readonly turnEnds: () => Promise<void>;
}

/** The options once checked, with nothing left to default. */
export interface Settings {
  readonly site: string;
  readonly keyring: Keyring;
  readonly articleSecret: Uint8Array;
  /** Of passes for readers who have none. */
  readonly passFormat: PassFormat;
  readonly store: Store;
  readonly limits: Limits;
  readonly periods: Periods;
  readonly cookie: Cookie;
  readonly deadline: number;
  readonly recheck: number;
  readonly onStoreError: OnStoreError;
  /** `null` where the site names none: every account has full access. */
  readonly plans: ReadonlyMap<string, Plan> | null;
  /** What stands in for both while the process runs; `null` where nothing does. */
  readonly policy: (SignedPolicy & PolicySource) | null;
  readonly countSpeculation: boolean;
  readonly countSubresources: boolean;
  /** Whether other sites may show a page of the site's in a frame, and its cookies there. */
  readonly framed: boolean;
  readonly crawlers: Crawlers | null;
  readonly aiCrawlers: AiCrawlerAnswer | null;
  readonly newReaders: (Required<NewReadersOptions> & { readonly days: Periods }) | null;
  readonly figures: Figures | null;
  readonly clock: Clock;
  readonly turnEnds: Means['turnEnds'];
}

/** The options of the core as read, before they are checked against each other. */
interface CoreValues {
  readonly site: string;
  readonly keys: Keyring;
  readonly articleSecret: Uint8Array | undefined;
  readonly passFormat: PassFormat;
  readonly store: Store | undefined;
  readonly promptAfter: number;
  readonly blockAfter: number;
  readonly period: unknown;
  readonly timeZone: unknown;
  readonly cookie: unknown;
  readonly deadline: number;
  readonly recheck: number;
  readonly onStoreError: OnStoreError;
  readonly plans: ReadonlyMap<string, Plan> | null;
  readonly policy: (SignedPolicy & PolicySource) | null;
  readonly speculation: 'refuse' | 'count';
  readonly subresources: 'refuse' | 'count';
  readonly crawlers: Crawlers | true | null;
  readonly aiCrawlers: AiCrawlerAnswer | null;
  readonly newReaders: Required<NewReadersOptions> | null;
  readonly figures: Figures | null;
  readonly clock: Clock;
}

const asGiven: Check<unknown> = (value) => value;

const aFigures = having<Figures>('figures, as redisFigures() makes them', ['begin']);
const readFigures: Check<Figures | null> = (value, option) => (value === null ? null : aFigures(value, option));

const CORE_FIELDS: Fields<CoreValues> = {
  site: required(origin, 'Give the origin that readers see, as in https://news.example'),
  keys: required(readKeys, "Give at least one, as in [{ id: '2026-11', secret }]"),
  articleSecret: optional((value, option) => readSecret(value, option).export(), undefined),
  passFormat: optional(oneOf(1, 2), 2),
  store: optional(having<Store>('a store, as redisStore() makes it', ['visit', 'takeBack']), undefined),
  promptAfter: optional(limit, 3),
  blockAfter: optional(limit, 10),
  period: optional(asGiven, 'month'),
  timeZone: optional(asGiven, 'UTC'),
  cookie: optional(asGiven, {}),
  deadline: optional(wholeNumber(1, 10_000), 50),
  recheck: optional(wholeNumber(0, 86_400_000), 60_000),
  onStoreError: optional(oneOf('ledger', 'open', 'closed'), 'ledger'),
  plans: optional(readPlans, null),
  policy: optional(having<SignedPolicy & PolicySource>('what signedPolicy() makes', ['attach']), null),
  speculation: optional(oneOf('refuse', 'count'), 'refuse'),
  subresources: optional(oneOf('refuse', 'count'), 'refuse'),
  crawlers: optional(readCrawlers, null),
  aiCrawlers: optional(readAiCrawlers, null),
  newReaders: optional(readNewReaders, null),
  figures: optional(readFigures, null),
  clock: optional(callable<Clock>(), systemClock),
};

/**
 * Reads the options of the core together with those that a surface adds to them.
 *
 * @param path What the options are given to, as in `createPaywall`.
 * @param more Checks for the surface's own options.
 * @param means What the surface brings.
 * @throws {OptionError} for the first mistake.
 */
export function readSettings<More extends object>(
  given: unknown,
  path: string,
  more: Fields<More>,
  means: Means,
): { readonly settings: Settings; readonly more: More } {
  const core = readOptions<CoreValues>(given, path, CORE_FIELDS, Object.keys(more));
  const rest = readOptions<More>(given, path, more, Object.keys(CORE_FIELDS));
  return { settings: complete(core, path, means), more: rest };
}

function complete(values: CoreValues, path: string, means: Means): Settings {
  const { site, keys: keyring, promptAfter, blockAfter, deadline, recheck, onStoreError, clock } = values;
  refuseInsecure(site, `${path}.site`);
  refuseUncountable(values, `${path}.newReaders`);
  return {
    site,
    keyring,
    articleSecret: values.articleSecret ?? secretOfOnlyKey(keyring, path),
    passFormat: values.passFormat,
    store: values.store ?? memoryStore({ clock }),
    limits: readLimits({ promptAfter, blockAfter }, path),
    periods: createPeriods(values.period, values.timeZone, path),
    cookie: readCookieOptions(values.cookie, `${path}.cookie`, new URL(site), means.isPublicSuffix),
    deadline,
    recheck,
    onStoreError,
    plans: values.plans,
    policy: values.policy,
    countSpeculation: values.speculation === 'count',
    countSubresources: values.subresources === 'count',
    framed: isRecord(values.cookie) && values.cookie.sameSite === 'none',
    crawlers: values.crawlers === true ? defaultCrawlers(means, clock, path) : values.crawlers,
    aiCrawlers: values.aiCrawlers,
    newReaders: values.newReaders && { ...values.newReaders, days: createPeriods('day', values.timeZone, path) },
    figures: values.figures,
    clock,
    turnEnds: means.turnEnds,
  };
}

/** Networks are counted in the store as well, which not every store can. */
function refuseUncountable({ store, newReaders }: CoreValues, option: string): void {
  if (!store?.readersOnly || newReaders === null) return;
  const what = 'cannot be counted in the store given, a serviceStore()';
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, newReaders, what, 'Give newReaders to the service itself');
}

function defaultCrawlers({ createCrawlers }: Means, clock: Clock, path: string): Crawlers {
  if (createCrawlers) return createCrawlers({ clock });
  const what = 'needs what is not loaded here';
  throw problem(
    'ERR_PAYWALL_OPTION_RANGE',
    `${path}.crawlers`,
    true,
    what,
    'Give what createCrawlers() of metered-paywall/crawlers makes',
  );
}

/** Ids that hung on one of several keys would all change when that one goes, and every count with them. */
function secretOfOnlyKey({ all, first }: Keyring, path: string): Uint8Array {
  if (all.length === 1) return secretBytes(first);
  throw new OptionError(
    'ERR_PAYWALL_OPTION_MISSING',
    `${path}.articleSecret`,
    `missing, with ${all.length} keys`,
    'Give the secret of the key that was alone, and never change it',
  );
}

function origin(value: unknown, option: string): string {
  const given = text(value, option);
  const web = parseWebUrl(given);
  if (web?.origin === given) return given;
  const fix = `Give scheme and host alone, as in ${web?.origin ?? 'https://news.example'}`;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, withoutCredentials(given), 'is not an origin', fix);
}

function withoutCredentials(url: string): string {
  return url.replace(/.*@/s, '…@');
}

function refuseInsecure(site: string, option: string): void {
  if (site.startsWith('https:') || !isProduction()) return;
  const what = 'is http, so passes would travel in the clear';
  throw problem('ERR_PAYWALL_INSECURE', option, site, what, 'Give the https origin, or unset NODE_ENV');
}

function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production';
  } catch {
    // Not every platform has a process, or lets everyone see its environment.
    return false;
  }
}
