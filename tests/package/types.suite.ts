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
import { createPaywall, type Decision, OptionError, redisOptions, redisStore, type State } from 'metered-paywall';
import { createPrompts, type PromptDecision, structuredData } from 'metered-paywall/prompts';
import { createService, type DecisionResponse, OptionError as OfService } from 'metered-paywall/service';
import { storeContract } from 'metered-paywall/store-contract';
export const overRedis = () => redisStore(new Redis({ lazyConnect: true, ...redisOptions() }));
export const stateOf = (req: Request): State => req.paywall.state;
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
import { createPrompts, splitArticle, type Prompts } from 'metered-paywall/prompts';
import { createService, memoryStore, type ServiceOptions } from 'metered-paywall/service';
export const prompts: Prompts = createPrompts({ siteName: 'The Example', registerUrl: '/register' });
export const serve = (options: ServiceOptions) => createService({ store: memoryStore(), ...options });
export { splitArticle };
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

  test.each([
    [OLDEST, { module: 'commonjs', moduleResolution: 'node10' }],
    [OLDEST, { module: 'nodenext' }],
    [NEWEST, { module: 'nodenext' }],
    [NEWEST, { module: 'esnext', moduleResolution: 'bundler' }],
  ])(
    'of the service and the prompts need nothing of Express, under TypeScript %s with %j',
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
