import type { ArticleIds } from '../article/ids.js';
import { networkOf } from '../crawlers/address.js';
import { readCookies } from '../pass/cookie.js';
import { mintReader, type Pass, type Passes } from '../pass/pass.js';
import { unitePasses } from '../pass/unite.js';
import type { Period } from '../period/period.js';
import type { Limits } from '../policy/limits.js';
import type { KnownAccount } from './account.js';
import type { RequestFields } from './request-fields.js';
import type { Settings } from './settings.js';
import { isSpeculative } from './speculation.js';
import { isSubresource } from './subresource.js';
import type { NetworkCap, Situation } from './verdict.js';

/** What is known of a request once the site has been asked. */
export interface Request {
  readonly head: boolean;
  readonly headers: RequestFields;
  readonly account: KnownAccount | null;
  readonly address: string | undefined;
}

/** Milliseconds (24 hours) after which nothing of a network is left, though clocks put back make the day longer. */
const LONGEST_KEPT = 86_400_000;

/** Everything about one view that can be known without asking the store; at once, unless the reader's passes take time to verify. */
export function situate(
  view: Request,
  article: string,
  now: number,
  settings: Settings,
  ids: ArticleIds,
  passes: Passes,
): Situation | Promise<Situation> {
  const period = settings.periods.at(now);
  const tokens = new Set(readCookies(cookieField(view.headers), settings.cookie.name));
  const opened = [...tokens].map((token) => passes.open(token, period, now));
  const situation = (found: readonly (Pass | null)[]) => situationOf(view, article, found, settings, ids, now, period);
  return isKnown(opened) ? situation(opened) : Promise.all(opened).then(situation);
}

function isKnown<T>(values: readonly (T | Promise<T>)[]): values is readonly T[] {
  return !values.some((value) => value instanceof Promise);
}

function situationOf(
  view: Request,
  article: string,
  carried: readonly (Pass | null)[],
  settings: Settings,
  ids: ArticleIds,
  now: number,
  period: Period,
): Situation {
  const { periods } = settings;
  const limits = limitsOf(view.account, settings);
  const accountReader = view.account ? ids.accountReader(view.account.id, period.key) : undefined;
  const account = accountReader?.slice(0, 8);
  const { pass, whole } = unitePasses(
    carried.filter((each) => each !== null),
    account,
    (readers, owner) => ids.unitedReader(readers, owner, period.key),
    periods.rolling,
  );
  const reader = pass?.reader ?? mintReader();
  const known = accountReader ?? pass?.reader;
  const isNew = accountReader === undefined && !carried.some((each) => each?.reader === reader);
  return {
    now,
    period,
    rolling: periods.rolling,
    limits: pass?.prompted && !view.account ? { ...limits, promptAfter: 0 } : limits,
    article: ids.idOf(article, period.key),
    head: view.head,
    noReading: noReadingOf(view.headers, settings),
    pass,
    whole,
    reader,
    account,
    storeKey: known === undefined ? undefined : `${period.key}:${known}`,
    networkCap: isNew ? networkCapOf(view.address, reader, now, settings, ids) : undefined,
  };
}

function limitsOf(account: KnownAccount | null, { limits }: Settings): Limits {
  return account && account.access !== 'full' ? account.access : limits;
}

function noReadingOf(headers: RequestFields, settings: Settings): Situation['noReading'] {
  if (!settings.countSpeculation && isSpeculative(headers)) return 'speculative';
  return !settings.countSubresources && isSubresource(headers, settings.framed) ? 'subresource' : undefined;
}

function cookieField({ cookie }: RequestFields): string | undefined {
  return typeof cookie === 'string' ? cookie : undefined;
}

function networkCapOf(
  address: string | undefined,
  reader: string,
  now: number,
  { newReaders }: Settings,
  ids: ArticleIds,
): NetworkCap | undefined {
  const network = newReaders ? networkOf(address) : null;
  if (!newReaders || network === null) return undefined;
  const { perDay, beyond, days } = newReaders;
  const day = days.at(now);
  return {
    key: `new:${ids.networkOn(network, day.key)}`,
    perDay,
    beyond,
    endsIn: Math.min(day.end - now, LONGEST_KEPT),
    member: Buffer.from(reader, 'base64url').readInt32BE(0),
  };
}
