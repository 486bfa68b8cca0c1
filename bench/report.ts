import { bareOf, CONTENDERS, type ContenderName } from './contenders/index.js';
import { median, sum } from './statistics.js';
import type { Round, Standing } from './tournament.js';

/** One site against the bare one: medians over the rounds. */
export interface Line {
  readonly name: ContenderName;
  readonly label: string;
  /** The processor time in the same round of the bare site, in as many processes, as a share of this one's. */
  readonly ratio: number;
  readonly lowestRatio: number;
  readonly highestRatio: number;
  /** Views a second, as a share of the bare site's in the same round. */
  readonly viewsRatio: number;
  /** Microseconds of processor time. */
  readonly cpuPerView: number;
  /** Milliseconds, with the site driven as hard as it goes. */
  readonly p99: number;
  /** Milliseconds, at 30 % of what the bare site can do. */
  readonly p99AtEase: number;
  /** Microseconds that a view which comes alone takes beyond the bare site's. */
  readonly alone: number;
  readonly roundTripsPerView: number;
  readonly redisBytesPerReader: number;
  /** Share of views answered otherwise than an exact meter would. */
  readonly wrong: number;
}

export function summarize(standings: readonly Standing[]): Line[] {
  return standings.map((standing) => {
    const { name, rounds, viewsPerRound, roundTripsPerView, redisBytesPerReader } = standing;
    const bare = standings.find((other) => other.name === bareOf(name));
    const against = (share: (round: Round, ofBare: Round) => number) =>
      rounds.map((round, index) => share(round, bare?.rounds[index] ?? round));
    const ratios = against((round, ofBare) => ofBare.cpuPerView / round.cpuPerView);
    return {
      name,
      label: CONTENDERS[name].label,
      ratio: median(ratios),
      lowestRatio: Math.min(...ratios),
      highestRatio: Math.max(...ratios),
      viewsRatio: median(against((round, ofBare) => round.viewsPerSecond / ofBare.viewsPerSecond)),
      cpuPerView: median(rounds.map((round) => round.cpuPerView)),
      p99AtEase: standing.p99AtEase,
      alone: (standing.alone - (bare?.alone ?? Number.NaN)) * 1000,
      p99: median(rounds.map((round) => round.p99)),
      roundTripsPerView,
      redisBytesPerReader,
      wrong: sum(rounds.map((round) => round.wrong)) / (viewsPerRound * rounds.length),
    };
  });
}

const COLUMNS: readonly (readonly [title: string, cell: (line: Line) => string])[] = [
  ['site', ({ label }) => label],
  ['of bare, processor time (lowest to highest)', ratioCell],
  ['µs a view', ({ cpuPerView }) => cpuPerView.toFixed(0)],
  ['of bare, views a second', ({ viewsRatio }) => viewsRatio.toFixed(2)],
  ['p99 ms, saturated', ({ p99 }) => p99.toFixed(1)],
  ['p99 ms at 30 %', ({ p99AtEase }) => p99AtEase.toFixed(1)],
  ['alone, µs over bare', ({ name, alone }) => (isBare(name) ? '' : alone.toFixed(0))],
  ['calls of Redis/view', ({ name, roundTripsPerView }) => (isBare(name) ? '' : roundTripsPerView.toFixed(2))],
  ['Redis bytes/reader', ({ name, redisBytesPerReader }) => (isBare(name) ? '' : redisBytesPerReader.toFixed(0))],
  ['wrong answers', ({ name, wrong }) => (isBare(name) ? '' : `${(wrong * 100).toFixed(1)} %`)],
];

const isBare = (name: ContenderName): boolean => name === bareOf(name);

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
