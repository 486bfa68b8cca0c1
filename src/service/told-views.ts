import type { Known as FiguresKnown } from '../figures/index.js';
import {
  type Decision,
  numbersOf,
  type Reason,
  type Settings,
  surroundingsOf,
  uncountedDecision,
} from '../meter/index.js';
import {
  type Check,
  type Fields,
  object,
  oneOf,
  outOfRange,
  readOptions,
  required,
  text,
  wholeNumber,
  wrongType,
} from '../options/index.js';
import type { Limits } from '../policy/index.js';
import { createRecent } from '../store/index.js';
import { readAsked } from './reply.js';

/** A view that an edge decided by itself, once its page was shown. */
export interface ToldView {
  readonly article: string;
  readonly state: Decision['state'];
  /** `limit` where the reader met the wall for the first time, by a pass that was not signed at it. */
  readonly reason: Extract<Reason, 'first-view' | 're-read' | 'limit' | 'recheck' | 'open'>;
  /** Distinct other articles read. */
  readonly read: number;
}

/** Views that an edge tells of at once, with a number, by which they are counted once however often they are sent. */
export interface ToldViews {
  /** A random name of whoever tells. */
  readonly process: string;
  /** What one process tells of it tells one after the other, each with a higher number than any before; from 1. */
  readonly sequence: number;
  /** When they were put together, in milliseconds since the epoch. */
  readonly at: number;
  readonly views: readonly ToldView[];
}

/** Views that one request may tell of. */
const MOST = 500;

const VIEW: Fields<ToldView> = {
  article: required(text),
  state: required(oneOf('free', 'register-prompt', 'blocked')),
  reason: required(oneOf('first-view', 're-read', 'limit', 'recheck', 'open')),
  read: required(wholeNumber(0, 1000)),
};

const views: Check<readonly ToldView[]> = (value, option) => {
  if (!Array.isArray(value) || value.length > MOST) throw wrongType(option, value, `a list of at most ${MOST}`);
  return value.map((each, index) => readOptions<ToldView>(object(each, option), `${option}[${index}]`, VIEW));
};

const TOLD: Fields<ToldViews> = {
  process: required((value, option) => {
    if (typeof value === 'string' && /^[\w-]{8,36}$/.test(value)) return value;
    throw outOfRange(option, value, 'a random name of 8 to 36 letters and digits');
  }),
  sequence: required(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  at: required(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  views: required(views),
};

/**
 * The views that an edge tells of.
 *
 * @throws {Problem} 400 for a request that is none.
 */
export function readToldViews(body: unknown): ToldViews {
  return readAsked(() => readOptions<ToldViews>(object(body, 'request'), 'request', TOLD));
}

/** Of how many that tell the last number is remembered, of half of them in any case. */
const MOST_REMEMBERED = 2000;

/** Tells what is sent to this process for the first time from what is sent again. */
export function createNumbers(): (told: Pick<ToldViews, 'process' | 'sequence'>) => boolean {
  const last = createRecent<number>(MOST_REMEMBERED);
  return ({ process, sequence }) => {
    const isNew = sequence > (last.get(process) ?? 0);
    if (isNew) last.set(process, sequence);
    return isNew;
  };
}

/** The decision of such a view, as whoever is told of decisions knows them. */
export function toldDecision(
  { state, reason, read }: ToldView,
  at: number,
  { periods }: Pick<Settings, 'periods'>,
  { blockAfter: limit }: Limits,
): Decision {
  const { end } = periods.at(at);
  const around = surroundingsOf('metered', null, periods);
  if (reason === 'open') return uncountedDecision(state, reason, end, around);
  return {
    state,
    reason,
    ...numbersOf(state, reason, read, limit),
    limit,
    resetsAt: new Date(end),
    counted: reason === 'first-view',
    degraded: false,
    ...around,
  };
}

/** What the figures go by besides. An edge asks about whoever would meet the prompt for the first time, unless by a first view. */
export function knownOfTold({ article: name, state, reason, read }: ToldView): FiguresKnown {
  if (reason === 'open') return { name };
  const isFirst = reason === 'first-view' || reason === 'limit';
  const pass = isFirst ? null : { format: 2, account: undefined, read, metPrompt: true, metWall: true };
  const size = state === 'blocked' ? read : read + 1;
  return { name, facts: { article: 0, account: undefined, generation: 0, pass }, size };
}
