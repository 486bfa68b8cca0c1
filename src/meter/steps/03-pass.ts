import type { IdsByFormat } from '../../article/index.js';
import {
  type Hashes,
  mintReader,
  type Pass,
  type Passes,
  type PassFormat,
  readCookies,
  unitePasses,
} from '../../pass/index.js';
import { beginsLater, type Period } from '../../period/index.js';
import type { Rules } from '../../policy/index.js';
import type { RequestFields } from '../request-fields.js';
import type { Settings } from '../settings.js';
import type { KnownAccount } from './02-account.js';

/** What a request's cookies say of its reader. */
export interface Carried {
  readonly period: Period;
  /** The reader's pass, or what several come to; `null` for a new reader. */
  readonly pass: Pass | null;
  /** The passes that counted, each as it was, or as a fresh start since then leaves it. */
  readonly passes: readonly Pass[];
  /** The format of that pass, or of one to come, and so of all ids. */
  readonly format: PassFormat;
  /** Whether the browser holds that very pass, rather than others that came to it. */
  readonly whole: boolean;
  /** The reader's id: that of the pass, or a new one. */
  readonly reader: string;
  /** Whether no pass names that reader yet. */
  readonly isNew: boolean;
  /** The passes as the reader's cookies hold them, those that do not count among them. */
  readonly tokens: readonly string[];
  /** The reader that stands for the account in the store. */
  readonly accountReader: string | undefined;
  /** The account as a pass names it. */
  readonly account: string | undefined;
}

/** Characters of an account's reader that a pass names it by. */
const ACCOUNT_TAG = 8;

/**
 * Step 3: the pass. Anything wrong with a cookie means that it is none. At once, unless the reader's passes take time to verify.
 */
export function passOf(
  headers: RequestFields,
  account: KnownAccount | null,
  now: number,
  settings: Settings,
  ids: IdsByFormat,
  passes: Passes,
  { givenTo }: Pick<Rules, 'givenTo'>,
): Carried | Promise<Carried> {
  const period = settings.periods.at(now);
  const tokens = [...new Set(readCookies(cookieField(headers), settings.cookie.name))];
  const opened = tokens.map((token) => passes.open(token, period, now));
  const carried = (found: readonly (Pass | null)[]) =>
    carriedBy(
      tokens,
      found.filter((pass) => pass !== null),
      account,
      period,
      now,
      settings,
      ids,
      givenTo,
    );
  return isKnown(opened) ? carried(opened) : Promise.all(opened).then(carried);
}

function carriedBy(
  tokens: readonly string[],
  counting: readonly Pass[],
  known: KnownAccount | null,
  period: Period,
  now: number,
  { passFormat, periods }: Settings,
  ids: IdsByFormat,
  givenTo: Rules['givenTo'],
): Carried {
  const accountReaders: Partial<Record<PassFormat, string>> = {};
  const accountReaderIn = (format: PassFormat): string | undefined => {
    if (known) accountReaders[format] ??= ids[format].accountReader(known.id, period.key);
    return accountReaders[format];
  };
  const accountIn = (format: PassFormat) => accountReaderIn(format)?.slice(0, ACCOUNT_TAG);
  const hashes: Hashes = {
    account: accountIn,
    united: (readers, owner, format) => ids[format].unitedReader(readers, owner, period.key),
  };
  // Before it goes into another's: what a fresh start made none is not to come back under another name.
  const passes = counting.map((pass) => {
    const who = (pass.account && accountReaderIn(pass.format)) ?? pass.reader;
    return givenTo(pass, who).pass ?? pass;
  });
  const united = unitePasses(passes, hashes, periods.rolling);
  // What a clock that was ahead has signed keeps nobody's articles for longer than the days that are set.
  const pass = united && beginsLater(united, period, now) ? { ...united, end: period.end } : united;
  const whole = !pass || counting.includes(pass);
  const format = pass?.format ?? passFormat;
  const accountReader = accountReaderIn(format);
  const reader = pass?.reader ?? mintReader();
  const isNew = accountReader === undefined && !passes.some((each) => each.reader === reader);
  return { period, pass, passes, format, whole, reader, isNew, tokens, accountReader, account: accountIn(format) };
}

function isKnown<T>(values: readonly (T | Promise<T>)[]): values is readonly T[] {
  return !values.some((value) => value instanceof Promise);
}

function cookieField({ cookie }: RequestFields): string | undefined {
  return typeof cookie === 'string' ? cookie : undefined;
}
