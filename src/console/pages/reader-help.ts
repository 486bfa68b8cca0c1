import type { ReaderReport } from '../../policy/signed/index.js';
import type { Desk } from '../desk.js';
import { type Html, html } from '../html.js';
import type { KnownArticle } from '../options.js';
import { LABELS } from '../words.js';
import { hidden, postForm } from './forms.js';

/** Articles that a field offers; more would make a page of them. */
const MOST_OFFERED = 500;

export const articleList = (articles: readonly KnownArticle[]): Html =>
  html`<datalist id="articles">${articles.slice(0, MOST_OFFERED).map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</datalist>`;

/** The field by which an editor says that an article is to be opened although nothing knows it. */
export const SURE_FIELD = 'sure';

/** What the forms begin with. */
export interface HelpFields {
  /** Of the policy as the page was made. */
  readonly version: number;
  /** Fields that say which reader. */
  readonly ref: Html;
  /** What was typed, where it was refused. */
  readonly typed: URLSearchParams;
  /** Whether an article was asked about that nothing knows. */
  readonly isUnsure: boolean;
}

/** What can be done for a reader. */
export function helpSection({ limit }: ReaderReport, { version, ref, typed, isUnsure }: HelpFields, desk: Desk): Html {
  if (!Number.isFinite(limit))
    return html`<section><p>Nothing ever stops this reader, so there is no need to help.</p></section>`;
  const act = (name: string, content: Html): Html =>
    postForm(desk, '/reader', html`${ref}${hidden('version', version)}${hidden('act', name)}${content}`);
  const given = (name: string, of: string): string => (typed.get('act') === of ? (typed.get(name) ?? '') : '');
  const sure =
    isUnsure && html`<label class="check"><input type="checkbox" name="${SURE_FIELD}" required> Open it anyway</label>`;
  return html`<section><h2>Help this reader</h2><p>Each of these lasts until the period ends, and appears in the log with your name.</p><div class="acts">
${act('grant', html`<h3>Grant more</h3><label>${LABELS.count}<br><input name="count" type="number" min="1" max="255" value="${given('count', 'grant') || '2'}" required></label><button>Grant</button>`)}
${act('open', html`<h3>Open an article</h3><p class="quiet">A metered one. It is open to them, and not counted.</p><label>${LABELS.article}<br><input name="article" list="articles" autocomplete="off" dir="auto" value="${given('article', 'open')}" required></label>${sure}<button>Open</button>`)}
${act('reset', html`<h3>Start again</h3><p class="quiet">As if they had read nothing this period.</p><button>Start again</button>`)}
${act('forget', html`<h3>Forget</h3><label class="check"><input type="checkbox" required> What they read, and all that was done for them, is deleted</label><button class="danger">Forget</button>`)}
</div></section>`;
}
