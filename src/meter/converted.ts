import type { Report } from '../events/index.js';
import { metOn } from '../figures/index.js';
import { type Check, oneOf } from '../options/index.js';
import type { Core } from './decide.js';
import { fieldsOf } from './request-fields.js';
import { articleOf, type MaybeArticle } from './steps/01-article.js';
import { accountOf } from './steps/02-account.js';
import type { View } from './view.js';

/** What a reader did at a prompt or a wall, or elsewhere. */
export type ToldConversionKind = 'registered' | 'subscribed';

/** From where a reader came who registered or subscribed. */
export interface ConvertedOptions {
  /**
   * The article on whose page the reader followed the link, as `article(req)` names it; the site knows it from the address to which
   * it sends the reader back. Default: none, and the reader counts as come from elsewhere.
   */
  readonly article?: MaybeArticle;
}

/** Counts a reader who registered or subscribed. */
export type Converted = (
  view: Pick<View, 'account' | 'headers'>,
  what: ToldConversionKind,
  article: unknown,
) => Promise<void>;

/**
 * What the reader met on the article is read from the pass that the request brings: the wall, where the pass was last signed at
 * the wall and the article is not one of those read; the prompt, where it is one and the pass was signed at prompt or wall.
 */
export function createConverted(core: Pick<Core, 'facts' | 'figures' | 'rules'>, report: Report): Converted {
  return async (view, what, given) => {
    const named = await articleOf(() => given, '/', report);
    const account = await accountOf(view.account, core.rules(), report);
    const name = named === null || named.unnamed ? null : named.name;
    const { pass, article } = await core.facts(fieldsOf(view.headers), null, name ?? '');
    const met = name === null ? 'other' : metOn(pass, article);
    const from = name !== null && named?.access === 'locked' ? 'locked' : met;
    core.figures?.converted({ what, from, name, account: account !== null, plan: account?.plan ?? null });
  };
}

/** Checks what a reader is said to have done. */
export const readConversion: Check<ToldConversionKind> = oneOf('registered', 'subscribed');
