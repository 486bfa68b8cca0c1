import { Buffer } from 'node:buffer';
import type { IdsByFormat } from '../article/index.js';
import { wrongType } from '../options/index.js';
import type { Periods } from '../period/index.js';

/** What keys the article ids of one period, in passes of format 2. */
export interface ArticleKey {
  /** Names the period, as in `2026-11`. */
  readonly period: string;
  /** 32 bytes in base64url. Whoever has it can name the articles of that period's passes; of no other period, and no reader. */
  readonly key: string;
  /** When the period is over; `null` where each reader's days are their own, and the key stays. */
  readonly endsAt: Date | null;
}

/**
 * @param at A moment of the period.
 * @throws {OptionError} where it is no date.
 */
export function articleKeyAt(at: Date, periods: Periods, ids: IdsByFormat): ArticleKey {
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw wrongType('paywall.articleKey', at, 'a Date');
  const { key: period, end } = periods.at(at.getTime());
  const key = Buffer.from(ids[2].articleKey(period)).toString('base64url');
  return { period, key, endsAt: periods.rolling ? null : new Date(end) };
}
