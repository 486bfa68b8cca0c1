import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

/** How many targets share the time there is. */
const TARGETS = 9;

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 300);
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** One thing that is fed with input. */
export interface Target<Input> {
  /** Also names its file in the corpus: a list of inputs, tried first. */
  readonly name: string;
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws where the input does what none should. */
  readonly check: (input: Input) => Promise<void> | void;
}

/**
 * Feeds a target with its corpus, then with generated input for its share of FUZZ_SECONDS (300 by default).
 * FUZZ_SEED repeats a run.
 */
export function fuzz<Input>({ name, inputs, check }: Target<Input>): void {
  const milliseconds = (SECONDS / TARGETS) * 1000;

  test(
    name,
    async () => {
      let fed = 0;
      const property = fc.asyncProperty(inputs, async (input) => {
        fed += 1;
        await check(input);
      });
      const stray: unknown[] = [];
      const keep = (reason: unknown) => stray.push(reason);
      process.on('unhandledRejection', keep);
      try {
        await fc.assert(property, {
          seed: SEED,
          examples: corpusOf<Input>(name),
          numRuns: Number.MAX_SAFE_INTEGER,
          interruptAfterTimeLimit: milliseconds,
          markInterruptAsFailure: false,
        });
      } finally {
        process.off('unhandledRejection', keep);
        process.stderr.write(`${name}: ${fed} inputs; FUZZ_SEED=${SEED}\n`);
      }
      expect(stray).toEqual([]);
    },
    milliseconds + 60_000,
  );
}

/** What once failed, and what reaches odd branches. */
function corpusOf<Input>(name: string): [Input][] {
  const file = new URL(`corpus/${name}.json`, import.meta.url);
  const inputs: readonly Input[] = JSON.parse(readFileSync(file, 'utf8'));
  return inputs.map((input) => [input]);
}
