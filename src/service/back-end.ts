import type { KnownAccount } from '../meter/account.js';
import type { Decision } from '../meter/decision.js';
import type { Answer, Outcome } from '../meter/outcome.js';
import type { View } from '../meter/situation.js';
import type { RequestFields } from '../meter/speculation.js';
import { OptionError } from '../options/errors.js';
import { type Fields, object, optional, readOptions, required, text, wrongType } from '../options/options.js';
import type { Limits } from '../policy/limits.js';
import { readLimits } from '../policy/limits.js';
import { type PageHeaders, pageHeaders } from './page-headers.js';
import { Problem } from './reply.js';

/** What a site's back end asks, in JSON. `null` stands for a member left out. */
export interface DecisionRequest {
  /** What is counted: the article's id, slug or path. */
  readonly article: string | number;
  /** The method of the reader's request. `HEAD` counts nothing; any other is a view. Default: `GET`. */
  readonly method?: string | null;
  /** The account the site knows the reader by: full access unless it has limits, in which `null` means never. */
  readonly account?: {
    readonly id: string | number;
    readonly limits?: { readonly promptAfter: number | null; readonly blockAfter: number | null };
  } | null;
  /** The fields of the reader's request, in any case: above all `cookie`, then `sec-purpose` and `user-agent`. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>> | null;
  /** The reader's IP address, where crawlers are verified or new readers capped. */
  readonly address?: string | null;
}

/** The service's answer, in JSON: the decision, and what to do about it. */
export interface DecisionResponse extends Omit<Decision, 'left' | 'limit' | 'resetsAt'> {
  /** Distinct articles left after this view; `null` where nothing ever blocks. */
  readonly left: number | null;
  /** `blockAfter` in force for this reader; `null` where nothing ever blocks. */
  readonly limit: number | null;
  /** When the count starts again, in UTC (ISO 8601). */
  readonly resetsAt: string;
  /** What to send with the page; a list is sent as that many fields. Empty beside an `answer`. */
  readonly headers: PageHeaders;
  /** What to send instead of the page, with no body; `null` where the site renders it. */
  readonly answer: Answer | null;
}

interface Asked {
  readonly article: string;
  readonly method: string;
  readonly account: KnownAccount | null;
  readonly headers: RequestFields;
  readonly address: string | undefined;
}

const MEMBERS: Fields<Asked> = {
  article: required(textOrNumber, "Give the article's id, slug or path"),
  method: optional(text, 'GET'),
  account: optional(account, null),
  headers: optional(fields, {}),
  address: optional(text, undefined),
};

/**
 * The view that a back end asks about. It asks when it has found the article and is about to show it, so whatever the
 * reader's method was, only HEAD shows nothing.
 *
 * @throws {Problem} 400 for a request that is not a `DecisionRequest`.
 */
export function readDecisionRequest(body: unknown): View {
  try {
    const asked = readOptions<Asked>(withoutNulls(object(body, 'request')), 'request', MEMBERS);
    return { ...asked, method: asked.method.toUpperCase() === 'HEAD' ? 'HEAD' : 'GET' };
  } catch (error) {
    throw error instanceof OptionError ? new Problem(400, error.message) : error;
  }
}

export function decisionResponse(outcome: Outcome): DecisionResponse {
  const { decision, answer = null } = outcome;
  return {
    ...decision,
    left: finiteOrNull(decision.left),
    limit: finiteOrNull(decision.limit),
    resetsAt: decision.resetsAt.toISOString(),
    headers: answer ? {} : pageHeaders(outcome),
    answer,
  };
}

/** JSON has no infinity: `null` stands for it, in both directions. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function withoutNulls(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function textOrNumber(value: unknown, option: string): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : text(value, option);
}

function account(value: unknown, option: string): KnownAccount {
  return readOptions<KnownAccount>(value, option, {
    id: required(textOrNumber, "Give the account's id"),
    limits: optional(limits, null),
  });
}

function limits(value: unknown, option: string): Limits {
  const given = Object.entries(object(value, option));
  const numbers = given.map(([name, limit]) => [name, limit === null ? Number.POSITIVE_INFINITY : limit]);
  return readLimits(Object.fromEntries(numbers), option);
}

function fields(value: unknown, option: string): RequestFields {
  const given = Object.entries(withoutNulls(object(value, option)));
  return Object.fromEntries(given.map(([name, said]) => [name.toLowerCase(), field(said, `${option}.${name}`)]));
}

/** Some languages have each field as a list; several `Cookie` fields are joined in a way of their own (RFC 9113 section 8.2.3). */
function field(value: unknown, option: string): string {
  if (typeof value === 'string') return value;
  if (!isList(value)) throw wrongType(option, value, 'text or a list of text');
  return value.join(/\.cookie$/i.test(option) ? '; ' : ', ');
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
