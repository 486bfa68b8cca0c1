import { type ArticleName, readName } from '../article/index.js';
import { type Clock, systemClock } from '../clock/index.js';
import {
  type Check,
  callable,
  type IsToken,
  isRecord,
  OptionError,
  optional,
  outOfRange,
  parseWebUrl,
  readOptions,
  readToken,
  text,
  wrongType,
} from '../options/index.js';
import type { NodeRequest } from '../prompts/index.js';

/** An article as the console names it: by its id, as `article(req)` gives it, and by its title where there is one. */
export type ConsoleArticle = ArticleName | { readonly id: ArticleName; readonly title?: string };

/** What `createConsole` takes; one of `editor` and `password`. */
export interface ConsoleOptions<Req extends object = NodeRequest> {
  /**
   * Names the editor behind a request, 1 to 100 characters, for the log of who changed what; nothing where nobody may use the
   * console. Default: whoever gives `password`.
   */
  readonly editor?: (req: Req) => string | null | undefined | PromiseLike<string | null | undefined>;
  /**
   * What browsers ask for by HTTP Basic (RFC 7617), together with the editor's name: 16 letters and digits or more. Default: none, and
   * `editor` says who may use the console.
   */
  readonly password?: string;
  /** Articles, or what gives them: for titles in tables, and to name what a reader has read. Default: none. */
  readonly articles?: readonly ConsoleArticle[] | (() => ConsoleArticles | PromiseLike<ConsoleArticles>);
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
}

/** The options once checked. */
export interface ConsoleSettings<Req extends object = NodeRequest> {
  readonly editor: NonNullable<ConsoleOptions<Req>['editor']> | null;
  readonly isPassword: IsToken | null;
  readonly articles: () => Promise<readonly KnownArticle[]>;
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

function knownArticle(value: unknown, option: string): KnownArticle {
  const { id: given, title } = isRecord(value) ? value : { id: value };
  const id = readName(given);
  if (id === null) throw wrongType(option, value, "an article's id, or { id, title }");
  return { id, title: typeof title === 'string' && title !== '' ? title : undefined };
}
