import {
  type Check,
  type Fields,
  flag,
  isRecord,
  oneOf,
  optional,
  readOptions,
  required,
  text,
  wholeNumber,
  wrongType,
} from '../options/index.js';
import { MOST_GIVEN } from '../pass/index.js';
import {
  ACTS,
  type Document,
  type Entry,
  type Logged,
  MOST_LOGGED,
  MOST_OPENED,
  MOST_READERS,
  type Regranted,
  type Turned,
} from './document.js';
import { limit, readLimits } from './limits.js';

const FORMAT = 1;
const INT32 = 2 ** 31;

/** The document as JSON has it, in which there is no infinite number. */
export function documentToJson({ version, turned, readers, log }: Document): Readonly<Record<string, unknown>> {
  const given = [...readers].map(([id, { generation, granted, ends, opened }]) => [
    id,
    [generation, granted, ends, ...opened],
  ]);
  const whole = { format: FORMAT, version, turned, readers: Object.fromEntries(given), log };
  const text = JSON.stringify(whole, (_, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value));
  const json: unknown = JSON.parse(text);
  return isRecord(json) ? json : {};
}

/**
 * The document that is meant.
 *
 * @throws {OptionError} where it is none, or of another version of this package.
 */
export function documentOfJson(value: unknown): Document {
  const { version, turned, readers, log } = readOptions<Document & { format: number }>(value, 'policy', {
    format: required(wholeNumber(FORMAT, FORMAT)),
    version: required(time),
    turned: required((given, path) => readOptions<Turned>(given, path, TURNED)),
    readers: required(entries),
    log: required(listOf((given, path) => readOptions<Logged>(given, path, LOGGED), MOST_LOGGED)),
  });
  return { version, turned, readers, log };
}

const time: Check<number> = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const jsonLimit: Check<number> = (value, path) => limit(value === 'Infinity' ? Number.POSITIVE_INFINITY : value, path);
const limitOrNull: Check<number | null> = (value, path) => (value === null ? null : jsonLimit(value, path));

const plans: Check<Turned['plans']> = (value, path) => {
  if (!isRecord(value)) throw wrongType(path, value, 'limits by plan');
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => {
      const { promptAfter, blockAfter } = isRecord(given) ? given : {};
      const at = `${path}.${name}`;
      const limits = { promptAfter: jsonLimit(promptAfter, at), blockAfter: jsonLimit(blockAfter, at) };
      return [name, readLimits(limits, at)];
    }),
  );
};

const TURNED: Fields<Turned> = {
  promptAfter: required(limitOrNull),
  blockAfter: required(limitOrNull),
  plans: required(plans),
  prompts: required(flag),
  openUntil: required(time),
};

const PART: Fields<Partial<Turned>> = {
  promptAfter: optional(limitOrNull, undefined),
  blockAfter: optional(limitOrNull, undefined),
  plans: optional(plans, undefined),
  prompts: optional(flag, undefined),
  openUntil: optional(time, undefined),
};

/** Without what is not there, so that what is there can be gone through. */
const part: Check<Partial<Turned>> = (value, path) => {
  const read = readOptions<Partial<Turned>>(value, path, PART);
  return Object.fromEntries(Object.entries(read).filter(([, each]) => each !== undefined));
};

const upToMost = wholeNumber(0, MOST_GIVEN);
const REGRANTED: Fields<Regranted> = {
  generation: required(upToMost),
  was: required(upToMost),
  is: required(upToMost),
};

const LOGGED: Fields<Logged> = {
  version: required(time),
  at: required(time),
  by: required(text),
  act: required(oneOf(...ACTS)),
  ends: required(time),
  before: optional(part, undefined),
  after: optional(part, undefined),
  reader: optional(text, undefined),
  count: optional(wholeNumber(1, MOST_GIVEN), undefined),
  given: optional((value, path) => readOptions<Regranted>(value, path, REGRANTED), undefined),
};

function listOf<T>(check: Check<T>, most: number): Check<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) throw wrongType(path, value, `a list of at most ${most}`);
    return value.map((each, index) => check(each, `${path}[${index}]`));
  };
}

const entries: Check<Document['readers']> = (value, path) => {
  if (!isRecord(value) || Object.keys(value).length > MOST_READERS) {
    throw wrongType(path, value, `at most ${MOST_READERS} readers`);
  }
  return new Map(Object.entries(value).map(([id, given]) => [id, entry(given, `${path}.${id}`)]));
};

const entry: Check<Entry> = (value, path) => {
  const [generation, granted, ends, ...opened] = Array.isArray(value) ? value : [];
  return {
    generation: wholeNumber(0, MOST_GIVEN)(generation, path),
    granted: wholeNumber(0, MOST_GIVEN)(granted, path),
    ends: time(ends, path),
    opened: listOf(wholeNumber(-INT32, INT32 - 1), MOST_OPENED)(opened, path),
  };
};
