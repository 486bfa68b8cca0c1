import { scaleBand, scaleLinear } from 'd3-scale';
import type { Format } from '../format.js';
import { type Html, html } from '../html.js';

/** What is counted in each column, from the bottom up. */
export interface Series {
  readonly name: string;
  /** Of the style sheet, which has its colour. */
  readonly className: string;
}

/** A line between two columns. */
export interface Mark {
  /** After so many columns. */
  readonly after: number;
  readonly name: string;
}

export interface Columns {
  /** Says what is to be seen, for whoever cannot. */
  readonly label: string;
  readonly series: readonly Series[];
  readonly columns: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly marks?: readonly Mark[];
  /** Names of columns for which there is room on a phone. */
  readonly mostNames: number;
  readonly format: Format;
}

const [TOP, PLOT, BOTTOM] = [36, 180, 24] as const;
const FLOOR = TOP + PLOT;

/** Columns on top of each other. Widths are shares, so that the picture fills its place and its text stays as it is. */
export function columnChart({ label, series, columns, marks = [], mostNames, format }: Columns): Html {
  const totals = columns.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const x = scaleBand<number>()
    .domain(columns.keys())
    .range([0, 100])
    .paddingInner(columns.length > 60 ? 0.05 : 0.25);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...totals)])
    .nice(4)
    .range([FLOOR, TOP]);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const every = Math.ceil(columns.length / mostNames);
  return html`<svg class="columns" role="img" aria-label="${label}" width="100%" height="${FLOOR + BOTTOM}">
${ticks.map((tick) => html`<line class="grid" x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick end" x="-8" y="${y(tick)}" dy="4">${format.number(tick)}</text>`)}
${columns.map(({ name, values }, index) => {
  const left = x(index) ?? 0;
  const parts = values.map((value, at) => html`${at > 0 && ', '}${series[at]?.name}: ${format.number(value)}`);
  return html`<g><title>${name}: ${parts}</title>${stack(values).map(([from, to], at) => to > from && html`<rect class="${series[at]?.className}" x="${round(left)}%" width="${round(x.bandwidth())}%" y="${round(y(to))}" height="${round(y(from) - y(to))}"/>`)}</g>${index % every === 0 && html`<text class="tick middle" x="${round(left + x.bandwidth() / 2)}%" y="${FLOOR + 16}">${name}</text>`}`;
})}
${marks.map(({ after, name }, index) => mark(after * x.step() - (x.step() - x.bandwidth()) / 2, name, index))}
</svg>`;
}

function stack(values: readonly number[]): readonly (readonly [number, number])[] {
  let sum = 0;
  return values.map((value) => {
    const from = sum;
    sum += value;
    return [from, sum];
  });
}

/** Names stand in lines of their own, or they would stand in each other. */
function mark(at: number, name: string, index: number): Html {
  const left = Math.min(100, Math.max(0, at));
  const end = left > 55;
  const y = 10 + 15 * index;
  return html`<line class="mark" x1="${round(left)}%" x2="${round(left)}%" y1="${y - 8}" y2="${FLOOR}"/><text class="mark-name${end && ' end'}" x="${round(left)}%" dx="${end ? -5 : 5}" y="${y}">${name}</text>`;
}

/** What each colour stands for. */
export const legend = (series: readonly Series[]): Html =>
  html`<ul class="legend">${series.map(({ name, className }) => html`<li><svg width="12" height="12" aria-hidden="true"><rect class="${className}" width="12" height="12"/></svg>${name}</li>`)}</ul>`;

export const round = (value: number): number => Math.round(value * 100) / 100;
