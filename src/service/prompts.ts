import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../clock/index.js';
import type { Outcome } from '../meter/index.js';
import { type Check, isRecord, optional, readOptions, text, wholeNumber } from '../options/index.js';
import {
  type NoticeOptions,
  type PromptDecision,
  type PromptWriter,
  promptsOf,
  readPromptOptions,
} from '../prompts/index.js';
import { Problem, type Reply } from './reply.js';

/** What the prompts of a page are asked for with, in JSON. `null` stands for a member left out. */
export type PromptRequest = { readonly [Name in keyof NoticeOptions]?: NoticeOptions[Name] | null };

/** What readers see of the paywall, as HTML to put into the page. */
export interface PromptHtml {
  /** The prompt or the wall; empty where there is none. */
  readonly notice: string;
  /** How far into the free articles the reader is; empty where there is nothing to count. */
  readonly meter: string;
  /** The appeal for support; empty at a wall, and where the service is given no `support`. */
  readonly appeal: string;
  /** For the page's `head`: the style sheet and the script. */
  readonly head: string;
}

/** Prompts that go by the service's clock, unless they are given one of their own. */
export type PromptsAt = (clock: Clock) => PromptWriter;

export const readPrompts: Check<PromptsAt> = (value, option) => {
  const settings = readPromptOptions(value, option);
  const hasClock = isRecord(value) && value.clock !== undefined;
  return (clock) => promptsOf(hasClock ? settings : { ...settings, clock });
};

/** Checks the member `prompt` of a question. */
export const readPromptRequest: Check<NoticeOptions> = (value, option) =>
  readOptions<Required<NoticeOptions>>(value, option, {
    locale: optional(text, undefined),
    pageUrl: optional(text, undefined),
    cookie: optional(anyText, undefined),
    commentsWaiting: optional(wholeNumber(0, Number.MAX_SAFE_INTEGER), undefined),
  });

const anyText: Check<string> = (value, option) => (value === '' ? value : text(value, option));

/** The HTML for one view; none beside an answer that stands in for the page. */
export function promptHtml(prompts: PromptWriter, { decision, answer }: Outcome, asked: NoticeOptions): PromptHtml {
  if (answer) return { notice: '', meter: '', appeal: '', head: '' };
  return {
    notice: prompts.notice(decision, asked),
    meter: prompts.meter(decision, asked),
    appeal: prompts.appeal(decision, asked),
    head: prompts.head,
  };
}

const PARTS = ['notice', 'meter', 'appeal', 'head'] as const;

/**
 * One part of what a reader sees, in the words of a decision that was made before: for pages that come from a cache.
 *
 * @param asked The query: `part`, by default the notice, `locale` and `commentsWaiting`.
 * @throws {Problem} 400 for another question.
 */
export function promptPart(
  prompts: PromptWriter,
  decision: PromptDecision,
  asked: URLSearchParams,
  around: Pick<NoticeOptions, 'pageUrl' | 'cookie'>,
): Reply {
  const { part, ...more } = readPartQuery(asked);
  const options = { ...more, ...around };
  const html = {
    notice: () => prompts.notice(decision, options),
    meter: () => prompts.meter(decision, options),
    appeal: () => prompts.appeal(decision, options),
    head: () => prompts.head,
  };
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: html[part]() };
}

function readPartQuery(asked: URLSearchParams): { readonly part: (typeof PARTS)[number] } & NoticeOptions {
  const count = asked.get('commentsWaiting');
  const { part, ...more } = {
    part: PARTS.find((known) => known === (asked.get('part') ?? 'notice')),
    locale: asked.get('locale') ?? undefined,
    commentsWaiting: count === null ? undefined : Number(count),
  };
  if (part === undefined) throw new Problem(400, `Ask for one part: ${PARTS.join(', ')}`);
  return { part, ...more };
}

/** The style sheet at an address that stays, for sites that write their `head` by hand. */
export function styleSheet({ assets: { styles } }: PromptWriter, headers: IncomingHttpHeaders): Reply {
  const etag = `"${styles.name}"`;
  const kept = { 'Cache-Control': 'public, no-cache', ETag: etag };
  if (headers['if-none-match'] === etag) return { status: 304, headers: kept };
  const fields = { ...kept, 'Content-Type': styles.type, 'X-Content-Type-Options': 'nosniff' };
  return { status: 200, headers: fields, body: styles.text };
}
