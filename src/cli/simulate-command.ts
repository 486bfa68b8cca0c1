import { createReadStream } from 'node:fs';
import { type Command, Option } from 'commander';
import type { Terminal } from '../audit/index.js';
import { OptionError } from '../options/index.js';
import { type Log, type SimulateOptions, SimulationError, simulate, simulationInWords } from '../simulate/index.js';
import { inFlags, limitFlag } from './flags.js';

interface Flags extends Omit<SimulateOptions, 'articles'> {
  readonly article: readonly string[];
  readonly json?: true;
}

/** Adds `simulate` to the command line; `ended` is given its exit code. */
export function addSimulate(
  program: Command,
  stdout: Terminal,
  stderr: Terminal,
  ended: (exitCode: 0 | 2) => void,
): void {
  program
    .command('simulate')
    .description("Says by a site's own access logs what limits would have done to its readers.")
    .argument('<log...>', 'access logs, compressed with gzip or not; - reads standard input')
    .requiredOption(
      '--article <path>',
      "the paths of articles, as '/news/:id', /news/ for all below, or a RegExp; repeatable",
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .option('--prompt-after <articles>', 'articles read before the prompt appears (default: 3)', limitFlag)
    .option('--block-after <articles>', 'articles read before the wall appears (default: 10)', limitFlag)
    .addOption(
      new Option('--period <period>', 'how long a count lasts (default: month)').choices(['month', 'week', 'day']),
    )
    .option('--time-zone <zone>', "the publication's, as in America/New_York (default: UTC)")
    .option('--format <format>', "combined, json or what stands in nginx's log_format (default: as the lines look)")
    .option('--reader <field>', 'the field that names a reader, as in cookie_visitor (default: address and user agent)')
    .option('--json', 'write the report as JSON')
    .addHelpText('after', HELP)
    .action(async (logs: readonly string[], { article, json, ...rest }: Flags) => {
      const progress = progressOn(stderr);
      try {
        const report = await simulate({ ...rest, articles: article }, logs.map(logAt), progress.told);
        progress.done();
        stdout.write(json ? jsonOf(report) : simulationInWords(report));
      } catch (error) {
        progress.done();
        stderr.write(`${lineOf(error)}\n`);
        ended(2);
      }
    });
}

const HELP = `
It reads the formats combined and common of nginx and Apache, and JSON by the names of nginx, Caddy, Traefik, Cloudflare and
pino. Nothing is written, and nothing leaves the machine.

Examples:
  $ npx metered-paywall simulate access.log* --article '/news/:id'
  $ npx metered-paywall simulate - --article '/news/:id' --block-after 5 --reader cookie_visitor \\
      --format '$remote_addr [$time_local] "$request" $status "$http_user_agent" "$cookie_visitor"'`;

const logAt = (path: string): Log =>
  path === '-'
    ? { name: 'standard input', open: () => process.stdin }
    : { name: path, open: () => createReadStream(path, { highWaterMark: 1 << 18 }) };

/** On a terminal one line that changes; elsewhere nothing. */
function progressOn(terminal: Terminal): { told(lines: number): void; done(): void } {
  let isShown = false;
  return {
    told(lines) {
      if (!terminal.isTTY) return;
      isShown = true;
      terminal.write(`\r${lines.toLocaleString('en')} lines`);
    },
    done() {
      if (isShown) terminal.write('\r\u001b[K');
    },
  };
}

/** JSON has no infinite number. */
const jsonOf = (report: unknown): string =>
  `${JSON.stringify(report, (_, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value), 2)}\n`;

function lineOf(error: unknown): string {
  if (error instanceof SimulationError) return `${error.message}.`;
  if (error instanceof OptionError) return inFlags(error, 'simulate').replace(/^--articles\b/, '--article');
  throw error;
}
