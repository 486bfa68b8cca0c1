import { fileURLToPath } from 'node:url';
import { AREAS } from './areas.mjs';

const area = process.env.AREA ?? '';
const { mutate, tests } = AREAS[area];

/** One area's run. Kept out of the way: the mutated copies and the reports are in `build`. */
export default {
  mutate,
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // What runs so long goes on for ever; a machine that is busy with other work does not take so long.
  timeoutMS: 30_000,
  jest: {
    // Which files are related Jest only knows below its roots, and those are the tests.
    enableFindRelatedTests: false,
    config: {
      globalSetup: null,
      globalTeardown: null,
      // The same, by its address: Stryker asks for it from a folder of its own.
      testEnvironment: fileURLToPath(new URL('../support/environment.mjs', import.meta.url)),
      testMatch: tests.map((pattern) => `**/tests/${pattern}.test.ts`),
    },
  },
  ignorePatterns: ['/*', '!/src', '!/tests', '!/examples', '!/package.json', '!/docs'],
  tempDirName: `build/mutation/${area}`,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: `build/mutation/${area}.json` },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
};
