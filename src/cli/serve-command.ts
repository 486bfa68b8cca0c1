import type { Command } from 'commander';
import { serve } from '../service/serve/index.js';

/** Adds `serve` to the command line; `ended` is given its exit code. */
export function addServe(program: Command, ended: (exitCode: 0 | 1) => void): void {
  program
    .command('serve')
    .description('Runs the paywall as a service, for sites that are not Node.')
    .addHelpText('after', HELP)
    .action(async () => ended(await serve()));
}

const HELP = `
It is set up by environment variables:
  SITE             the origin that readers see, as in https://news.example (required)
  PAYWALL_SECRET   signs the passes; 32 bytes or more, as from: openssl rand -base64 48 (required)
  KEY_ID           the secret's id (env)
  PAYWALL_SECRETS  in place of both, to rotate: id=secret,id=secret; the first signs, all verify. Two deploys: a new one
                   comes last in the first, and first in the second
  ARTICLE_SECRET   keys the article ids, and never changes; required with PAYWALL_SECRETS of several (the only secret)
  REDIS_URL        as in redis://host:6379 (the count is kept in memory)
  PROMPT_AFTER     articles read before the prompt appears (3)
  BLOCK_AFTER      articles read before the wall appears (10)
  PLANS            of accounts, as in registered=20/30,subscriber=full (full access)
  PERIOD           month, week, day, or a number of days such as: 30 days (month)
  TIME_ZONE        the publication's, as in America/New_York (UTC)
  ARTICLES         where a proxy asks: the path that articles are below, as /news/, or a RegExp, as ^/\\d{4}/
  POLICY           true follows limits and more that a newsroom turns, kept in Redis (false)
  CONSOLE_TOKEN    the password of the newsroom's console at /console; 16 or more letters and digits (no console)
  SUPPORT_URL      where readers reach /support, on which they find a code for reader support (no such page)
  SUPPORT_EMAIL    where they are asked to send it (none is named)
  PROMPTS_FILE     what readers see, as JSON: the options of createPrompts (no HTML is given)
  TOKEN            the bearer token that every question must bring; 16 characters or more
  LOG              as one JSON object a line: faults, decisions too, or articles: decisions with their names (faults)
  HOST, PORT       where to listen (127.0.0.1, 8787); PORT may be the path of a pipe
  COOKIE_DOMAIN    shares the pass with subdomains, as in news.example
  ON_STORE_ERROR   while Redis is out: ledger, open or closed (ledger)
  PASS_FORMAT      of new readers' passes: 2, or 1 while processes of a version before run beside this one (2)
  SPECULATION      prefetch and prerender: refuse or count (refuse)
  SUBRESOURCES     articles asked for as images, scripts or foreign frames: refuse or count (refuse)
  CRAWLERS         true lets in search crawlers that prove themselves (false)
  AI_CRAWLERS      those that name themselves: allow, block or 402 (allow)
  NEW_READERS      new readers of one network in a day (no cap)

It answers POST /decisions, POST /conversions, GET /forward-auth, GET /figures, GET /healthz, GET /readyz and
GET /metrics, and with PROMPTS_FILE also GET /paywall.css and what browsers ask for below /paywall/. It ends on SIGTERM.`;
