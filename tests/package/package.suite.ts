import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

// What a newcomer does with the packed tarball: install it into an empty project and run the README's first lines.

const ROOT = process.cwd();
const MINUTES = 60_000;
const folders: string[] = [];
let tarball = '';

function run(command: string, args: readonly string[], cwd: string): string {
  // Jest's own flags must not reach the programs under test.
  const env = { ...process.env, NODE_OPTIONS: '' };
  return execFileSync(command, [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'metered-paywall-package-'));
  folders.push(made);
  return made;
}

/** An empty project with the tarball, and nothing of ours beside it but what it needs. */
function project(files: Readonly<Record<string, string>>, ...packages: readonly string[]): string {
  const cwd = folder();
  writeFileSync(join(cwd, 'package.json'), '{"name":"throw-away","private":true}');
  run('npm', ['install', '--no-audit', '--no-fund', tarball, 'express@5', 'ioredis@6', ...packages], cwd);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

/** The middleware in use: four articles, of which the fourth comes with the prompt. */
const USE = `
const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  store: memoryStore(),
});
const app = express();
app.get('/news/:slug', paywall.meter({ article: (req) => req.params.slug }), (req, res) => {
  res.send(req.paywall.state === 'blocked' ? splitArticle('<p>one</p><p>two</p><p>three</p>').teaser : 'text');
});
const server = app.listen(0, async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let cookie = '';
  for (const slug of ['a', 'b', 'c', 'd']) {
    const response = await fetch(\`http://127.0.0.1:\${address.port}/news/\${slug}\`, { headers: { cookie } });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    console.log(response.headers.get('paywall')?.split(';')[0]);
  }
  server.close();
});
`;
const STATES = 'free\nfree\nfree\nregister-prompt\n';

beforeAll(() => {
  const packed = folder();
  run('npm', ['run', 'build'], ROOT);
  const [name = ''] = run('npm', ['pack', '--silent', '--pack-destination', packed], ROOT).trim().split('\n').slice(-1);
  tarball = join(packed, name);
}, 5 * MINUTES);

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('the packed tarball', () => {
  test(
    'serves an ESM project, and brings its commands',
    () => {
      const imports =
        "import express from 'express';\nimport { createPaywall, memoryStore, teaser } from 'metered-paywall';\n";
      const cwd = project({ 'site.mjs': imports + USE });
      expect(run('node', ['site.mjs'], cwd)).toBe(STATES);
      expect(run('npx', ['--no-install', 'metered-paywall', 'audit', '--help'], cwd)).toMatch('--canary');
      expect(run('npx', ['--no-install', 'metered-paywall', 'serve', '--help'], cwd)).toMatch('PAYWALL_SECRET');
    },
    5 * MINUTES,
  );

  test(
    'serves a CommonJS project by require()',
    () => {
      const imports =
        "const express = require('express');\nconst { createPaywall, memoryStore, teaser } = require('metered-paywall');\n";
      const cwd = project({ 'site.cjs': imports + USE });
      expect(run('node', ['site.cjs'], cwd)).toBe(STATES);
    },
    5 * MINUTES,
  );

  test(
    'serves a strict TypeScript project, with req.paywall typed',
    () => {
      const imports = `
import { Redis } from 'ioredis';
import express from 'express';
import { createPaywall, type Decision, memoryStore, redisStore, type State, teaser } from 'metered-paywall';
export const overRedis = () => redisStore(new Redis({ lazyConnect: true }));
export const stateOf = (req: express.Request): State => req.paywall.state;
export const wrong = (req: express.Request): number => {
  // @ts-expect-error the state is no number
  return req.paywall.state;
};
export type Read = Decision['read'];
`;
      const config = {
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          module: 'nodenext',
          target: 'es2023',
          types: ['node'],
        },
        files: ['site.mts'],
      };
      const files = { 'site.mts': imports + USE, 'tsconfig.json': JSON.stringify(config) };
      const cwd = project(files, 'typescript@7', '@types/node@20', '@types/express@5');
      run('npx', ['--no-install', 'tsc'], cwd);
      expect(run('node', ['site.mjs'], cwd)).toBe(STATES);
    },
    5 * MINUTES,
  );

  test.each(['4', '5'])(
    'serves a TypeScript project whose own types of Express (%s) are another copy than those beside the package',
    (major) => {
      // Of two majors neither's request is the other's, so a site of the other leaves its own out of its functions' parameters.
      const ofSite = major === '5' ? ': express.Request' : '';
      const site = `
import express from 'express';
import { createPaywall } from 'metered-paywall';
const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  account: (req${ofSite}) => (req.path === '/' ? { id: 'a' } : null),
  onView: (_view, req${ofSite}) => console.log(req.originalUrl),
});
const app = express();
app.use(paywall.meter());
app.use('/news', paywall.meter({ article: (req${ofSite}) => req.path }));
app.get('/news/:slug', paywall.meter({ article: (req) => String(req.params.slug) }), (req, res) => {
  res.send(req.paywall.state);
});
express.Router().get('/:slug', paywall.meter(), (req, res) => void res.send(req.paywall.state));
app.get('/reading', async (req, res) => void res.json(await paywall.reading(req)));
`;
      const compilerOptions = { strict: true, module: 'nodenext', target: 'es2023', noEmit: true, types: ['node'] };
      const files = { 'site.mts': site, 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['site.mts'] }) };
      const cwd = project(files, 'typescript@7', '@types/node@20', `@types/express@${major}`);
      const copy = folder();
      writeFileSync(join(copy, 'package.json'), '{"name":"copy","private":true}');
      run('npm', ['install', '--no-audit', '--no-fund', '@types/express@5', '@types/node@20'], copy);
      const beside = join(cwd, 'node_modules', 'metered-paywall', 'node_modules', '@types');
      cpSync(join(copy, 'node_modules', '@types'), beside, { recursive: true });
      // Node's own types are ambient, and one copy in any project.
      rmSync(join(beside, 'node'), { recursive: true });
      run('npx', ['--no-install', 'tsc'], cwd);
    },
    5 * MINUTES,
  );

  test('holds the build, the licence and the documents, and no source or test', () => {
    const listed = run('tar', ['-tzf', tarball], ROOT).trim().split('\n');
    expect(listed).toEqual(
      expect.arrayContaining([
        'package/dist/index.js',
        'package/dist/index.d.ts',
        'package/README.md',
        'package/LICENSE',
        'package/CHANGELOG.md',
      ]),
    );
    expect(
      listed.filter(
        (name) => !/^package\/(dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(name),
      ),
    ).toEqual([]);
  });

  test('needs no install script, neither its own nor of what it depends on', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
      expect(Object.keys(scripts).filter((script) => /^(pre|post)?install$/.test(script))).toEqual([]);
    }
  });

  test(
    'passes publint and attw',
    () => {
      run('npx', ['--no-install', 'publint', '--strict'], ROOT);
      run('npx', ['--no-install', 'attw', tarball, '--profile', 'esm-only'], ROOT);
    },
    5 * MINUTES,
  );
});
