import { scaleLinear } from 'd3-scale';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';
import { round } from './columns.js';

/** A share beside what is usual. */
export function bandChart(share: number, [low, high]: readonly [number, number], label: string, format: Format): Html {
  const x = scaleLinear()
    .domain([0, Math.max(2 * high, share)])
    .nice(4)
    .range([0, 100]);
  const ticks = x.ticks(4);
  const anchor = (tick: number): string => (tick === 0 ? '' : tick === ticks.at(-1) ? ' end' : ' middle');
  return html`<svg class="band" role="img" aria-label="${label}" width="100%" height="44">
<line class="grid" x1="0" x2="100%" y1="16" y2="16"/><rect class="usual" x="${round(x(low))}%" width="${round(x(high) - x(low))}%" y="8" height="16"/>
<rect class="needle" x="${round(x(share))}%" y="2" width="4" height="28" transform="translate(-2)"/>
${ticks.map((tick) => html`<text class="tick${anchor(tick)}" x="${round(x(tick))}%" y="42">${format.percent(tick)}</text>`)}
</svg>`;
}
