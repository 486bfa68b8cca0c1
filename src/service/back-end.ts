import { type ArticleName, readName } from '../article/index.js';
import {
  type Access,
  type Account,
  type Answer,
  type Article,
  type Decision,
  type Outcome,
  type RequestFields,
  type Variant,
  type View,
  variantOf,
} from '../meter/index.js';
import {
  type Fields,
  isRecord,
  object,
  oneOf,
  optional,
  readOptions,
  required,
  text,
  wrongType,
} from '../options/index.js';
import type { NoticeOptions } from '../prompts/index.js';
import { type PageFields, pageFields } from './page-headers.js';
import { type PromptHtml, type PromptRequest, readPromptRequest } from './prompts.js';
import { finiteOrNull, readAsked } from './reply.js';

/** What a site's back end asks, in JSON. `null` stands for a member left out. */
export interface DecisionRequest {
  /** What is counted, best the article's own id; or that and who may read it. */
  readonly article:
    | string
    | number
    | {
        /** The article's own id. */
        readonly id: string | number;
        /** Who may read it. Default: `metered`. */
        readonly access?: Access | null;
      };
  /** The method of the reader's request. `HEAD` counts nothing; any other is a view. Default: `GET`. */
  readonly method?: string | null;
  /** The account the site knows the reader by, with the name of its plan; full access where the service is given no plans. */
  readonly account?: {
    /** The site's own id of the account. */
    readonly id: string | number;
    /** The name of its plan, one of the service's `plans`. Default: none. */
    readonly plan?: string | null;
  } | null;
  /** The fields of the reader's request, in any case: above all `cookie`, then `sec-purpose` and `user-agent`. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>> | null;
  /** The reader's IP address, where crawlers are verified or new readers capped. */
  readonly address?: string | null;
  /** Asks for what the reader is to see, as HTML, where the service is given `prompts`; its `cookie` is that of `headers` by default. */
  readonly prompt?: PromptRequest | null;
}

/** The service's answer, in JSON: the decision, and what to do about it; HTML too where it was asked for by `prompt`. */
export interface DecisionResponse extends Omit<Decision, 'left' | 'limit' | 'resetsAt'>, Partial<PromptHtml> {
  /** The page to make, where it is kept for several readers: `full`, or the `teaser`. */
  readonly variant: Variant;
  /** Distinct articles left after this view; `null` where nothing ever blocks. */
  readonly left: number | null;
  /** `blockAfter` in force for this reader; `null` where nothing ever blocks. */
  readonly limit: number | null;
  /** When the count starts again, in UTC (ISO 8601). */
  readonly resetsAt: string;
  /** What to send with the page; a list is sent as that many fields. Empty beside an `answer`. */
  readonly headers: PageFields['headers'];
  /** Fields that the page must not be sent with, in lower case. Empty beside an `answer`. */
  readonly remove: readonly string[];
  /** Fields of the reader's request, in lower case, that the site must not answer by. Empty beside an `answer`. */
  readonly ignore: readonly string[];
  /** What to send instead of the page, with no body; `null` where the site renders it. */
  readonly answer: Answer | null;
}

interface Asked {
  readonly article: Article;
  readonly method: string;
  readonly account: Account | null;
  readonly headers: RequestFields;
  readonly address: string | undefined;
  readonly prompt: NoticeOptions | null;
}

/** A question as read. */
export interface Question {
  readonly view: View;
  readonly prompt: NoticeOptions | null;
}

const MEMBERS: Fields<Asked> = {
  article: required(article, "Give the article's id"),
  method: optional(text, 'GET'),
  account: optional(account, null),
  headers: optional(fields, {}),
  address: optional(text, undefined),
  prompt: optional((value, option) => readPromptRequest(withoutNulls(object(value, option)), option), null),
};

/**
 * What a back end asks. It asks when it has found the article and is about to show it, so whatever the
 * reader's method was, only HEAD shows nothing.
 *
 * @throws {Problem} 400 for a request that is not a `DecisionRequest`.
 */
export function readDecisionRequest(body: unknown): Question {
  const asked = readAsked(() => readOptions<Asked>(withoutNulls(object(body, 'request')), 'request', MEMBERS));
  const { headers, address, prompt } = asked;
  const method = asked.method.toUpperCase() === 'HEAD' ? 'HEAD' : 'GET';
  return {
    view: { method, target: '/', headers, address, article: () => asked.article, account: () => asked.account },
    prompt: prompt && { ...prompt, cookie: prompt.cookie ?? [headers.cookie ?? []].flat().join('; ') },
  };
}

export function decisionResponse(outcome: Outcome): DecisionResponse {
  const { decision, answer = null } = outcome;
  return {
    ...decision,
    variant: variantOf(decision),
    left: finiteOrNull(decision.left),
    limit: finiteOrNull(decision.limit),
    resetsAt: decision.resetsAt.toISOString(),
    ...(answer ? { headers: {}, remove: [] } : pageFields(outcome)),
    ignore: answer ? [] : outcome.ignore,
    answer,
  };
}

export function withoutNulls(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

const ACCESS = oneOf('metered', 'open', 'locked');

export function article(value: unknown, option: string): Article {
  if (!isRecord(value)) return { id: name(value, option) };
  return readOptions<{ id: ArticleName; access: Access }>(withoutNulls(value), option, {
    id: required(name, "Give the article's id"),
    access: optional(ACCESS, 'metered'),
  });
}

export function account(value: unknown, option: string): Account {
  return readOptions<{ id: ArticleName; plan: string | null }>(withoutNulls(object(value, option)), option, {
    id: required(name, "Give the account's id"),
    plan: optional(text, null),
  });
}

function name(value: unknown, option: string): string {
  const read = readName(value);
  if (read === null) throw wrongType(option, value, 'text that is not empty, or a number that JSON keeps exactly');
  return read;
}

export function fields(value: unknown, option: string): RequestFields {
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
