import {
  type Check,
  type OptionError,
  oneOf,
  outOfRange,
  parseUrl,
  parseWebUrl,
  text,
  wholeNumber,
} from '../../options/index.js';
import type { Plan, Plans } from '../../policy/index.js';
import type { PromptOptions } from '../../prompts/index.js';
import { promptOptionsOfJson } from '../../prompts/json/index.js';
import type { ServiceOptions } from '../options.js';
import { readAccount, variableOfAccount } from './account-variables.js';
import { readJsonFile } from './json-file.js';
import type { Logged } from './log.js';
import { missing, wrong } from './mistakes.js';

/** The environment, as `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the service listens, and what with. */
export interface ServeSettings {
  readonly options: ServiceOptions;
  readonly logged: Logged;
  readonly host: string;
  /** A port, or the path of a pipe. */
  readonly port: number | string;
  readonly redisUrl: string | undefined;
  /** Whether the limits follow a newsroom's policy. */
  readonly policy: boolean;
}

/** The options that one variable gives each. */
type FromVariables = Pick<
  Required<ServiceOptions>,
  | 'site'
  | 'promptAfter'
  | 'blockAfter'
  | 'period'
  | 'timeZone'
  | 'cookie'
  | 'onStoreError'
  | 'passFormat'
  | 'plans'
  | 'speculation'
  | 'subresources'
  | 'crawlers'
  | 'aiCrawlers'
  | 'newReaders'
  | 'token'
  | 'articles'
  | 'prompts'
  | 'console'
  | 'support'
> & { readonly articleSecret: string };

type Variables<Shape> = { readonly [Name in keyof Shape]: readonly [variable: string, read: Check<Shape[Name]>] };

const VARIABLES: Variables<FromVariables> = {
  site: ['SITE', text],
  articleSecret: ['ARTICLE_SECRET', text],
  promptAfter: ['PROMPT_AFTER', limit],
  blockAfter: ['BLOCK_AFTER', limit],
  period: ['PERIOD', period],
  timeZone: ['TIME_ZONE', text],
  cookie: ['COOKIE_DOMAIN', (value, variable) => ({ domain: text(value, variable) })],
  onStoreError: ['ON_STORE_ERROR', oneOf('ledger', 'open', 'closed')],
  passFormat: ['PASS_FORMAT', passFormat],
  plans: ['PLANS', plansOfText],
  speculation: ['SPECULATION', oneOf('refuse', 'count')],
  subresources: ['SUBRESOURCES', oneOf('refuse', 'count')],
  crawlers: ['CRAWLERS', (value, variable) => oneOf('true', 'false')(value, variable) === 'true'],
  aiCrawlers: ['AI_CRAWLERS', (value, variable) => (value === '402' ? 402 : oneOf('allow', 'block')(value, variable))],
  newReaders: ['NEW_READERS', (value, variable) => ({ perDay: number(value, variable) })],
  token: ['TOKEN', text],
  articles: ['ARTICLES', articles],
  prompts: ['PROMPTS_FILE', prompts],
  console: ['CONSOLE_TOKEN', (value, variable) => ({ password: text(value, variable) })],
  support: ['SUPPORT_URL', supportUrl],
};

/**
 * Reads the settings of the service from the environment. A variable that is empty counts as not set.
 *
 * @throws {OptionError} for the first variable that is missing or wrong, naming it, its value and the fix.
 */
export function readEnvironment(env: Environment): ServeSettings {
  const { site, ...options } = readVariables(env, VARIABLES);
  if (site === undefined) throw missing('SITE', 'Give the origin that readers see, as in https://news.example');
  return {
    options: { ...options, site, keys: readKeys(env), ...readAccount(env), ...readSupport(env, options) },
    logged: oneOf('faults', 'decisions', 'articles')(env.LOG || 'faults', 'LOG'),
    host: env.HOST || '127.0.0.1',
    port: port(env.PORT || '8787', 'PORT'),
    redisUrl: env.REDIS_URL ? redisUrl(env.REDIS_URL) : undefined,
    policy: oneOf('true', 'false')(env.POLICY || 'false', 'POLICY') === 'true',
  };
}

/** The console tells editors of the page that is there. */
function readSupport(
  { SUPPORT_URL, SUPPORT_EMAIL }: Environment,
  { console }: Partial<FromVariables>,
): Pick<ServiceOptions, 'support' | 'console'> {
  if (!SUPPORT_URL) {
    if (SUPPORT_EMAIL) throw missing('SUPPORT_URL', 'It is needed beside SUPPORT_EMAIL');
    return {};
  }
  return {
    support: SUPPORT_EMAIL ? { email: SUPPORT_EMAIL } : {},
    ...(console && { console: { ...console, supportUrl: SUPPORT_URL } }),
  };
}

/** The message of a mistake in the service's options, in terms of the variable that the option came from. */
export function inVariables({ option, message }: OptionError, env: Environment): string {
  const path = option.replace(/^createService\./, '');
  const ofMember = path === 'support.email' ? 'SUPPORT_EMAIL' : variableOfAccount(path);
  if (ofMember) return `${ofMember}${message.slice(option.length)}`;
  const keys = env.PAYWALL_SECRETS ? 'PAYWALL_SECRETS' : path.endsWith('.id') ? 'KEY_ID' : 'PAYWALL_SECRET';
  const variables = [['keys', keys], ...Object.entries(VARIABLES).map(([name, [variable]]) => [name, variable])];
  const [, variable] = variables.find(([name]) => path.split(/[.[]/, 1)[0] === name) ?? [];
  return `${variable ?? option}${message.slice(option.length)}`;
}

function readVariables<Shape extends object>(env: Environment, variables: Variables<Shape>): Partial<Shape> {
  const read: Partial<Shape> = {};
  for (const name in variables) {
    const [variable, check] = variables[name];
    const value = env[variable];
    if (value) read[name] = check(value, variable);
  }
  return read;
}

function readKeys({ PAYWALL_SECRET, PAYWALL_SECRETS, KEY_ID }: Environment): ServiceOptions['keys'] {
  if (!PAYWALL_SECRETS) return [{ id: KEY_ID || 'env', secret: PAYWALL_SECRET || undefined }];
  if (!PAYWALL_SECRET) return PAYWALL_SECRETS.split(',').map(secretWithId);
  throw wrong('PAYWALL_SECRETS', 'PAYWALL_SECRET is set too', 'Set one of the two');
}

function secretWithId(pair: string): { readonly id: string; readonly secret: string } {
  const [, id, secret] = /^\s*([^=\s]+)=(.+?)\s*$/.exec(pair) ?? [];
  if (id !== undefined && secret !== undefined) return { id, secret };
  throw wrong(
    'PAYWALL_SECRETS',
    'it is no list of ids and secrets',
    'Write it as id=secret,id=secret; the first signs, all verify',
  );
}

function number(value: unknown, variable: string): number {
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw outOfRange(variable, value, 'a whole number');
}

/** Some hosts give the path of a pipe in place of a port: a socket of Unix, or `\\.\pipe\…` on Windows. */
function port(value: string, variable: string): number | string {
  return /^[/\\]/.test(value) ? value : wholeNumber(0, 65_535)(number(value, variable), variable);
}

function limit(value: unknown, variable: string): number {
  return value === 'Infinity' ? Number.POSITIVE_INFINITY : number(value, variable);
}

/** As in `registered=20/30,subscriber=full`: limits are promptAfter and blockAfter. */
export function plansOfText(value: unknown, variable: string): Plans {
  return Object.fromEntries(
    text(value, variable)
      .split(',')
      .map((plan) => planWithName(plan, variable)),
  );
}

function planWithName(plan: string, variable: string): readonly [string, Plan] {
  const [, name, prompt, block] = /^\s*([^=\s]+)=(?:full|(\w+)\/(\w+))\s*$/.exec(plan) ?? [];
  if (name === undefined) throw outOfRange(variable, plan, 'plans as in registered=20/30,subscriber=full');
  if (prompt === undefined || block === undefined) return [name, 'full'];
  return [name, { promptAfter: limit(prompt, variable), blockAfter: limit(block, variable) }];
}

function period(value: unknown, variable: string): FromVariables['period'] {
  if (value === 'month' || value === 'week' || value === 'day') return value;
  const [, days] = /^(\d{1,9}) days$/.exec(String(value)) ?? [];
  if (days !== undefined) return { days: Number(days) };
  throw outOfRange(variable, value, 'month, week, day, or a number of days such as: 30 days');
}

function passFormat(value: unknown, variable: string): 1 | 2 {
  return oneOf('1', '2')(value, variable) === '1' ? 1 : 2;
}

function articles(value: unknown, variable: string): string | RegExp {
  const given = text(value, variable);
  if (given.startsWith('/')) return given;
  try {
    return new RegExp(given);
  } catch {
    throw outOfRange(variable, given, 'the path that articles are below, as /news/, or a RegExp, as ^/news/[^/]+$');
  }
}

/** It says that there is such a page, and to editors where. */
function supportUrl(value: unknown, variable: string): Record<never, never> {
  if (parseWebUrl(text(value, variable))) return {};
  throw outOfRange(variable, value, 'a whole address, as in https://news.example/paywall/support');
}

/** The path of a JSON file. */
function prompts(value: unknown, variable: string): PromptOptions {
  return promptOptionsOfJson(readJsonFile(text(value, variable), variable), variable);
}

function redisUrl(url: string): string {
  if (isRedisUrl(url)) return url;
  const fix = 'Write it as redis://host:6379, or rediss:// for TLS, with what is special in a password percent-encoded';
  throw wrong('REDIS_URL', 'it is no address of a Redis', fix);
}

/** A `/`, `?`, `#` or `%` of a password that is not percent-encoded makes another address of it, or none. */
function isRedisUrl(text: string): boolean {
  const url = parseUrl(text);
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false;
  const { pathname, search, hash } = url;
  return (
    /^\/?\d*$/.test(pathname) && !search.includes('@') && hash === '' && isPercentEncoded(url.username + url.password)
  );
}

function isPercentEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}
