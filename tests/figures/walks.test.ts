import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryFigures, type PlanRates, PolicyError } from '../../src/index.js';
import { ANN, closeDesks, openLocalDesk } from '../support/local-desk.js';
import { rounds } from '../support/rounds.js';

afterEach(closeDesks);

/** A browser as the walk knows it. */
interface Browser {
  cookie: string;
  signedIn: boolean;
  /** As the group that it is in now. */
  readonly met: { reader: boolean; prompt: boolean; wall: boolean };
}

const NOTHING_MET = { reader: false, prompt: false, wall: false };

type Step =
  | { readonly act: 'read'; readonly browser: number; readonly article: number }
  | { readonly act: 'sign in' | 'grant' | 'reset'; readonly browser: number }
  | { readonly act: 'unite'; readonly browser: number; readonly other: number }
  | { readonly act: 'limits'; readonly promptAfter: number; readonly blockAfter: number }
  | { readonly act: 'wait' };

const browser = fc.nat({ max: 3 });
const reading = fc.record({ act: fc.constant('read' as const), browser, article: fc.nat({ max: 9 }) });
const given = fc.record({ act: fc.constantFrom('sign in' as const, 'grant' as const), browser });
const limits = fc.tuple(fc.nat({ max: 6 }), fc.integer({ min: 1, max: 6 })).map(([promptAfter, blockAfter]) => ({
  act: 'limits' as const,
  promptAfter: Math.min(promptAfter, blockAfter),
  blockAfter,
}));
const wait = fc.constant({ act: 'wait' as const });
const reset = fc.record({ act: fc.constant('reset' as const), browser });
const unite = fc.record({ act: fc.constant('unite' as const), browser, other: browser });

const walkOf = (...rare: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 12, arbitrary: reading },
      ...[given, limits, wait, ...rare].map((arbitrary) => ({ weight: 1, arbitrary })),
    ),
    { minLength: 10, maxLength: 60 },
  );

/** What the figures say after the walk, and how many browsers have met what, by whether they were signed in. */
async function walk(steps: readonly Step[]) {
  const { paywall, policy, time } = openLocalDesk({ figures: memoryFigures() });
  const browsers = Array.from(
    { length: 4 },
    (): Browser => ({
      cookie: '',
      signedIn: false,
      met: { ...NOTHING_MET },
    }),
  );
  const at = (index: number): Browser =>
    browsers[index] ?? browsers[0] ?? { cookie: '', signedIn: false, met: { ...NOTHING_MET } };
  const expected = { false: { reader: 0, prompt: 0, wall: 0 }, true: { reader: 0, prompt: 0, wall: 0 } };
  const by = { by: 'Anna Lind' };

  async function read(reader: Browser, article: number): Promise<void> {
    const outcome = await paywall.decide({
      method: 'GET',
      target: '/',
      headers: { cookie: reader.cookie },
      article: () => `${article}`,
      account: () => (reader.signedIn ? ANN : null),
    });
    reader.cookie = outcome.end(200).cookie?.split(';')[0] ?? reader.cookie;
    const { state, reason } = outcome.decision;
    const found = state === 'register-prompt' ? 'prompt' : reason === 'limit' ? 'wall' : 'reader';
    for (const met of new Set(['reader', found] as const)) {
      if (!reader.met[met]) expected[`${reader.signedIn}`][met] += 1;
      reader.met[met] = true;
    }
  }

  async function take(step: Step): Promise<void> {
    if (step.act === 'wait') return time.advance(61_000);
    if (step.act === 'limits') {
      const { promptAfter, blockAfter } = step;
      await policy.change({ promptAfter, blockAfter, plans: { registered: { promptAfter, blockAfter } } }, by);
      return;
    }
    const reader = at(step.browser);
    if (step.act === 'read') return read(reader, step.article);
    if (step.act === 'unite') {
      const other = at(step.other);
      // Whoever goes on by an account's pass without the account may be stopped in another group than they read in.
      if (other === reader || (other.signedIn && !reader.signedIn)) return;
      reader.cookie = [reader.cookie, other.cookie].filter(Boolean).join('; ');
      other.cookie = '';
      return;
    }
    if (step.act === 'sign in') {
      // An account meets prompt and wall for itself.
      if (!reader.signedIn) Object.assign(reader.met, { ...NOTHING_MET });
      reader.signedIn = true;
      return;
    }
    if (!reader.signedIn && reader.cookie === '') return;
    const ref = reader.signedIn ? { account: ANN } : { pass: reader.cookie };
    try {
      if (step.act === 'grant') await policy.readers.grant(ref, 2, by);
      else await policy.readers.reset(ref, by);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
    }
  }

  for (const step of steps) await take(step);
  const report = await paywall.figures?.read();
  policy.close();
  return { rates: report?.sum.rates ?? [], expected };
}

const FIGURES: readonly ((rates: PlanRates) => PlanRates['all']['stopRate'])[] = [
  ({ all }) => all.stopRate,
  ({ all }) => all.prompted,
  ({ returning }) => returning.stopRate,
  ({ returning }) => returning.prompted,
];

describe('over any walk of readers who are given more, whose limits are turned and who sign in on several devices', () => {
  test('each browser counts once among those prompted and once among those stopped', async () => {
    await fc.assert(
      fc.asyncProperty(walkOf(), async (steps) => {
        const { rates, expected } = await walk(steps);
        for (const { account, all } of rates) {
          const { readers, prompted, stopRate } = all;
          const counted = { reader: readers, prompt: prompted.numerator, wall: stopRate.numerator };
          expect(counted).toEqual(expected[`${account}`]);
        }
      }),
      { numRuns: rounds(20, 1000) },
    );
  });

  test('no rate is above 100 %, whoever starts again and whatever passes are united', async () => {
    await fc.assert(
      fc.asyncProperty(walkOf(reset, unite), async (steps) => {
        const { rates } = await walk(steps);
        for (const each of rates)
          for (const figure of FIGURES) {
            const { numerator, denominator } = figure(each);
            expect(numerator).toBeLessThanOrEqual(denominator);
          }
      }),
      { numRuns: rounds(20, 1000) },
    );
  });
});

const signIn = (browser: number): Step => ({ act: 'sign in', browser });
const readAll = (browser: number, ...articles: readonly number[]): readonly Step[] =>
  articles.map((article) => ({ act: 'read', browser, article }));

describe('an account on a second device, a moment after the first', () => {
  test('is one reader more, once: regression', async () => {
    const steps = [signIn(0), signIn(1), ...readAll(0, 0, 1, 4, 2), ...readAll(1, 3, 0, 0)];
    const { rates, expected } = await walk(steps);
    expect(rates.find(({ account }) => account)?.all.readers).toBe(2);
    expect(expected.true.reader).toBe(2);
  });

  test('is among the readers of two articles, though today’s limit is one: regression', async () => {
    const lowered: Step = { act: 'limits', promptAfter: 0, blockAfter: 1 };
    const { rates } = await walk([signIn(0), signIn(1), ...readAll(0, 0, 1, 2), lowered, ...readAll(1, 3, 0)]);
    expect(rates.find(({ account }) => account)?.returning).toMatchObject({ readers: 2, prompted: { numerator: 2 } });
  });
});
