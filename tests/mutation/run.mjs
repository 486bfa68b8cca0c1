// Mutates one area after the other, or those named: node run.mjs period guard
import { spawnSync } from 'node:child_process';
import { AREAS } from './areas.mjs';

const named = process.argv.slice(2);
const unknown = named.find((area) => !Object.hasOwn(AREAS, area));
if (unknown !== undefined) {
  console.error(`There is no area ${unknown}. Name some of: ${Object.keys(AREAS).join(', ')}.`);
  process.exit(1);
}

let failed = false;
for (const area of named.length > 0 ? named : Object.keys(AREAS)) {
  const env = { ...process.env, AREA: area, STORES: 'memory' };
  const { status } = spawnSync('stryker', ['run', 'tests/mutation/stryker.mjs'], { env, stdio: 'inherit' });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
