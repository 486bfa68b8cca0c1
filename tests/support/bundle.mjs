// Bundles what tests run in processes of their own, into a folder: node bundle.mjs folder
// Two hundred small modules take a process four times as long to start, at each of its dozens of starts in a run.
import { build } from 'rolldown';

const OF_AUDIT = ['audit/page/ending', 'audit/page/links', 'audit/page/places'];
const ENTRIES = ['index', 'console', 'cli/cli', 'service/serve/serve', ...OF_AUDIT];

await build({
  input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
  platform: 'node',
  // Which a site installs itself, or does not.
  external: ['express', 'ioredis', 'redis'],
  logLevel: 'warn',
  output: { dir: process.argv[2], format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
});
