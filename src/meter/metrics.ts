import {
  asOne,
  type Counter,
  createCounter,
  createHistogram,
  type Histogram,
  type Metric,
  readMetric,
} from '../metrics/index.js';
import type { Keyring } from '../pass/index.js';
import type { RefusedPasses } from './refusals.js';

/** What is counted of decisions for whoever is on call; of no reader. */
export interface MeterMetrics {
  /** By state and reason. */
  readonly decisions: Counter;
  /** By the id of the key that signed them. */
  readonly passesAccepted: Counter;
  /** Seconds that the site's functions took. */
  readonly account: Histogram;
  readonly article: Histogram;
  readonly viewsOfTurn: Histogram;
  readonly all: readonly Metric[];
}

/** In seconds; the last is the longest that is waited for. */
const FUNCTION_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

const TURN_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** @param others Metrics of what the meter is made of. */
export function createMeterMetrics(
  { all: keys }: Keyring,
  refusedPasses: () => RefusedPasses,
  others: readonly Metric[],
): MeterMetrics {
  const decisions = createCounter('paywall_decisions_total', 'Requests decided on, by state and reason.', [
    'state',
    'reason',
  ]);
  const passesAccepted = createCounter(
    'paywall_passes_accepted_total',
    'Passes that counted, by key.',
    ['key'],
    keys.map(({ id }) => id),
  );
  const took = (name: string) =>
    createHistogram(
      'paywall_site_function_duration_seconds',
      'How long account() and article() took.',
      FUNCTION_BOUNDS,
      { function: name },
    );
  const [account, article] = [took('account'), took('article')];
  const viewsOfTurn = createHistogram(
    'paywall_turn_views',
    'Views decided in one turn of the event loop.',
    TURN_BOUNDS,
  );
  const refused = readMetric(
    'counter',
    'paywall_passes_refused_total',
    'Passes at odds with this process, by cause.',
    () => Object.entries(refusedPasses()).map(([cause, count]) => ['cause', cause, count] as const),
  );
  return {
    decisions,
    passesAccepted,
    account,
    article,
    viewsOfTurn,
    all: [decisions, passesAccepted, refused, asOne(account, article), viewsOfTurn, ...others],
  };
}
