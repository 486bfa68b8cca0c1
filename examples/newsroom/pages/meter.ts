import { type Html, html } from '../html.js';
import { counted } from '../site.js';

/** How far into the free articles a reader is. */
export interface Meter {
  readonly read: number;
  readonly limit: number;
  readonly resetsAt: Date;
}

/** With more ticks than these nobody would see how many there are. */
const MOST_TICKS = 30;

/** As in `2 of 10 free articles read`. */
export const readOf = ({ read, limit }: Meter): string => `${read} of ${counted(limit, 'free article')} read`;

/** The meter as a row of ticks; what it says is always said in words beside it. */
export function gauge({ read, limit }: Meter): Html | undefined {
  if (limit > MOST_TICKS) return undefined;
  const ticks = Array.from(
    { length: limit },
    (_, index) =>
      html`<rect class="${index < read ? 'tick-read' : 'tick-left'}" x="${index * 7}" width="4" height="14"/>`,
  );
  return html`<svg class="gauge" viewBox="0 0 ${limit * 7 - 3} 14" aria-hidden="true">${ticks}</svg>`;
}
