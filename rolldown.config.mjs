// The package in CommonJS, for what cannot load ES modules by require(): Jest, and tools of before Node 20.19. Made of what tsc has
// made. What is an ES module alone is bundled, with its licence; all else stays a dependency.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'rolldown';

const { dependencies, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.values(exports).flatMap((entry) => entry.import?.default ?? []);
const nameOf = (file) => file.replace(/^\.\/dist\/|\.js$/g, '');

/** Whether a package can be had as an ES module alone. */
function isEsmOnly(name) {
  const manifest = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8'));
  return manifest.type === 'module' && !JSON.stringify(manifest.exports ?? '').includes('"require"');
}

/** The licences of what is bundled, as they ask to be handed on. */
const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const ids = Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules));
    const folders = new Set(ids.flatMap((id) => id.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
    const texts = [...folders].sort().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
      if (!file || !existsSync(join(folder, file))) throw new Error(`${name} has no licence to hand on`);
      return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
  },
};

export default defineConfig({
  input: Object.fromEntries(entries.map((file) => [nameOf(file), file])),
  platform: 'node',
  external: Object.keys(dependencies).filter((name) => !isEsmOnly(name)),
  plugins: [licences],
  output: {
    dir: 'dist/cjs',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name].cjs',
    cleanDir: true,
  },
});
