/** Whether the long runs were asked for (`npm run test:long`): many times the rounds, from another seed each time. */
export const LONG = process.env.LONG === '1';

/** A test of what others show too, in less time: in the long runs alone. */
export const inLongRuns = (define: () => void): void => {
  if (LONG) define();
};

/** Of many that differ in little, those to try: each so-manieth, or, in the long runs, all. */
export const someOf = <T>(all: readonly T[], each: number): readonly T[] =>
  LONG ? all : all.filter((_, at) => at % each === 0);

const FIXED_SEED = 20_261_101;

/** The seed of everything that is drawn at random; the one in SEED, to repeat a long run. */
export const seed = (): number => Number(process.env.SEED ?? FIXED_SEED);

/** How often to try: enough to notice a fault that is usual, or, in the long runs, one that is rare. */
export const rounds = (few: number, many: number): number => (LONG ? many : few);

/** Draws the seed of a long run before its first test, once for all files, and tells it. */
export function drawSeed(): void {
  if (!LONG) return;
  process.env.SEED ??= String(Math.floor(Math.random() * 2 ** 31));
  process.stderr.write(`long runs: SEED=${process.env.SEED}\n`);
}
