import {
  type Counter,
  createCounter,
  createHistogram,
  type Histogram,
  type Metric,
  readMetric,
} from '../metrics/index.js';
import type { BreakerState } from './breaker.js';

/** What is known of a store just now. */
export interface StoreNow {
  breaker(): BreakerState;
  /** Calls that have no answer yet. */
  callsInFlight(): number;
  /** Views that are to be taken back still. */
  takeBacksWaiting(): number;
}

/** What is counted of a store for whoever is on call. */
export interface StoreMetrics {
  readonly views: Counter;
  /** Seconds that views waited. */
  readonly duration: Histogram;
  readonly takeBacksLost: () => void;
  readonly all: readonly Metric[];
}

/** In seconds; the last is the longest deadline. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10];

const STATES: readonly BreakerState[] = ['closed', 'half-open', 'open'];

/** @param now What is read when the metrics are. */
export function createStoreMetrics(now: StoreNow): StoreMetrics {
  let lost = 0;
  const views = createCounter(
    'paywall_store_views_total',
    'Views that needed the store, by result.',
    ['result'],
    ['answered', 'lost', 'unasked'],
  );
  const duration = createHistogram('paywall_store_duration_seconds', 'How long views waited for the store.', BOUNDS);
  return {
    views,
    duration,
    takeBacksLost() {
      lost += 1;
    },
    all: [
      views,
      duration,
      readMetric('gauge', 'paywall_store_breaker_state', 'State of the breaker.', () =>
        STATES.map((state) => ['state', state, Number(state === now.breaker())] as const),
      ),
      readMetric('gauge', 'paywall_store_calls_in_flight', 'Calls of the store in flight.', now.callsInFlight),
      readMetric('gauge', 'paywall_take_backs_waiting', 'Views yet to be taken back.', now.takeBacksWaiting),
      readMetric('counter', 'paywall_take_backs_lost_total', 'Views that could not be taken back.', () => lost),
    ],
  };
}
