import { afterEach, describe, test } from '@jest/globals';
import fc from 'fast-check';
import { closeDesks } from '../support/local-desk.js';
import { rounds } from '../support/rounds.js';
import { CHECKS, OF_ALL, OF_FEW } from './checks.js';
import { type Rare, type Setting, settings, walksWith } from './steps.js';
import { type Walked, walk } from './walk.js';

afterEach(closeDesks);

/**
 * The same walks each time: what is by design is told apart by what the walk itself knows, and where that falls short it is seen
 * by whoever looks for more (`WALKS_SEED=…`), rather than by whoever changed something else.
 */
const ROUNDS = { numRuns: rounds(6, 500), seed: Number(process.env.WALKS_SEED ?? 20_261_126) };

/** Milliseconds: five hundred walks of up to sixty steps, on a machine that does other things besides. */
const LONG_ENOUGH = 600_000;

const over = (rare: readonly Rare[], check: (walked: Walked) => void, always: Partial<Setting> = {}) =>
  fc.assert(
    fc.asyncProperty(settings, walksWith(...rare), async (setting, steps) =>
      check(await walk({ ...setting, ...always }, steps)),
    ),
    ROUNDS,
  );

/** Tells which promise was broken. */
function keeps(name: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`broken: ${name}`, { cause: error });
  }
}

const eachKept = (walked: Walked): void => {
  for (const seen of walked.seen) for (const [name, check] of Object.entries(CHECKS)) keeps(name, () => check(seen));
  for (const [name, check] of Object.entries(OF_ALL)) keeps(name, () => check(walked));
};

describe('over any walk of readers, accounts and a newsroom', () => {
  const steps = [
    'signing',
    'grant',
    'open',
    'reset',
    'leave',
    'replay',
    'unite',
    'copy',
    'limits',
    'prompts',
    'wait',
  ] as const;

  test(
    'numbers agree, nobody is over-counted or served too much, and figures add up',
    () => over(steps, eachKept),
    LONG_ENOUGH,
  );

  test('and so they do while the store is out now and then', () => over([...steps, 'store'], eachKept), LONG_ENOUGH);

  test(
    'no rate is above 100 %, and no more readers read n articles than n - 1',
    () =>
      over(
        ['signingIn', 'limits', 'wait', 'grant', 'prompts', 'open', 'store'],
        (walked) => {
          for (const [name, check] of Object.entries(OF_FEW)) keeps(name, () => check(walked));
        },
        { passFormat: 2 },
      ),
    LONG_ENOUGH,
  );
});
