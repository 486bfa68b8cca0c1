import type { IncomingHttpHeaders } from 'node:http';
import type { Decision } from '../meter/index.js';
import { type Check, flag, isRecord, OptionError, oneOf, readOptions, required, text } from '../options/index.js';
import type { PromptDecision } from '../prompts/index.js';
import { finiteOrNull, Problem } from './reply.js';

/** What of a decision is put into words; period and time zone are the service's own. */
type Worded = Omit<PromptDecision, 'period' | 'timeZone'>;

const count: Check<number> = (value, option) => {
  if (value === null) return Number.POSITIVE_INFINITY;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TypeError(option);
  return value;
};

const moment: Check<Date> = (value, option) => {
  const date = new Date(text(value, option));
  if (Number.isNaN(date.getTime())) throw new TypeError(option);
  return date;
};

/**
 * The decision on one view in a field, `Paywall-View`, to be handed back when it is to be worded: the reader's old cookie would say
 * another, and count another view. JSON; whoever asks is believed, as in all.
 */
export function viewField(decision: Decision): string {
  const { state, reason, read, left, limit, resetsAt, account, access } = decision;
  // Words and numbers that nothing has to be escaped in, put together by hand: it is asked for with every view.
  const numbers = `"read":${read},"left":${finiteOrNull(left)},"limit":${finiteOrNull(limit)}`;
  return `{"state":"${state}","reason":"${reason}",${numbers},"resetsAt":"${isoOf(resetsAt)}","account":${account},"access":"${access}"}`;
}

let last = { time: Number.NaN, text: '' };

/** Of most decisions it is the end of one and the same period. */
function isoOf(date: Date): string {
  const time = date.getTime();
  if (last.time !== time) last = { time, text: date.toISOString() };
  return last.text;
}

/**
 * The decision that a field holds.
 *
 * @throws {Problem} 400 where it is none of ours, or is missing.
 */
export function decisionOfField(
  { 'paywall-view': field }: IncomingHttpHeaders,
  around: Pick<PromptDecision, 'period' | 'timeZone'>,
): PromptDecision {
  try {
    const given: unknown = JSON.parse(String(field));
    if (!isRecord(given)) throw new TypeError('no object');
    return { ...readOptions<Worded>(given, 'view', FIELDS), ...around };
  } catch (error) {
    if (error instanceof OptionError || error instanceof SyntaxError || error instanceof TypeError) {
      throw new Problem(400, 'Send Paywall-View as it came with the decision');
    }
    throw error;
  }
}

const FIELDS = {
  state: required(oneOf('free', 'register-prompt', 'blocked')),
  reason: required(text),
  read: required(count),
  left: required(count),
  limit: required(count),
  resetsAt: required(moment),
  account: required(flag),
  access: required(oneOf('metered', 'open', 'locked')),
};
