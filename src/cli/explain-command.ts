import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { OptionError } from '../options/index.js';
import { type ExplainOptions, PolicyError, type ReaderDesk, type ReaderRef } from '../policy/signed/index.js';
import { inVariables, openDesk } from '../service/serve/index.js';

interface Writer {
  write(text: string): unknown;
}

interface Flags {
  readonly pass?: string;
  readonly account?: string;
  readonly plan?: string;
  readonly articles?: string;
  readonly article?: string;
  readonly grant?: number;
  readonly open?: string;
  readonly reset?: true;
  readonly forget?: true;
  readonly by?: string;
  readonly json?: true;
}

/** Adds `explain` to the command line; `ended` is given its exit code. */
export function addExplain(program: Command, stdout: Writer, stderr: Writer, ended: (exitCode: 0 | 2) => void): void {
  program
    .command('explain')
    .description('Says what one reader has read and why they are let in or not, and gives them more.')
    .option('--pass <text>', 'their code, or the pass as the cookie has it; - reads it from standard input')
    .option('--account <id>', "the reader's account, as account(req) names it")
    .option('--plan <name>', "the account's plan")
    .option('--articles <file>', 'names of articles, one a line, to name what was read')
    .option('--article <name>', 'an article that they ask about')
    .option('--grant <articles>', 'so many articles more', count)
    .option('--open <article>', 'opens one article to them')
    .option('--reset', 'lets them start again, with nothing read')
    .option('--forget', 'forgets what they have read')
    .option('--by <name>', 'who does it, for the log; needed with the four before')
    .option('--json', 'write it as JSON')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      try {
        stdout.write(await explain(flags));
      } catch (error) {
        stderr.write(`${lineOf(error)}\n`);
        ended(2);
      }
    });
}

const HELP = `
It is set up by the environment variables of the service: SITE, PAYWALL_SECRET, REDIS_URL and the others that "serve --help"
names. Of the limits it knows those of the policy in Redis. A service follows what is given to readers with POLICY=true.

Example:
  $ pbpaste | npx metered-paywall explain --pass - --grant 2 --by "Anna Lind"`;

async function explain(flags: Flags): Promise<string> {
  const ref = readerOf(flags);
  const { policy, close } = await openDesk(process.env);
  try {
    const done = await act(policy.readers, ref, flags);
    if (done !== null) return done;
    const report = await policy.readers.explain(ref, helpOf(flags));
    if (!flags.json) return `${report.words.join('\n')}\n`;
    // JSON has no infinite number.
    return `${JSON.stringify(report, (_, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value), 2)}\n`;
  } finally {
    await close();
  }
}

/** @returns what there is to say, where nothing is left to be explained. */
async function act(
  desk: ReaderDesk,
  ref: ReaderRef,
  { grant, open, reset, forget, by }: Flags,
): Promise<string | null> {
  const asked = [grant, open, reset, forget].filter((each) => each !== undefined);
  if (asked.length === 0) return null;
  if (asked.length > 1)
    throw mistake('--grant', 'is not the only thing to be done', 'Give one of --grant, --open, --reset and --forget');
  if (by === undefined) throw mistake('--by', 'missing', 'Give the name that the log is to have');
  if (forget) {
    await desk.forget(ref, { by });
    return 'This reader is forgotten.\n';
  }
  if (grant !== undefined) await desk.grant(ref, grant, { by });
  else if (open !== undefined) await desk.open(ref, open, { by });
  else await desk.reset(ref, { by });
  return null;
}

function readerOf({ pass, account, plan }: Flags): ReaderRef {
  const known = account === undefined ? undefined : { id: account, plan: plan ?? null };
  if (pass !== undefined) return { pass: pass === '-' ? readText(0, '--pass').trim() : pass, account: known };
  if (known) return { account: known };
  throw mistake('--pass', 'missing', 'Give the reader: --pass, --account or both');
}

function helpOf({ articles, article }: Flags): ExplainOptions {
  const names = articles === undefined ? [] : readText(articles, '--articles').split(/\r?\n/).filter(Boolean);
  return { articles: names, ...(article !== undefined && { article }) };
}

function readText(file: string | 0, flag: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw mistake(flag, file === 0 ? 'standard input cannot be read' : `"${file}" cannot be read`, 'Give another');
  }
}

const mistake = (flag: string, what: string, fix: string): OptionError =>
  new OptionError('ERR_PAYWALL_OPTION_RANGE', flag, what, fix);

function count(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give a whole number from 1 to 255.');
}

/** A mistake in one line, in terms of the command's own options or of variables. */
function lineOf(error: unknown): string {
  if (error instanceof PolicyError) return error.message;
  if (error instanceof OptionError) return inVariables(error, process.env);
  throw error;
}
