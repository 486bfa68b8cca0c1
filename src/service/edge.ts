import { AI_CRAWLERS } from '../crawlers/index.js';
import type { Core, Settings } from '../meter/index.js';
import type { PublicJwk } from '../pass/index.js';
import { finiteOrNull } from './reply.js';

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
