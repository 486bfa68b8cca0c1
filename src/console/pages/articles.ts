import type { ArticleCounts, FiguresCounts } from '../../figures/index.js';
import { bar } from '../charts/bars.js';
import type { Format } from '../format.js';
import { type Html, html, nameHtml } from '../html.js';
import { wordTable } from './table.js';

const SHOWN = 10;

type Titles = ReadonlyMap<string, string | undefined>;

// Most who register enter an account by it: a sum would have them twice.
const conversions = ({ registered, subscribed, entered }: ArticleCounts): number =>
  Math.max(registered + subscribed, entered);

/** Which articles stop readers, and from which they go on to an account. */
export function articlesSection({ articles }: FiguresCounts, titles: Titles, format: Format): Html {
  const { number } = format;
  const name = ({ name }: ArticleCounts): Html => nameHtml(titles.get(name) ?? name);
  const views = ({ views, short }: ArticleCounts): string =>
    short > 0 ? `${number(views)} to ${number(views + short)}` : number(views);
  const byWalls = top(articles, ({ walls }) => walls);
  const byConversions = top(articles, conversions);
  const [mostWalls, mostConversions] = [byWalls[0]?.walls ?? 0, byConversions[0] ? conversions(byConversions[0]) : 0];
  return html`<div class="pair"><section><h2>Where readers are stopped</h2>
${
  byWalls.length === 0
    ? html`<p>No wall was shown.</p>`
    : wordTable(
        'Articles by walls shown',
        ['Article', ['Walls', 'n'], ['', 'barred'], ['Views', 'n']],
        byWalls.map((article) => [
          ...[name(article), number(article.walls), bar(article.walls, mostWalls, 'wall'), views(article)],
        ]),
      )
}
<p class="formula">Walls: how many times the wall was shown on the article.</p></section>
<section><h2>What readers register for</h2>
${
  byConversions.length === 0
    ? html`<p>Nobody registered, subscribed or signed in from an article.</p>`
    : wordTable(
        'Articles by conversions',
        ['Article', ['Conversions', 'n'], ['', 'barred']],
        byConversions.map((article) => [
          html`${name(article)}<br><small>${parts(article, number)}</small>`,
          number(conversions(article)),
          bar(conversions(article), mostConversions, 'gain'),
        ]),
      )
}
<p class="formula">Registered and subscribed are counted at the article that the reader came from, as reported by the site; signed in, at the article that they came back to. Conversions: registered and subscribed together, or signed in, whichever is more, since most who register also sign in.</p></section></div>`;
}

function parts({ registered, subscribed, entered }: ArticleCounts, number: Format['number']): string {
  const counts = [
    [registered, 'registered'],
    [subscribed, 'subscribed'],
    [entered, 'signed in'],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${number(count)} ${name}`)
    .join(', ');
}

function top(articles: readonly ArticleCounts[], by: (article: ArticleCounts) => number): readonly ArticleCounts[] {
  return articles
    .filter((article) => by(article) > 0)
    .toSorted((one, other) => by(other) - by(one))
    .slice(0, SHOWN);
}
