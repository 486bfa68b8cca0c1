import { AI_CRAWLERS } from '../crawlers/index.js';
import type { Known as FiguresKnown } from '../figures/index.js';
import {
  type Core,
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
  readOptions,
  required,
  text,
  wholeNumber,
  wrongType,
} from '../options/index.js';
import type { PublicJwk } from '../pass/index.js';
import type { Limits } from '../policy/index.js';
import { finiteOrNull, readAsked } from './reply.js';

/** All that an edge needs to decide by a pass alone, in JSON; `null` stands for no limit and for no end. */
export interface EdgeSettings {
  readonly site: string;
  /** The name of the pass's cookie. */
  readonly cookie: string;
  /** What goes behind its value, but for `Max-Age`. */
  readonly attributes: string;
  readonly promptAfter: number | null;
  readonly blockAfter: number | null;
  /** Until when every metered article is open to everyone, uncounted, in UTC (ISO 8601); `null` where none is. */
  readonly openUntil: string | null;
  /** Seconds for which a block stands. */
  readonly recheck: number;
  readonly period: string;
  /** The period's article key, in base64url. */
  readonly articleKey: string;
  /** When the period ends, in UTC (ISO 8601). Then all of this is asked for anew. */
  readonly endsAt: string | null;
  /** The public keys that verify passes. */
  readonly keys: readonly PublicJwk[];
  /** Whether the edge may sign the pass of a new reader, with a key of its own: not where each reader's days or a network's are counted. */
  readonly firstViews: boolean;
  /** The cookie of the site's session; whoever sends one is for the service to answer. */
  readonly session: string | null;
  /** Products in `User-Agent`, in lower case, that are for the service to answer. */
  readonly agents: readonly string[];
  /** Whether the service words prompts. */
  readonly prompts: boolean;
}

export function edgeSettings(
  settings: Settings,
  core: Pick<Core, 'articleKey' | 'jwks' | 'rules'>,
  session: string | null,
  prompts: boolean,
): EdgeSettings {
  const { site, cookie, recheck, periods, newReaders, passFormat, aiCrawlers } = settings;
  const rules = core.rules();
  const isOpen = rules.openUntil > settings.clock();
  const { promptAfter, blockAfter } = rules.limits;
  const { period, key, endsAt } = core.articleKey();
  return {
    site,
    cookie: cookie.name,
    attributes: cookie.attributes,
    promptAfter: rules.prompts ? finiteOrNull(promptAfter) : null,
    blockAfter: finiteOrNull(blockAfter),
    openUntil: isOpen ? new Date(rules.openUntil).toISOString() : null,
    recheck: recheck / 1000,
    period,
    articleKey: key,
    endsAt: endsAt?.toISOString() ?? null,
    keys: core.jwks().keys,
    firstViews: !newReaders && !periods.rolling && passFormat === 2 && blockAfter > 0,
    session,
    agents: aiCrawlers ? AI_CRAWLERS.map((name) => name.toLowerCase()) : [],
    prompts,
  };
}

/** A view that an edge decided by itself, once its page was shown. */
export interface ToldView {
  readonly article: string;
  readonly state: Decision['state'];
  /** `limit` where the reader met the wall for the first time, by a pass that was not signed at it. */
  readonly reason: Extract<Reason, 'first-view' | 're-read' | 'limit' | 'recheck' | 'open'>;
  /** Distinct other articles read. */
  readonly read: number;
}

/** Views that one request may tell of. */
const MOST = 1000;

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

/**
 * The views that an edge tells of.
 *
 * @throws {Problem} 400 for a request that is none.
 */
export function readToldViews(body: unknown): readonly ToldView[] {
  const members: Fields<{ views: readonly ToldView[] }> = { views: required(views) };
  return readAsked(() => readOptions<{ views: readonly ToldView[] }>(object(body, 'request'), 'request', members))
    .views;
}

/** The decision of such a view, as whoever is told of decisions knows them. */
export function toldDecision(
  { state, reason, read }: ToldView,
  { periods, clock }: Settings,
  { blockAfter: limit }: Limits,
): Decision {
  const { end } = periods.at(clock());
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
  const passes = isFirst ? [] : [{ state, account: undefined, read, ledger: [] }];
  return { name, facts: { article: 0, account: undefined }, passes };
}
