import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  AuditError,
  type AuditOptions,
  audit,
  inColour,
  noticeOf,
  reportInWords,
  showProgress,
  type Terminal,
  withoutColour,
} from '../audit/index.js';
import { parseWebUrl } from '../options/index.js';
import { addExplain } from './explain-command.js';
import { addPreview } from './preview-command.js';
import { addServe } from './serve-command.js';
import { addSimulate } from './simulate-command.js';

/** Nothing is open; something is; the audit could not be run, or not all of it. */
export type ExitCode = 0 | 1 | 2;

export interface Output extends Terminal {
  /** Whether colours are wanted, by the terminal and by `NO_COLOR`. */
  hasColors?(): boolean;
}

interface Flags extends Omit<AuditOptions, 'article' | 'others' | 'headers'> {
  readonly article: readonly URL[];
  readonly header: AuditOptions['headers'];
  readonly json?: true;
}

/**
 * Runs the command line.
 *
 * @param args What follows the command's name.
 */
export async function run(args: readonly string[], stdout: Output, stderr: Output): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(stdout, stderr, async (article, flags) => {
    exitCode = await runAudit(article, flags, stdout, stderr);
  });
  addPreview(program, stdout, stderr, (code) => {
    exitCode = code;
  });
  addExplain(program, stdout, stderr, (code) => {
    exitCode = code;
  });
  addSimulate(program, stdout, stderr, (code) => {
    exitCode = code;
  });
  addServe(program, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

type Action = (article: URL, flags: Flags) => Promise<void>;

function createProgram(stdout: Output, stderr: Output, action: Action): Command {
  const program = new Command('metered-paywall')
    .description(
      'The paywall as a service, a preview for editors, answers for readers who write in, an audit of any meter, and what limits would do by your logs.',
    )
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  program
    .command('audit')
    .description('Tries the known ways around a meter on a live site of your own, and says which are open.')
    .argument('<article>', 'the address of an article that is metered', httpUrl)
    .option('--canary <sentence>', 'a sentence from the end of the article (default: found in the page)')
    .option(
      '--article <url>',
      'another article to use up the meter with; repeatable (default: found by links)',
      addUrl,
      [],
    )
    .option('--limit <articles>', 'articles to read before concluding that the site blocks nobody', wholeNumber, 40)
    .option('--rate <requests>', 'requests a second', positiveNumber, 4)
    .option('--timeout <ms>', 'milliseconds for each answer', wholeNumber, 10_000)
    .option('--header <field>', 'a header field for every request, as "Name: value"; repeatable', addField, {})
    .option('--json', 'write the report as JSON')
    .addHelpText('after', HELP)
    .action(action);
  return program;
}

const HELP = `
Run it only against a site that is yours, or whose owner has asked you to. Only the host of the article is asked.

Exit codes:
  0  nothing is open
  1  something is open
  2  the audit could not be run, or not all of it

Example:
  $ npx metered-paywall audit https://news.example/2026/11/the-arithmetic-of-tides`;

async function runAudit(article: URL, flags: Flags, stdout: Output, stderr: Output): Promise<ExitCode> {
  if (article.username + article.password !== '') {
    stderr.write('The audit could not be run. Send the password by --header "Authorization: Basic …".\n');
    return 2;
  }
  const { article: others, header: headers, json, ...rest } = flags;
  const options: AuditOptions = { ...rest, article, others, headers };
  const progress = showProgress(stderr);
  stderr.write(`${noticeOf(options)}\n`);
  try {
    const report = await audit(options, progress);
    progress.done();
    const paint = stdout.isTTY && stdout.hasColors?.() ? inColour : withoutColour;
    stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportInWords(report, paint));
    if (report.summary.open > 0) return 1;
    return report.complete ? 0 : 2;
  } catch (error) {
    progress.done();
    if (!(error instanceof AuditError)) throw error;
    stderr.write(`The audit could not be run. ${error.message}.\n`);
    return 2;
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known ? String(manifest.version) : 'unknown';
}

function httpUrl(value: string): URL {
  const url = parseWebUrl(value);
  if (!url) throw new InvalidArgumentError('Give a whole address, as in https://news.example/an-article.');
  url.hash = '';
  return url;
}

const addUrl = (value: string, urls: readonly URL[]): readonly URL[] => [...urls, httpUrl(value)];

function addField(value: string, fields: AuditOptions['headers']): AuditOptions['headers'] {
  const [, name, text] = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*([\t\x20-\x7e]*)$/.exec(value) ?? [];
  if (name === undefined || text === undefined) {
    throw new InvalidArgumentError('Give a field as in "Authorization: Basic …", in ASCII.');
  }
  return { ...fields, [name]: text };
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Give a whole number from 1 to 999999.');
  return Number(value);
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 1000)) throw new InvalidArgumentError('Give a number above 0, up to 1000.');
  return number;
}
