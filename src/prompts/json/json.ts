import { IntlMessageFormat } from 'intl-messageformat';
import { isRecord, problem } from '../../options/index.js';
import { keepTogether } from '../format.js';
import { parseTag } from '../locale.js';
import type { Message, MessageFacts } from '../messages.js';
import { assertPromptOptions, type PromptOptions } from '../options.js';

/** What a message in JSON may speak of. */
const FACTS = ['siteName', 'period', 'read', 'left', 'limit', 'used', 'comments', 'days'] as const;

/**
 * The options of `createPrompts` as JSON has them. A message of `copy` is ICU MessageFormat there, as translators' tools write
 * it: `{left, plural, one {# article} other {# articles}} left until {resetsAt}`. It may speak of `siteName`, `period`, `read`,
 * `left`, `limit`, `used`, `comments`, `days` and `resetsAt`.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function promptOptionsOfJson(json: unknown, path: string): PromptOptions {
  const options =
    isRecord(json) && isRecord(json.copy) ? { ...json, copy: copyOfJson(json.copy, `${path}.copy`) } : json;
  assertPromptOptions(options, path);
  return options;
}

/** The member `copy` alone. What else is wrong with it, `createPrompts` tells. */
export function copyOfJson(json: unknown, path: string): unknown {
  if (!isRecord(json)) return json;
  return mapValues(json, (messages, tag) =>
    isRecord(messages)
      ? mapValues(messages, (message, name) => messageOfJson(message, tag, `${path}.${tag}.${name}`))
      : messages,
  );
}

function mapValues(
  given: Readonly<Record<string, unknown>>,
  change: (value: unknown, name: string) => unknown,
): unknown {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value, name)]));
}

function messageOfJson(message: unknown, tag: string, option: string): unknown {
  const locale = parseTag(tag)?.baseName;
  if (typeof message !== 'string' || !message.includes('{') || locale === undefined) return message;
  try {
    const write = writer(new IntlMessageFormat(keepTogether(message), locale, undefined, { ignoreTag: true }));
    write(SAMPLE);
    return write;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('"', 1)[0]?.trim() : '';
    const known = [...FACTS, 'resetsAt'].join(', ');
    throw problem(
      'ERR_PAYWALL_OPTION_RANGE',
      option,
      message,
      `is not ICU MessageFormat (${reason})`,
      `It may speak of ${known}`,
    );
  }
}

type Facts = Pick<MessageFacts, (typeof FACTS)[number] | 'resetsAt' | 'date'>;

function writer(format: IntlMessageFormat): Exclude<Message, string> & ((facts: Facts) => string) {
  return (facts: Facts) => {
    const values = Object.fromEntries(FACTS.map((name) => [name, facts[name]]));
    return String(format.format({ ...values, resetsAt: facts.date(facts.resetsAt) }));
  };
}

const SAMPLE: Facts = {
  ...{ siteName: '', period: '', read: 3, left: 6, limit: 10, used: 4, comments: 2, days: 30 },
  resetsAt: new Date(0),
  date: () => '',
};
