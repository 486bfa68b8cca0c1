// After tsc: the declarations of dist/types are CommonJS's, and each entry's are handed on to ES modules, for an ES module may import
// from CommonJS and not the other way about. So every class and every global is declared once, whichever way a site loads it.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));

writeFileSync('dist/types/package.json', '{ "type": "commonjs" }\n');
for (const { import: esm, require: cjs } of Object.values(exports)) {
  if (!esm) continue;
  const home = relative(dirname(esm.types), cjs.types).replace(/\.d\.ts$/, '.js');
  writeFileSync(esm.types, `export * from '${home.startsWith('.') ? home : `./${home}`}';\n`);
}
