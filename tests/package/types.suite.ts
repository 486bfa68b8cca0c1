import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pack, run, type Tarball, write } from '../support/tarball.js';
import { ESM_SITE, STATES } from './sites.js';

// The packed tarball's types under the oldest TypeScript that is promised and the newest, by every way they find a module.

const MINUTES = 60_000;
const OLDEST = '5.6';
const NEWEST = '7';

/** How a compiler is told to find modules; the newest knows no `node10` any more. */
const RESOLUTIONS = [
  [OLDEST, { module: 'commonjs', moduleResolution: 'node10' }, ['site.ts', 'more.ts']],
  [OLDEST, { module: 'node16' }, ['site.mts', 'more.cts']],
  [OLDEST, { module: 'nodenext' }, ['site.mts', 'more.cts']],
  [OLDEST, { module: 'esnext', moduleResolution: 'bundler' }, ['site.ts', 'more.ts']],
  [NEWEST, { module: 'node16' }, ['site.mts', 'more.cts']],
  [NEWEST, { module: 'nodenext' }, ['site.mts', 'more.cts']],
  [NEWEST, { module: 'esnext', moduleResolution: 'bundler' }, ['site.ts', 'more.ts']],
  [NEWEST, { module: 'commonjs', moduleResolution: 'bundler' }, ['site.ts', 'more.ts']],
] as const;

const SHARED = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: 'es2022',
  esModuleInterop: true,
  types: ['node'],
};

const MORE = `
import type { Request } from 'express';
import { Redis } from 'ioredis';
import { createPaywall, type Decision, OptionError, type Paywall, redisOptions, redisStore, type State } from 'metered-paywall';
import { createConsole } from 'metered-paywall/console';
import { createPrompts, type PromptDecision, structuredData } from 'metered-paywall/prompts';
import { createService, type DecisionResponse, OptionError as OfService } from 'metered-paywall/service';
import { storeContract } from 'metered-paywall/store-contract';
export const overRedis = () => redisStore(new Redis({ lazyConnect: true, ...redisOptions() }));
export const stateOf = (req: Request): State => req.paywall.state;
export const desk = (paywall: Paywall) => createConsole(paywall, { editor: (req: Request) => req.get('x-editor') });
export const wrong = (req: Request): number => {
  // @ts-expect-error the state is no number
  return req.paywall.state;
};
// @ts-expect-error there is no such option
export const refused = () => createPaywall({ site: 'https://news.example', keys: [], blokAfter: 3 });
export const same: OptionError = new OfService('ERR_PAYWALL_KEY', 'keys', 'a', 'b');
export const facts = (decision: Decision): PromptDecision => decision;
export const names = storeContract.map(({ name }): string => name);
export { createPrompts, createService, type DecisionResponse, structuredData };
`;

/** In the same program as an ES module, and of the same types. */
const BESIDE = `
import type { Decision, OptionError } from 'metered-paywall';
import { facts, same } from './more.cjs';
export const error: OptionError = same;
export const known = (decision: Decision) => facts(decision);
`;

const ALONE = `
import { createCrawlers } from 'metered-paywall/crawlers';
import { createPaywall, type Paywall, type PaywallOptions } from 'metered-paywall/fetch';
import { createPrompts, splitArticle, type Prompts } from 'metered-paywall/prompts';
import { createService, memoryStore, type ServiceOptions } from 'metered-paywall/service';
export const prompts: Prompts = createPrompts({ siteName: 'The Example', registerUrl: '/register' });
export const serve = (options: ServiceOptions) => createService({ store: memoryStore(), ...options });
export { splitArticle };
export const paywall = (options: PaywallOptions): Paywall =>
  createPaywall({ crawlers: createCrawlers(), account: (request) => ({ id: request.headers.get('X-User') ?? '' }), ...options });
export const answer = (request: Request, { respond }: Paywall): Promise<Response> =>
  respond(request, { article: ({ url }) => url, waitUntil: (work) => void work }, ({ state, read }, asked) =>
    new Response(asked.url, { headers: { state, read: String(read) } }),
  );
// @ts-expect-error the page is a response
export const wrong = (request: Request, { respond }: Paywall) => respond(request, {}, ({ state }) => state);
`;

/** The functions of a site annotated by whatever its framework, or Node, calls a request. */
const ANNOTATED = `
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2';
import connect = require('connect');
import express = require('express');
import { fastify, type FastifyInstance } from 'fastify';
import { createPaywall, type MeterHandler, type Paywall, type PaywallOptions } from 'metered-paywall';
import { createPrompts } from 'metered-paywall/prompts';

const common = { site: 'https://news.example', keys: [{ id: 'a', secret: 'a secret of thirty-two bytes or more' }] };
interface SignedIn extends express.Request { readonly user: { readonly id: string } | null }

const told: PaywallOptions = { ...common, account: (req) => (req.path === '/' ? { id: 'a' } : null) };
const untyped: Paywall = createPaywall(told);
createPaywall({ ...common, onView: (_view, req: express.Request) => console.log(req.originalUrl) });
const ofExpress = createPaywall({
  ...common,
  account: (req: SignedIn) => req.user,
  onView: (_view, req: SignedIn) => console.log(req.originalUrl),
});
express().use(untyped.meter({ article: (req) => req.path }));
express().get('/news/:slug', ofExpress.meter({ article: (req: express.Request) => String(req.params.slug) }), (req, res) => {
  res.send(req.paywall.state);
});
express().use(ofExpress.meter({ article: (req) => req.user?.id ?? null }));

const ofNode = createPaywall({ ...common, account: (req: IncomingMessage) => (req.url === '/' ? { id: 'a' } : null) });
const meter: MeterHandler = ofNode.meter({ article: (req) => req.url ?? null });
createServer((req, res) => void meter(req, res, () => res.end()));
connect().use(meter).use('/news', meter);

const ofHttp2 = createPaywall({ ...common, account: (req: Http2ServerRequest) => ({ id: String(req.stream.id) }) });
createHttp2Server((req, res) => void ofHttp2.meter()(req, res, () => void res.end()));
createHttp2Server(async (req, res) => void res.end(String((await ofHttp2.reading(req)).read)));
createPaywall({ ...common, onView: (_view, req: IncomingMessage | Http2ServerRequest) => console.log(req.url) });

const { assets } = createPrompts({ siteName: 'The Example', registerUrl: '/register' });
express().use('/paywall', assets);
createHttp2Server((req, res) => assets(req, res, () => void res.end()));

const site: FastifyInstance = fastify();
site.addHook('onRequest', (request, reply, done) => void meter(request.raw, reply.raw, done));

// @ts-expect-error a request is no text
createPaywall({ ...common, account: (req: string) => ({ id: req }) });
// @ts-expect-error an account has an id
createPaywall({ ...common, account: (req: express.Request) => ({ name: req.path }) });
// @ts-expect-error an article has a name
ofExpress.meter({ article: (req: express.Request) => req.body === 1 });
`;

let tarball: Tarball;
const projects = new Map<string, string>();

beforeAll(() => {
  tarball = pack();
  for (const version of [OLDEST, NEWEST]) {
    const packages = ['express@5', 'ioredis@6', `typescript@${version}`, '@types/node@20', '@types/express@5'];
    projects.set(version, tarball.project({}, ...packages));
  }
}, 10 * MINUTES);

afterAll(() => tarball?.remove());

/** Compiles files, ours among what is checked. */
function compile(cwd: string, compilerOptions: object, files: readonly string[]): void {
  write(cwd, { 'tsconfig.json': JSON.stringify({ compilerOptions: { ...SHARED, ...compilerOptions }, files }) });
  run('npx', ['--no-install', 'tsc'], cwd);
}

describe('the types of the packed tarball', () => {
  test.each(RESOLUTIONS)(
    'fit a site under TypeScript %s with %j',
    (version, resolution, files) => {
      const cwd = projects.get(version) ?? '';
      const [site, more] = files;
      write(cwd, { [site]: ESM_SITE, [more]: MORE, 'beside.mts': BESIDE });
      const mixed = more.endsWith('.cts') ? ['beside.mts'] : [];
      compile(cwd, { ...resolution, outDir: 'out', noEmitOnError: true }, [...files, ...mixed]);
      if (site === 'site.mts') expect(run('node', ['out/site.mjs'], cwd).out).toBe(STATES);
    },
    5 * MINUTES,
  );

  test.each([OLDEST, NEWEST].flatMap((version) => ['4', '5'].map((express) => [version, express] as const)))(
    "let a site's functions name the request, under TypeScript %s with @types/express %s",
    (version, express) => {
      const types = ['node@20', 'connect@3', `express@${express}`].map((name) => `@types/${name}`);
      const cwd = tarball.project({}, `typescript@${version}`, 'fastify@5', 'connect@3', 'express@5', ...types);
      write(cwd, { 'annotated.cts': ANNOTATED });
      // The declarations of the frameworks are not ours to check.
      compile(cwd, { module: 'nodenext', noEmit: true, skipLibCheck: true }, ['annotated.cts']);
    },
    5 * MINUTES,
  );

  test.each([
    [OLDEST, { module: 'commonjs', moduleResolution: 'node10' }],
    [OLDEST, { module: 'nodenext' }],
    [NEWEST, { module: 'nodenext' }],
    [NEWEST, { module: 'esnext', moduleResolution: 'bundler' }],
    // By the types of browsers, where there are both.
    [OLDEST, { module: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'] }],
    [NEWEST, { module: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'] }],
  ])(
    'of the service, the prompts and the entry for any server need nothing of Express, under TypeScript %s with %j',
    (version, resolution) => {
      const name = `alone ${version}`;
      const cwd = projects.get(name) ?? tarball.project({}, `typescript@${version}`, '@types/node@20');
      projects.set(name, cwd);
      for (const absent of ['express', '@types/express', 'ioredis']) {
        expect(existsSync(join(cwd, 'node_modules', absent))).toBe(false);
      }
      write(cwd, { 'alone.ts': ALONE });
      compile(cwd, { ...resolution, noEmit: true }, ['alone.ts']);
    },
    5 * MINUTES,
  );
});
