import { expect, test } from '@jest/globals';
import type { BreakerState } from '../../src/store/breaker.js';
import { createStoreMetrics } from '../../src/store/store-metrics.js';

/** Metrics of a store that is as it is told, and the values of each by name. */
function metricsOf(state: BreakerState = 'closed') {
  const metrics = createStoreMetrics({ breaker: () => state, callsInFlight: () => 7, takeBacksWaiting: () => 8 });
  const valuesOf = (name: string) =>
    metrics.all
      .find((metric) => metric.name === name)
      ?.samples()
      .map(({ labels, value }) => [...Object.values(labels), value]);
  return { ...metrics, valuesOf };
}

test('the metrics of a store have each a name, a type and words', () => {
  expect(metricsOf().all.map(({ type, name, help }) => [type, name, help])).toEqual([
    ['counter', 'paywall_store_views_total', 'Views that needed the store, by result.'],
    ['histogram', 'paywall_store_duration_seconds', 'How long views waited for the store.'],
    ['gauge', 'paywall_store_breaker_state', 'State of the breaker.'],
    ['gauge', 'paywall_store_calls_in_flight', 'Calls of the store in flight.'],
    ['gauge', 'paywall_take_backs_waiting', 'Views yet to be taken back.'],
    ['counter', 'paywall_take_backs_lost_total', 'Views that could not be taken back.'],
  ]);
});

test.each([
  ['closed', [1, 0, 0]],
  ['half-open', [0, 1, 0]],
  ['open', [0, 0, 1]],
] as const)('a breaker that is %s is in no other state', (state, values) => {
  expect(metricsOf(state).valuesOf('paywall_store_breaker_state')).toEqual([
    ['closed', values[0]],
    ['half-open', values[1]],
    ['open', values[2]],
  ]);
});

test('what waits is read when it is asked for, and what was lost is counted', () => {
  const { valuesOf, takeBacksLost } = metricsOf();
  expect(valuesOf('paywall_store_calls_in_flight')).toEqual([[7]]);
  expect(valuesOf('paywall_take_backs_waiting')).toEqual([[8]]);
  expect(valuesOf('paywall_take_backs_lost_total')).toEqual([[0]]);
  takeBacksLost();
  takeBacksLost();
  expect(valuesOf('paywall_take_backs_lost_total')).toEqual([[2]]);
});

test('what became of views is told from the start, by its label', () => {
  const { views, valuesOf } = metricsOf();
  views.count('lost');
  expect(valuesOf('paywall_store_views_total')).toEqual([
    ['answered', 0],
    ['lost', 1],
    ['unasked', 0],
  ]);
  expect(views.samples()[0]?.labels).toEqual({ result: 'answered' });
});

test('how long views waited is told between half a millisecond and ten seconds', () => {
  const { duration } = metricsOf();
  const bounds = duration.samples().flatMap(({ labels: { le } }) => (le === undefined ? [] : [le]));
  expect(bounds).toEqual([
    '0.0005',
    '0.001',
    '0.0025',
    '0.005',
    '0.01',
    '0.025',
    '0.05',
    '0.1',
    '0.25',
    '1',
    '10',
    '+Inf',
  ]);
});

test.each([
  ['paywall_store_breaker_state', 'state'],
  ['paywall_store_views_total', 'result'],
])('%s is told by its %s', (name, label) => {
  const metric = metricsOf().all.find((each) => each.name === name);
  expect(metric?.samples().map(({ labels }) => Object.keys(labels))).toEqual([[label], [label], [label]]);
});
