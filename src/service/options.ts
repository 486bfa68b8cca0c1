import type { ConsoleOptions } from '../console/index.js';
import type { SupportPageOptions } from '../console/support/index.js';
import { type PaywallEvent, warn } from '../events/index.js';
import { type CoreOptions, type Decision, readSettings } from '../meter/index.js';
import { NODE_MEANS } from '../meter/node/index.js';
import { callable, optional } from '../options/index.js';
import type { PromptOptions } from '../prompts/index.js';
import { type AccountSource, readAccountOptions, type ServiceAccountOptions } from './account.js';
import { type IsArticle, readArticles } from './articles.js';
import { type ConsoleAt, readConsole } from './console.js';
import { type PromptsAt, readPrompts } from './prompts.js';
import { readSupport, type SupportAt } from './support.js';
import { type Admits, readBearer } from './token.js';

/** What `createService` takes. */
export interface ServiceOptions extends CoreOptions {
  /**
   * The bearer token that every question must bring; 16 characters or more. Default: none, so that whoever reaches the
   * service may ask.
   */
  readonly token?: string;
  /**
   * Which pages are articles, where a proxy asks: those below a path, as in `/news/`, or those whose path in canonical form
   * matches a RegExp. Default: none, and proxies are refused.
   */
  readonly articles?: string | RegExp;
  /**
   * How the service itself knows a reader's account, where a proxy asks: by the session that the site has signed, or by a field of the
   * proxy's. Anything wrong with it means no account. Default: it knows none.
   */
  readonly account?: ServiceAccountOptions;
  /**
   * What readers see of the paywall, as HTML, for sites that ask by `prompt`. The site passes on to the service what readers' browsers
   * ask for below `assetsPath`. Default: none, and a question with `prompt` is refused.
   */
  readonly prompts?: PromptOptions;
  /**
   * The newsroom's console at `/console`: its `password`, say, as in `createConsole`. Default: none.
   */
  readonly console?: ConsoleOptions;
  /**
   * The page at `/support` on which readers find a code to send to reader support, as in `createSupportPage`: the site passes on to it
   * what readers' browsers ask for, with their cookies, without a token. It needs a `policy`. Default: none.
   */
  readonly support?: SupportPageOptions;
  /**
   * Told of each decision, and of what the article is called; `null` for a page that is none. It is told in the request's own
   * asynchronous context. Default: nobody is told.
   */
  readonly onDecision?: (decision: Decision, article: string | null) => unknown;
  /** Called with each kind of fault at most every ten seconds. Default: a warning of the process. */
  readonly onEvent?: (event: PaywallEvent) => void;
}

interface ServiceValues {
  readonly console: ConsoleAt | null;
  readonly support: SupportAt | null;
  readonly onDecision: NonNullable<ServiceOptions['onDecision']> | null;
  readonly token: Admits | null;
  readonly articles: IsArticle | null;
  readonly account: AccountSource | null;
  readonly prompts: PromptsAt | null;
  readonly onEvent: NonNullable<ServiceOptions['onEvent']>;
}

/** @throws {OptionError} for the first option that is unknown, missing or wrong. */
export function readServiceOptions(options: ServiceOptions) {
  return readSettings<ServiceValues>(
    options,
    'createService',
    {
      token: optional(readBearer, null),
      articles: optional(readArticles, null),
      account: optional(readAccountOptions, null),
      prompts: optional(readPrompts, null),
      console: optional(readConsole, null),
      support: optional(readSupport, null),
      onDecision: optional(callable<NonNullable<ServiceOptions['onDecision']>>(), null),
      onEvent: optional(callable<NonNullable<ServiceOptions['onEvent']>>(), warn),
    },
    NODE_MEANS,
  );
}
