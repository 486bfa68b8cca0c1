import type { Policy } from '../policy/signed/index.js';
import type { Format } from './format.js';
import type { Html } from './html.js';
import type { FindArticle, KnownArticle } from './options.js';
import type { Steered } from './terms/terms.js';

/** One editor's request, with all that a page may need. */
export interface Desk extends Steered {
  /** Where the console stands: `/paywall/console`, or nothing. */
  readonly base: string;
  readonly editor: string;
  /** What the editor's forms carry. */
  readonly token: string;
  readonly query: URLSearchParams;
  /** What a form brought. */
  readonly form: URLSearchParams;
  readonly format: Format;
  readonly now: number;
  /** Where readers find a code. */
  readonly supportUrl: string | null;
  readonly articles: () => Promise<readonly KnownArticle[]>;
  /** Where the site can find one by its id. */
  readonly article: FindArticle | null;
}

/** What a page of the console shows. */
export interface Page {
  readonly title: string;
  /** Default: 200. */
  readonly status?: number;
  readonly content: Html;
}

/** What answers a request: a page, a way on, or a file. */
export type Shown =
  | Page
  | { readonly to: string }
  | { readonly type: string; readonly body: string; readonly fileName?: string };

/** The policy in force, where there is one. */
export const policyOf = async ({ policy }: Desk): Promise<Policy | undefined> => policy?.read();
