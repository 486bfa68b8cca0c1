import { expect, test } from '@jest/globals';
import { createMeterMetrics } from '../../src/meter/metrics.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import { readSettings } from '../../src/meter/settings.js';
import { type Metric, readMetric } from '../../src/metrics/index.js';
import { testOptions } from '../support/site.js';

const { settings } = readSettings(testOptions(), 'test', {}, NODE_MEANS);
const NONE = {
  'unknown-key': 0,
  'bad-signature': 2,
  'other-site': 0,
  'other-period': 0,
  'other-ids': 0,
  'from-the-future': 0,
};

const valuesOf = (metric: Metric | undefined) =>
  metric?.samples().map(({ metricName, labels, value }) => [metricName, ...Object.values(labels), value].join(' '));

test('what is counted of decisions has names, labels and buckets that stay', () => {
  const other = readMetric('gauge', 'other', 'Another.', () => 1);
  const metrics = createMeterMetrics(settings.keyring, () => NONE, [other]);
  metrics.decisions.count('free', 'first-view');
  metrics.account.observe(0.3);
  metrics.article.observe(2);
  metrics.viewsOfTurn.observe(3);
  expect(metrics.all.map(({ type, name, help }) => [type, name, help])).toEqual([
    ['counter', 'paywall_decisions_total', 'Requests decided on, by state and reason.'],
    ['counter', 'paywall_passes_accepted_total', 'Passes that counted, by key.'],
    ['counter', 'paywall_passes_refused_total', 'Passes at odds with this process, by cause.'],
    ['histogram', 'paywall_site_function_duration_seconds', 'How long account() and article() took.'],
    ['histogram', 'paywall_turn_views', 'Views decided in one turn of the event loop.'],
    ['gauge', 'other', 'Another.'],
  ]);
  const [decisions, accepted, refused, took, turns] = metrics.all;
  expect(decisions?.samples()).toEqual([{ labels: { state: 'free', reason: 'first-view' }, value: 1 }]);
  expect(accepted?.samples()).toEqual([{ labels: { key: '2026-11' }, value: 0 }]);
  expect(refused?.samples()).toContainEqual({ labels: { cause: 'bad-signature' }, value: 2 });
  expect(refused?.samples()).toHaveLength(6);
  expect(took?.samples()[0]?.labels).toEqual({ function: 'account', le: '0.0005' });
  const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, '+Inf'];
  const name = 'paywall_site_function_duration_seconds';
  const buckets = (site: string, from: number) =>
    bounds.map((bound, at) => `${name}_bucket ${site} ${bound} ${Number(at >= from)}`);
  expect(valuesOf(took)).toEqual([
    ...buckets('account', 9),
    `${name}_sum account 0.3`,
    `${name}_count account 1`,
    ...buckets('article', 11),
    `${name}_sum article 2`,
    `${name}_count article 1`,
  ]);
  expect(valuesOf(turns)).toEqual([
    ...[1, 2, 4, 8, 16, 32, 64, 128, 256, '+Inf'].map(
      (bound, at) => `paywall_turn_views_bucket ${bound} ${Number(at >= 2)}`,
    ),
    'paywall_turn_views_sum 3',
    'paywall_turn_views_count 1',
  ]);
});
