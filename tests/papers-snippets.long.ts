import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { blocksOf, PAPERS } from './support/papers.js';

const snippets = PAPERS.flatMap((paper) =>
  blocksOf(paper, 'ts').map(({ line, text }) => ({ name: `${basename(paper, '.md')}-${line}`, text })),
);

// Beside node_modules, so that packages are found from there.
mkdirSync('build', { recursive: true });
const folder = mkdtempSync(join('build', 'papers-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of all of them, by one run. */
async function compiled(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const tsc = promisify(execFile)(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder]);
  return tsc.then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => String(error.stdout ?? error),
  );
}

test('the TypeScript of the papers compiles under strict', async () => {
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      // A snippet shows what it shows, and leaves the rest to the reader.
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: { 'metered-paywall': ['../../src/index.ts'], 'metered-paywall/*': ['../../src/*.ts'] },
    },
    include: ['.', '../../docs/snippets.d.ts'],
  };
  const said = await compiled({
    'tsconfig.json': JSON.stringify(config),
    'package.json': '{"type":"module"}',
    // That the run can find anything is part of what it shows.
    'wrong.ts': 'export const wrong: number = req.paywall.state;\n',
    ...Object.fromEntries(snippets.map(({ name, text }) => [`${name}.ts`, `${text}\nexport {};\n`])),
  });
  const errors = said.split('\n').filter((line) => /error TS\d+/.test(line));
  expect(errors.filter((line) => line.includes('wrong.ts'))).toHaveLength(1);
  expect(errors.filter((line) => !line.includes('wrong.ts'))).toEqual([]);
  expect(snippets.length).toBeGreaterThan(15);
}, 60_000);
