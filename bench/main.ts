import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { chart } from './chart.js';
import { bareOf, CONTENDERS, type ContenderName } from './contenders/index.js';
import { MIX, REREADS } from './readers.js';
import { summarize, table } from './report.js';
import { median } from './statistics.js';
import { measureBytes, runTournament } from './tournament.js';

interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly quick: boolean;
  readonly only: readonly ContenderName[];
  readonly profile?: ContenderName;
  readonly out: string;
  readonly chart?: string;
}

const names = Object.keys(CONTENDERS);
/** The floor is no product, and figures are a question of their own: both are shown only to those who ask for them. */
const compared = names.filter((name) => name !== 'floor' && name !== 'ours-figures');
const options = new Command()
  .name('npm run bench --')
  .description('Compares the same Express site bare, behind metered-paywall, and behind what people meter with today.')
  .option('--rounds <count>', 'how often every site is measured', Number, 7)
  .option('--seconds <seconds>', 'how long the bare site works in a round; all get as many views', Number, 2)
  .option('--quick', 'show only that the benchmark runs; its figures say nothing', false)
  .addOption(
    new Option('--only <names...>', 'only these sites; bare is always among them').choices(names).default(compared),
  )
  .addOption(new Option('--profile <name>', 'write the processor profile of a site here').choices(names))
  .option('--out <file>', 'where the raw results go', 'build/bench/results.json')
  .option('--chart <file>', 'where a chart goes, as in bench/chart.svg; none otherwise')
  .parse()
  .opts<Options>();

const say = (text: string) => process.stderr.write(`${text}\n`);

const standings = await runTournament({
  names: [...new Set<ContenderName>(['bare', ...options.only.flatMap((name) => [bareOf(name), name])])],
  rounds: options.quick ? 1 : options.rounds,
  seconds: options.quick ? 0.1 : options.seconds,
  warmUpViews: options.quick ? 1000 : 15_000,
  profile: options.profile,
  progress: say,
});
say('measuring the bytes that a reader takes');
const bytes = await measureBytes();
const lines = summarize(standings);
const busy = median(standings.flatMap(({ rounds }) => rounds.map(({ loadBusy }) => loadBusy)));
const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()})`;

write(options.out, JSON.stringify({ machine, mix: MIX, rereads: REREADS, bytes, lines, standings }, null, 2));
if (options.chart !== undefined) write(options.chart, chart(lines));
process.stdout.write(`
${table(lines)}

Each figure is the median of ${standings[0]?.rounds.length} rounds. ${machine}; the load generator took ${(busy * 100).toFixed(0)} % of one core.
A reader of ours with 10 articles takes ${bytes.usedMemory.toFixed(0)} bytes of Redis (MEMORY USAGE says ${bytes.memoryUsage}).
Raw results: ${options.out}
`);

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
