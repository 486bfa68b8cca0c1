import type { Line } from './report.js';

const WIDTH = 760;
const LABELS = 270;
const VALUES = 60;
const ROW = 34;
const BAR = 18;
const TOP = 44;
const BOTTOM = 30;

// A picture in a README is on light or dark ground, and follows the reader's system.
const STYLE = `
  text { font: 14px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .small { font-size: 12px; fill: #57606a; }
  .bar { fill: #8c959f; }
  .ours { fill: #0969da; }
  .spread { stroke: #24292f; stroke-width: 1.5; }
  .grid { stroke: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #9198a1; }
    .bar { fill: #6e7681; }
    .ours { fill: #4493f8; }
    .spread { stroke: #e6edf3; }
    .grid { stroke: #3d444d; }
  }`;

/** Bars of the bare site's processor time as a share of each one's, with the spread over the rounds, as an SVG. */
export function chart(lines: readonly Line[]): string {
  const sorted = lines.filter(({ name }) => name !== 'bare-two').sort((one, other) => other.ratio - one.ratio);
  // On a busy machine what costs next to nothing has been seen to cost less than nothing.
  const longest = Math.max(1, ...sorted.map(({ highestRatio }) => highestRatio));
  const across = (share: number) => Math.round(LABELS + (share / longest) * (WIDTH - LABELS - VALUES));
  const height = TOP + sorted.length * ROW + BOTTOM;
  const foot = TOP + sorted.length * ROW;
  const description = sorted.map(({ label, ratio }) => `${label} ${ratio.toFixed(2)}`).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">Processor time of bare Express, as a share of each</title>
<desc id="description">${description}</desc>
<style>${STYLE}
</style>
<text class="title" x="0" y="20">Processor time of bare Express, as a share of each</text>
${[0, 0.25, 0.5, 0.75, 1].map((share) => gridLine(share, across(share), foot)).join('\n')}
${sorted.map((line, index) => row(line, index, across)).join('\n')}
</svg>
`;
}

function gridLine(share: number, x: number, foot: number): string {
  const line = `<line class="grid" x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${foot}"/>`;
  return `${line}<text class="small" x="${x}" y="${foot + 18}" text-anchor="middle">${share}</text>`;
}

function row(
  { name, label, ratio, lowestRatio, highestRatio }: Line,
  index: number,
  across: (share: number) => number,
): string {
  const top = TOP + index * ROW;
  const middle = top + BAR / 2;
  const spread = `<line class="spread" x1="${across(lowestRatio)}" x2="${across(highestRatio)}" y1="${middle}" y2="${middle}"/>`;
  return `<text x="0" y="${middle + 5}">${label}</text>
<rect class="${name === 'ours' ? 'ours' : 'bar'}" x="${LABELS}" y="${top}" width="${across(ratio) - LABELS}" height="${BAR}" rx="2"/>
${name === 'bare' ? '' : spread}
<text x="${Math.max(across(ratio), across(highestRatio)) + 8}" y="${middle + 5}">${ratio.toFixed(2)}</text>`;
}
