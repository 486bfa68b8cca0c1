import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pack, run, type Tarball, write } from '../support/tarball.js';
import { CJS_SITE, ESM_SITE, STATES } from './sites.js';

// What a newcomer does with the packed tarball: install it into an empty project and run the README's first lines.

const ROOT = process.cwd();
const MINUTES = 60_000;
let tarball: Tarball;

/** The pages of `docs/` that a paper leads to. */
function pagesOf(paper: string): string[] {
  return [...readFileSync(join(ROOT, paper), 'utf8').matchAll(/\]\((docs\/[\w-]+\.md)\b/g)].map(
    ([, page = '']) => page,
  );
}

beforeAll(() => {
  tarball = pack();
}, 5 * MINUTES);

afterAll(() => tarball?.remove());

describe('the packed tarball', () => {
  test(
    'serves an ESM project, and brings its commands',
    () => {
      const cwd = tarball.project({ 'site.mjs': ESM_SITE }, 'express@5', 'ioredis@6');
      expect(run('node', ['site.mjs'], cwd)).toEqual({ out: STATES, err: '' });
      expect(run('npx', ['--no-install', 'metered-paywall', 'audit', '--help'], cwd).out).toMatch('--canary');
      expect(run('npx', ['--no-install', 'metered-paywall', 'serve', '--help'], cwd).out).toMatch('PAYWALL_SECRET');
    },
    5 * MINUTES,
  );

  test(
    'serves a CommonJS project of Express 4 and ioredis 5',
    () => {
      const cwd = tarball.project({ 'site.cjs': CJS_SITE }, 'express@4', 'ioredis@5');
      expect(run('node', ['site.cjs'], cwd)).toEqual({ out: STATES, err: '' });
    },
    5 * MINUTES,
  );

  test.each(['4', '5'])(
    'serves a TypeScript project whose own types of Express (%s) are another copy than those beside the package',
    (major) => {
      const site = `
import express from 'express';
import { createPaywall } from 'metered-paywall';
const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  account: (req: express.Request) => (req.path === '/' ? { id: 'a' } : null),
  onView: (_view, req: express.Request) => console.log(req.originalUrl),
});
const app = express();
app.use(paywall.meter());
app.use('/news', paywall.meter({ article: (req: express.Request) => req.path }));
app.get('/news/:slug', paywall.meter({ article: (req) => String(req.params.slug) }), (req, res) => {
  res.send(req.paywall.state);
});
express.Router().get('/:slug', paywall.meter(), (req, res) => void res.send(req.paywall.state));
app.get('/reading', async (req, res) => void res.json(await paywall.reading(req)));
`;
      const compilerOptions = { strict: true, module: 'nodenext', target: 'es2023', noEmit: true, types: ['node'] };
      const files = { 'site.mts': site, 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['site.mts'] }) };
      const cwd = tarball.project(files, 'express@5', 'typescript@7', '@types/node@20', `@types/express@${major}`);
      const copy = tarball.folder();
      write(copy, { 'package.json': '{"name":"copy","private":true}' });
      run('npm', ['install', '--no-audit', '--no-fund', '@types/express@5', '@types/node@20'], copy);
      const beside = join(cwd, 'node_modules', 'metered-paywall', 'node_modules', '@types');
      cpSync(join(copy, 'node_modules', '@types'), beside, { recursive: true });
      // Node's own types are ambient, and one copy in any project.
      rmSync(join(beside, 'node'), { recursive: true });
      run('npx', ['--no-install', 'tsc'], cwd);
    },
    5 * MINUTES,
  );

  test('holds both builds, their declarations, licences and the documents, and no source or test', () => {
    const listed = run('tar', ['-tzf', tarball.path], ROOT).out.trim().split('\n');
    expect(listed).toEqual(
      expect.arrayContaining([
        'package/dist/index.js',
        'package/dist/index.d.ts',
        'package/dist/types/index.d.ts',
        'package/dist/cjs/index.cjs',
        'package/dist/cjs/LICENSES.txt',
        'package/README.md',
        'package/LICENSE',
        'package/CHANGELOG.md',
        'package/SECURITY.md',
        ...pagesOf('README.md').map((page) => `package/${page}`),
      ]),
    );
    const known =
      /^package\/(dist\/.*\.(js|d\.ts|cjs)|dist\/cjs\/LICENSES\.txt|(dist\/types\/)?package\.json|docs\/[\w-]+\.(md|json)|(README|CHANGELOG|SECURITY)\.md|LICENSE)$/;
    expect(listed.filter((name) => !known.test(name))).toEqual([]);
  });

  test('hands on the licence of everything that it bundles', () => {
    const text = readFileSync(join(ROOT, 'dist', 'cjs', 'LICENSES.txt'), 'utf8');
    for (const name of ['entities', 'jose', 'leven', 'parse5', 'temporal-polyfill']) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });

  test('needs no install script, neither its own nor of what it depends on', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
      expect(Object.keys(scripts).filter((script) => /^(pre|post)?install$/.test(script))).toEqual([]);
    }
  });

  test(
    'passes publint and attw, with no rule switched off',
    () => {
      run('npx', ['--no-install', 'publint', '--strict', tarball.path], ROOT);
      run('npx', ['--no-install', 'attw', tarball.path], ROOT);
    },
    5 * MINUTES,
  );
});
