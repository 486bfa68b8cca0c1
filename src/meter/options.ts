import type { Clock } from '../clock/index.js';
import type { AiCrawlerPolicy, AiCrawlersOptions, Crawlers } from '../crawlers/index.js';
import type { Figures } from '../figures/index.js';
import type { KeyOption } from '../pass/index.js';
import type { PeriodOption } from '../period/index.js';
import type { Plans } from '../policy/index.js';
import type { SignedPolicy } from '../policy/signed/index.js';
import type { Store } from '../store/index.js';

/** What decides while the store does not answer. */
export type OnStoreError = 'ledger' | 'open' | 'closed';

/** Where new readers of a network begin once it has had its new readers for the day. */
export type BeyondNetwork = 'register-prompt' | 'blocked';

/** The pass cookie. Its path is always `/`, and scripts never see it. */
export interface CookieOptions {
  /** The cookie's name. Default: `__Host-paywall` over https, `__Secure-paywall` with a `domain`, `paywall` over http. */
  readonly name?: string;
  /** Shares the pass with every host of this domain, each of which can then use and replace it. Default: this host alone. */
  readonly domain?: string;
  /** With which requests from other sites it is sent. `strict` is refused: the pass would be missing whenever a reader follows a link from another site. Default: `lax`. */
  readonly sameSite?: 'lax' | 'none';
  /** Partitioned by top-level site (CHIPS), for pages shown inside others. Default: `false`. */
  readonly partitioned?: boolean;
}

/** Everything that decides, whatever surface asks. */
export interface CoreOptions {
  /** The origin that readers see, as in `https://news.example`: issuer and audience of the pass. */
  readonly site: string;
  /**
   * The first signs, all verify. To rotate takes two deploys, or a process that does not know the new key yet would take its
   * passes for none: first put the new key last, then in front; drop the old one when the period has ended.
   */
  readonly keys: readonly KeyOption[];
  /**
   * Keys the article ids; at least 32 bytes, and the same for as long as the site exists. Default: the ids are keyed from the
   * only key there is; with several it is required, and is the secret of the key that was alone before.
   */
  readonly articleSecret?: string | Uint8Array | undefined;
  /**
   * How the pass of a reader is written who has none yet; a reader's own stays as it is until their period ends. 1 while processes
   * of a version before still run beside this one, which read no other. Default: 2.
   */
  readonly passFormat?: 1 | 2;
  /** Where the truth is kept. Default: `memoryStore()`, for one process. */
  readonly store?: Store;
  /** Articles read before the prompt appears; 0 to 1,000 or `Infinity`. Default: 3. */
  readonly promptAfter?: number;
  /** Articles read before the wall appears; 0 to 1,000 or `Infinity`. Default: 10. */
  readonly blockAfter?: number;
  /**
   * What accounts may read, by the names that `account` gives: `full` for everything, locked articles too, or limits of their
   * own. Default: none, and every account has full access.
   */
  readonly plans?: Plans;
  /**
   * What `signedPolicy()` makes, so that a newsroom can turn limits, prompts and more while the process runs, and give single readers
   * more to read. Default: nothing can be turned, and nothing is asked for.
   */
  readonly policy?: SignedPolicy;
  /** When the count starts again. Default: `month`. */
  readonly period?: PeriodOption;
  /** The publication's time zone, an IANA name. Default: `UTC`. */
  readonly timeZone?: string;
  /** The pass cookie's name and attributes. Default: those of `CookieOptions`, for this host alone. */
  readonly cookie?: CookieOptions;
  /** Milliseconds that a view waits for the store; 1 to 10,000. Default: 50. */
  readonly deadline?: number;
  /** Milliseconds for which a blocked reader stays blocked without asking the store again. Default: 60,000. */
  readonly recheck?: number;
  /**
   * What decides while the store does not answer: the `ledger` in the reader's pass; `open` lets everyone read; `closed` shows
   * the wall for every article that is not in the ledger. A first view is open all the same. Default: `ledger`.
   */
  readonly onStoreError?: OnStoreError;
  /**
   * What a speculative request (prefetch, prerender, preview) for an article not read yet meets: `refuse` answers 503 without
   * counting, `count` treats it as a view. Default: `refuse`.
   */
  readonly speculation?: 'refuse' | 'count';
  /**
   * What a request for an article not read yet meets that asks for it as a part of a page (an image, a script, another site's
   * frame): `refuse` answers 403 without counting, `count` treats it as a view, for media that are metered. Default: `refuse`.
   */
  readonly subresources?: 'refuse' | 'count';
  /**
   * Verifies search crawlers, which then read everything, uncounted; whoever falsely claims to be one meets the wall. `true`
   * verifies by the bundled ranges and DNS; `createCrawlers()` makes others, which can be closed. Needs the reader's true
   * address: see `trust proxy` of Express. Default: `false`, every crawler is a reader.
   */
  readonly crawlers?: boolean | Crawlers;
  /** What AI crawlers that name themselves meet: `allow` (the meter), `block` (403) or 402. Default: `allow`. */
  readonly aiCrawlers?: AiCrawlerPolicy | AiCrawlersOptions;
  /** Caps the new readers of a network (IPv4 /24, IPv6 /56). Default: `null`, no cap. */
  readonly newReaders?: NewReadersOptions | null;
  /**
   * Counts views, readers and conversions, and none of the readers themselves: `redisFigures(client)`, or `memoryFigures()` for one
   * process. Default: `null`, nothing is counted.
   */
  readonly figures?: Figures | null;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** How many new readers a network may start, the only answer to cleared cookies short of signing in. */
export interface NewReadersOptions {
  /** New readers of one network in a day of the publication's; 1 to 1,000. */
  readonly perDay: number;
  /** Where further new readers begin: with the prompt from their first article on, or at the wall. Default: `register-prompt`. */
  readonly beyond?: BeyondNetwork;
}
