import type { Figure } from '../../figures/index.js';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';

/** A share with what it is of, its formula, and how well it is known. */
export function figureCard(
  name: string,
  shares: readonly (readonly [of: string, figure: Figure])[],
  format: Format,
  more?: Html,
): Html {
  const known = [...new Set(shares.map(([, figure]) => figure.known))];
  return html`<article class="figure"><h3>${name}</h3>${more}
<dl>${shares.map(([of, figure]) => html`<dt>${of}</dt><dd><span class="value">${format.percent(figure.value)}</span> <span class="of">${fraction(figure, format)}</span><p class="formula">${figure.formula}</p></dd>`)}</dl>
<details><summary>How well it is known</summary>${known.map((text) => html`<p>${text}</p>`)}</details></article>`;
}

export const fraction = ({ numerator, denominator }: Figure, format: Format): string =>
  `${format.number(numerator)} of ${format.number(denominator)}`;

/** A number with what it counts. */
export const countCard = (name: string, value: string, counts: string, live?: string): Html =>
  html`<article class="figure"><h3>${name}</h3><p class="value"${live !== undefined && html` data-text="${live}"`}>${value}</p><p class="formula">${counts}</p></article>`;
