import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type Command, InvalidArgumentError } from 'commander';
import { OptionError, parseWebUrl } from '../options/index.js';
import { createPreview, loadSheet, type PreviewOptions } from '../preview/index.js';
import { assertPromptOptions, type PromptOptions } from '../prompts/index.js';
import { copyOfJson, promptOptionsOfJson } from '../prompts/json/index.js';
import { plansOfText, readJsonFile } from '../service/serve/index.js';
import { inFlags, limitFlag } from './flags.js';

interface Writer {
  write(text: string): unknown;
}

interface Flags {
  readonly prompts?: string;
  readonly copy?: string;
  readonly css?: string;
  readonly promptAfter?: number;
  readonly blockAfter?: number;
  readonly plans?: string;
  readonly timeZone?: string;
  readonly host: string;
  readonly port: number;
}

/** Adds `preview` to the command line; `ended` is given its exit code. */
export function addPreview(program: Command, stdout: Writer, stderr: Writer, ended: (exitCode: 0 | 2) => void): void {
  program
    .command('preview')
    .description('Shows editors every prompt, wall, meter and appeal, in every language.')
    .option('--prompts <file>', 'the options of createPrompts, as JSON (default: those of an example)')
    .option('--copy <file>', 'wording of your own by language, as JSON')
    .option('--css <url or file>', "the site's style sheet (default: a plain look)")
    .option('--prompt-after <articles>', 'articles read before the prompt appears (default: 3)', limitFlag)
    .option('--block-after <articles>', 'articles read before the wall appears (default: 10)', limitFlag)
    .option('--plans <plans>', 'of accounts, as in registered=20/30,subscriber=full')
    .option('--time-zone <zone>', "the publication's, as in America/New_York (default: UTC)")
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'where to listen', port, 8788)
    .showSuggestionAfterError(false)
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      try {
        await show(flags, stdout, stderr);
      } catch (error) {
        stderr.write(`${lineOf(error)}\n`);
        ended(2);
      }
    });
}

const HELP = `
A message of --copy is ICU MessageFormat, and plain text where it has no braces:
  { "en": { "promptLeft": "{left, plural, one {# article} other {# articles}} left until {resetsAt}." } }
It may speak of siteName, period, read, left, limit, used, comments, days and resetsAt.
Pages that are open load themselves anew when a file changes. Every address can be sent to a colleague who reaches this
machine: --host 0.0.0.0 lets others reach it.`;

async function show(flags: Flags, stdout: Writer, stderr: Writer): Promise<void> {
  const preview = createPreview(optionsOf(flags));
  const server = createServer(preview);
  await listen(server, flags);
  stdout.write(`The preview is at ${originOf(server)}/preview. Ctrl+C ends it.\n`);

  const files = [flags.prompts, flags.copy, fileOf(flags.css)].filter((file) => file !== undefined);
  const update = (): void => {
    try {
      preview.update(optionsOf(flags));
    } catch (error) {
      const line = lineOf(error);
      preview.report(line);
      stderr.write(`${line}\n`);
    }
  };
  // By looking, since editors put a new file in the place of the old, which few notices survive.
  for (const file of files) watchFile(file, { interval: 250 }, update);
  const stop = (): void => {
    for (const file of files) unwatchFile(file);
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  if (flags.css === undefined || !isAddress(flags.css)) return;
  const { problem } = await loadSheet(flags.css);
  if (problem !== undefined) stderr.write(`${problem}\n`);
}

function optionsOf(flags: Flags): PreviewOptions {
  const { promptAfter, blockAfter, timeZone } = flags;
  const prompts = promptsOf(flags);
  const named = flags.plans === undefined ? undefined : plansOfText(flags.plans, '--plans');
  // With nothing of the site's, every kind of reader.
  const shown = named ?? (flags.prompts === undefined ? EXAMPLE_PLANS : undefined);
  return {
    prompts,
    ...(flags.css !== undefined && { css: sheetOf(flags.css) }),
    ...(shown && { plans: shown }),
    ...(promptAfter !== undefined && { promptAfter }),
    ...(blockAfter !== undefined && { blockAfter }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

const EXAMPLE_PLANS = { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' } as const;

const EXAMPLE: PromptOptions = {
  siteName: 'The Example',
  registerUrl: '/register',
  registered: 'limited',
  subscribe: { url: '/subscribe', price: '4 € a month' },
  signInUrl: '/sign-in',
  support: { url: '/support' },
  readingUrl: '/your-reading',
  comments: true,
};

function promptsOf({ prompts, copy }: Flags): PromptOptions {
  const given = prompts === undefined ? EXAMPLE : promptOptionsOfJson(readJsonFile(prompts, '--prompts'), '--prompts');
  if (copy === undefined) return given;
  const whole = { ...given, copy: copyOfJson(readJsonFile(copy, '--copy'), '--copy') };
  assertPromptOptions(whole, '--copy');
  return whole;
}

const fileOf = (css: string | undefined): string | undefined => (css === undefined || isAddress(css) ? undefined : css);

const isAddress = (css: string): boolean => parseWebUrl(css) !== undefined;

function sheetOf(css: string): NonNullable<PreviewOptions['css']> {
  if (isAddress(css)) return css;
  try {
    return { text: readFileSync(css, 'utf8') };
  } catch {
    const fix = 'Give the path of a style sheet, or its address, as in https://news.example/style.css';
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', '--css', `"${css}" cannot be read`, fix);
  }
}

async function listen(server: Server, { host, port }: Flags): Promise<void> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', '--port', problem, 'Give another --port or --host');
  }
}

function originOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return '';
  const { address: host, port, family } = address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

/** A mistake in one line, in terms of the command's own options. */
function lineOf(error: unknown): string {
  if (!(error instanceof OptionError)) throw error;
  return inFlags(error, 'createPreview').replace(/^--copy\.copy\b/, '--copy');
}

function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return Number(value);
}
