import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Makes the folder that this run compiles into: no other run's, and empty until a test asks for what is compiled. */
export function openBuild(): void {
  mkdirSync('build', { recursive: true });
  // Below the project, so that packages are found from there.
  const folder = mkdtempSync(join(process.cwd(), 'build', 'test-'));
  copyFileSync('package.json', join(folder, 'package.json'));
  process.env.TEST_BUILD = folder;
}

export function removeBuild(): void {
  const folder = process.env.TEST_BUILD;
  delete process.env.TEST_BUILD;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** The compiled package, for tests that run it in a process of its own; the first in a run to ask compiles it. */
export async function compiledPackage(): Promise<string> {
  const folder = process.env.TEST_BUILD;
  if (folder === undefined) throw new Error('Nowhere to compile to: run the tests by `npm test`.');
  const dist = join(folder, 'dist');
  if (existsSync(dist)) return dist;
  const own = await mkdtemp(join(folder, 'compiling-'));
  const bundle = join('tests', 'support', 'bundle.mjs');
  await promisify(execFile)(process.execPath, [bundle, own], { env: { ...process.env, NODE_OPTIONS: '' } });
  // It appears whole. Where another file's tests compiled at the same time, the first to be done stays.
  await rename(own, dist).catch((error) => {
    if (!existsSync(dist)) throw error;
  });
  return dist;
}
