import type { BroughtVisit } from '../meter/index.js';
import {
  type Check,
  type Fields,
  isRecord,
  object,
  optional,
  readOptions,
  required,
  text,
  wholeNumber,
  wrongType,
} from '../options/index.js';
import type { TakeBack } from '../store/index.js';
import { readAsked } from './reply.js';

/** Passes that one request may bring, and views that it may take back. */
const MOST = 64;

const INT32 = 2 ** 31;

const MEMBERS: Fields<BroughtVisit> = {
  passes: required(listOf(text), 'Give the passes of the reader'),
  account: optional(account, null),
  article: optional(wholeNumber(-INT32, INT32 - 1), undefined),
  limit: optional(wholeNumber(0, 1000), 0),
  takeBacks: optional(listOf(takeBack), []),
};

/**
 * What a paywall at an edge asks of the store.
 *
 * @throws {Problem} 400 for a request that is none.
 */
export function readBroughtVisit(body: unknown): BroughtVisit {
  return readAsked(() => readOptions<BroughtVisit>(object(body, 'request'), 'request', MEMBERS));
}

function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value, option) => {
    if (!Array.isArray(value) || value.length > MOST) throw wrongType(option, value, `a list of at most ${MOST}`);
    return value.map((each, index) => check(each, `${option}[${index}]`));
  };
}

function account(value: unknown, option: string): BroughtVisit['account'] {
  if (value === null) return null;
  if (!isRecord(value)) throw wrongType(option, value, 'an account with id and plan');
  const { id, plan = null } = value;
  return { id: text(id, `${option}.id`), plan: plan === null ? null : text(plan, `${option}.plan`) };
}

function takeBack(value: unknown, option: string): TakeBack {
  if (!isRecord(value)) throw wrongType(option, value, 'an article and a view');
  const { article, view } = value;
  return {
    article: wholeNumber(-INT32, INT32 - 1)(article, `${option}.article`),
    view: text(view, `${option}.view`),
  };
}
