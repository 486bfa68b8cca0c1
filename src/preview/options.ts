import { type Clock, systemClock } from '../clock/index.js';
import {
  type Check,
  callable,
  isRecord,
  optional,
  outOfRange,
  parseWebUrl,
  problem,
  readOptions,
  required,
  text,
} from '../options/index.js';
import { createPeriods, type PeriodOption, type Periods } from '../period/index.js';
import { type Limits, limit, type Plan, type Plans, readLimits, readPlans } from '../policy/index.js';
import { type PromptOptions, type PromptSettings, readPromptOptions } from '../prompts/index.js';

/** What `createPreview` takes: what the site gives `createPrompts` and `createPaywall`, and its style sheet. */
export interface PreviewOptions {
  /** The options of `createPrompts`, which are also `prompts.options`. */
  readonly prompts: PromptOptions;
  /**
   * The site's style sheet: its path where the preview stands on the site itself, as in `/style.css`; a whole address, which is
   * fetched; or its text. Default: a plain look.
   */
  readonly css?:
    | string
    | {
        /** The sheet itself. */
        readonly text: string;
      };
  /** As of `createPaywall`. Default: 3. */
  readonly promptAfter?: number;
  /** As of `createPaywall`. Default: 10. */
  readonly blockAfter?: number;
  /** As of `createPaywall`. Default: every account has full access. */
  readonly plans?: Plans;
  /** As of `createPaywall`. Default: `month`. */
  readonly period?: PeriodOption;
  /** As of `createPaywall`. Default: `UTC`. */
  readonly timeZone?: string;
  /** The path that the preview stands at. Default: `/preview`. */
  readonly path?: string;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** Where the site's style sheet comes from. */
export type SheetSource =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'text'; readonly text: string };

/** The options once checked, with nothing left to default. */
export interface PreviewSettings {
  readonly prompts: PromptSettings;
  readonly css: SheetSource | undefined;
  readonly limits: Limits;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly periods: Periods;
  readonly path: string;
  readonly clock: Clock;
}

const ROOT = 'createPreview';

/** @throws {OptionError} for the first option that is unknown, missing or wrong. */
export function readPreviewOptions(options: PreviewOptions): PreviewSettings {
  const { promptAfter, blockAfter, period, timeZone, ...rest } = readOptions<Values>(options, ROOT, {
    prompts: required(readPromptOptions, 'Give the options of createPrompts'),
    css: optional(sheetSource, undefined),
    promptAfter: optional(limit, 3),
    blockAfter: optional(limit, 10),
    plans: optional(readPlans, new Map([['account', 'full']])),
    period: optional(asGiven, 'month'),
    timeZone: optional(asGiven, 'UTC'),
    path: optional(rootedPath, '/preview'),
    clock: optional(callable<Clock>(), systemClock),
  });
  return {
    ...rest,
    limits: readLimits({ promptAfter, blockAfter }, ROOT),
    periods: createPeriods(period, timeZone, ROOT),
  };
}

interface Values extends Omit<PreviewSettings, 'limits' | 'periods'> {
  readonly promptAfter: number;
  readonly blockAfter: number;
  readonly period: unknown;
  readonly timeZone: unknown;
}

const asGiven: Check<unknown> = (value) => value;

const SHEET = 'a path such as "/style.css", a whole http(s) address, or { text }';

function sheetSource(value: unknown, option: string): SheetSource {
  if (isRecord(value))
    return { kind: 'text', ...readOptions<{ text: string }>(value, option, { text: required(anyText) }) };
  const given = text(value, option);
  if (/^\/(?!\/)/.test(given)) return { kind: 'path', path: given };
  const url = parseWebUrl(given);
  if (!url) throw outOfRange(option, given, SHEET);
  return { kind: 'url', url };
}

const anyText: Check<string> = (value, option) => (value === '' ? value : text(value, option));

const rootedPath: Check<string> = (value, option) => {
  const path = text(value, option);
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return path;
  throw problem('ERR_PAYWALL_OPTION_RANGE', option, path, 'is not a path', 'Give one such as "/preview"');
};
