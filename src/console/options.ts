import { type ArticleName, readName } from '../article/index.js';
import { type Clock, systemClock } from '../clock/index.js';
import {
  type Check,
  callable,
  type IsToken,
  isRecord,
  OptionError,
  oneOf,
  optional,
  outOfRange,
  parseWebUrl,
  readOptions,
  readToken,
  text,
  wrongType,
} from '../options/index.js';
import type { NodeRequest } from '../prompts/index.js';

/** Who may read an article. */
export type ArticleAccess = 'open' | 'metered' | 'locked';

/** An article as the console knows it: by its id, as `article(req)` gives it, and by more where there is more to know. */
export type ConsoleArticle =
  | ArticleName
  | {
      /** As `article(req)` gives it. */
      readonly id: ArticleName;
      /** Default: tables name it by its id. */
      readonly title?: string;
      /** As `article(req)` gives it: only a metered article can be opened to a reader. Default: `metered`. */
      readonly access?: ArticleAccess;
    };

/** What `createConsole` takes; one of `editor` and `password`. */
export interface ConsoleOptions<Req extends object = NodeRequest> {
  /**
   * Names the editor behind a request, 1 to 100 characters that can be seen, for the log of who changed what; `null` for whoever may not
   * use the console. Anything else is told of (`ERR_PAYWALL_EDITOR`). Default: whoever gives `password`.
   */
  readonly editor?: (req: Req) => string | null | undefined | PromiseLike<string | null | undefined>;
  /**
   * What browsers ask for by HTTP Basic (RFC 7617), together with the editor's name: 16 letters and digits or more. Default: none, and
   * `editor` says who may use the console.
   */
  readonly password?: string;
  /**
   * Articles, or what gives them: for titles in tables, to name what a reader has read, and to know which there are. Default: none, and
   * an id that this period's figures do not know is asked about before it is opened.
   */
  readonly articles?: readonly ConsoleArticle[] | (() => ConsoleArticles | PromiseLike<ConsoleArticles>);
  /**
   * The article of an id, nothing where there is none: for a site with more articles than it can list. It is asked when an editor names
   * one. Default: there are those of `articles`, and those that this period's figures know.
   */
  readonly article?: (id: string) => ConsoleArticle | null | undefined | PromiseLike<ConsoleArticle | null | undefined>;
  /**
   * Where `createSupportPage` stands, as in `https://news.example/paywall/support`: an editor sends it to a reader. Default: nobody is
   * told of one.
   */
  readonly supportUrl?: string;
  /** Tells the time, in milliseconds since the Unix epoch. Default: the machine's clock. */
  readonly clock?: Clock;
}

type ConsoleArticles = Iterable<ConsoleArticle>;

/** An article by its id, with its title where that is known. */
export interface KnownArticle {
  readonly id: string;
  readonly title: string | undefined;
  readonly access: ArticleAccess;
}

/** Finds an article by its id. */
export type FindArticle = (id: string) => Promise<KnownArticle | null>;

/** The options once checked. */
export interface ConsoleSettings<Req extends object = NodeRequest> {
  readonly editor: NonNullable<ConsoleOptions<Req>['editor']> | null;
  readonly isPassword: IsToken | null;
  readonly articles: () => Promise<readonly KnownArticle[]>;
  readonly article: FindArticle | null;
  readonly supportUrl: string | null;
  readonly clock: Clock;
}

/** @throws {OptionError} for the first option that is unknown, missing or wrong. */
export function readConsoleOptions<Req extends object = NodeRequest>(
  options: unknown,
  path: string,
): ConsoleSettings<Req> {
  const { password, articles, ...rest } = readOptions<Values<Req>>(options, path, {
    editor: optional(callable<NonNullable<ConsoleOptions<Req>['editor']>>(), null),
    password: optional(readToken, null),
    articles: optional(articlesOf, async () => []),
    article: optional(finderOf, null),
    supportUrl: optional(webUrl, null),
    clock: optional(callable<Clock>(), systemClock),
  });
  if ((rest.editor === null) === (password === null)) {
    const fix = 'Give editor, which names whoever is signed in to your site, or a password, but not both';
    const what = password === null ? 'it would be open to everyone' : 'editor is given besides password';
    throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', `${path}.editor`, what, fix);
  }
  return { ...rest, isPassword: password, articles };
}

interface Values<Req extends object> {
  readonly editor: ConsoleSettings<Req>['editor'];
  readonly password: IsToken | null;
  readonly articles: ConsoleSettings['articles'];
  readonly article: ConsoleSettings['article'];
  readonly supportUrl: string | null;
  readonly clock: Clock;
}

const webUrl: Check<string> = (value, option) => {
  const url = text(value, option);
  if (parseWebUrl(url)) return url;
  throw outOfRange(option, url, 'a whole address, as in https://news.example/paywall/support');
};

const articlesOf: Check<ConsoleSettings['articles']> = (value, option) => {
  if (Array.isArray(value)) {
    const known = value.map((each, index) => knownArticle(each, `${option}[${index}]`));
    return async () => known;
  }
  const give = callable<() => ConsoleArticles | PromiseLike<ConsoleArticles>>()(value, option);
  return async () => Array.from(await give(), (each) => knownArticle(each, `${option}()`));
};

const finderOf: Check<FindArticle> = (value, option) => {
  const find = callable<NonNullable<ConsoleOptions['article']>>()(value, option);
  return async (id) => {
    const found = await find(id);
    return found === null || found === undefined ? null : knownArticle(found, `${option}()`);
  };
};

const readAccess = oneOf('open', 'metered', 'locked');

function knownArticle(value: unknown, option: string): KnownArticle {
  const { id: given, title, access = 'metered' } = isRecord(value) ? value : { id: value };
  const id = readName(given);
  if (id === null) throw wrongType(option, value, "an article's id, or { id, title, access }");
  return {
    id,
    title: typeof title === 'string' && title !== '' ? title : undefined,
    access: readAccess(access, `${option}.access`),
  };
}
