import { CONTENDERS, type ContenderName } from './contenders/index.js';
import { median, sum } from './statistics.js';
import type { Standing } from './tournament.js';

/** One site against the bare one: medians over the rounds. */
export interface Line {
  readonly name: ContenderName;
  readonly label: string;
  /** Views a second, as a share of the bare site's in the same round. */
  readonly ratio: number;
  readonly lowestRatio: number;
  readonly highestRatio: number;
  readonly viewsPerSecond: number;
  /** Microseconds of processor time. */
  readonly cpuPerView: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly roundTripsPerView: number;
  readonly redisBytesPerReader: number;
  /** Share of views answered otherwise than an exact meter would. */
  readonly wrong: number;
}

export function summarize(standings: readonly Standing[]): Line[] {
  const bare = standings.find(({ name }) => name === 'bare');
  return standings.map((standing) => {
    const { name, rounds, viewsPerRound, roundTripsPerView, redisBytesPerReader } = standing;
    const ratios = rounds.map(
      (round, index) => round.viewsPerSecond / (bare?.rounds[index]?.viewsPerSecond ?? Number.NaN),
    );
    return {
      name,
      label: CONTENDERS[name].label,
      ratio: median(ratios),
      lowestRatio: Math.min(...ratios),
      highestRatio: Math.max(...ratios),
      viewsPerSecond: median(rounds.map((round) => round.viewsPerSecond)),
      cpuPerView: median(rounds.map((round) => round.cpuPerView)),
      p50: median(rounds.map((round) => round.p50)),
      p99: median(rounds.map((round) => round.p99)),
      roundTripsPerView,
      redisBytesPerReader,
      wrong: sum(rounds.map((round) => round.wrong)) / (viewsPerRound * rounds.length),
    };
  });
}

const COLUMNS: readonly (readonly [title: string, cell: (line: Line) => string])[] = [
  ['site', ({ label }) => label],
  ['of bare (lowest to highest)', ratioCell],
  ['views/s', ({ viewsPerSecond }) => viewsPerSecond.toFixed(0)],
  ['CPU µs/view', ({ cpuPerView }) => cpuPerView.toFixed(0)],
  ['p50 ms', ({ p50 }) => p50.toFixed(1)],
  ['p99 ms', ({ p99 }) => p99.toFixed(1)],
  ['round trips/view', ({ name, roundTripsPerView }) => (name === 'bare' ? '' : roundTripsPerView.toFixed(2))],
  ['Redis bytes/reader', ({ name, redisBytesPerReader }) => (name === 'bare' ? '' : redisBytesPerReader.toFixed(0))],
  ['wrong answers', ({ name, wrong }) => (name === 'bare' ? '' : `${(wrong * 100).toFixed(1)} %`)],
];

function ratioCell({ ratio, lowestRatio, highestRatio }: Line): string {
  return `${ratio.toFixed(2)} (${lowestRatio.toFixed(2)} to ${highestRatio.toFixed(2)})`;
}

/** The lines as a Markdown table. */
export function table(lines: readonly Line[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    COLUMNS.map((_, index) => (index === 0 ? '---' : '---:')),
    ...lines.map((line) => COLUMNS.map(([, cell]) => cell(line))),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
