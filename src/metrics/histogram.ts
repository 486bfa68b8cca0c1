import type { Metric, Sample } from './metric.js';

/** How often something was how large. */
export interface Histogram extends Metric {
  observe(value: number): void;
}

/**
 * @param bounds Upper bounds of the buckets, rising; one without a bound comes after them.
 * @param labels Set apart one histogram of several that share a name.
 */
export function createHistogram(
  name: string,
  help: string,
  bounds: readonly number[],
  labels: Readonly<Record<string, string>> = {},
): Histogram {
  const counts = bounds.map(() => 0);
  let sum = 0;
  let count = 0;

  return {
    name,
    help,
    type: 'histogram',

    observe(value) {
      sum += value;
      count += 1;
      for (let at = 0; at < bounds.length; at += 1) {
        if (value <= (bounds[at] ?? 0)) {
          counts[at] = (counts[at] ?? 0) + 1;
          return;
        }
      }
    },

    samples() {
      let below = 0;
      const buckets = bounds.map((bound, at): Sample => {
        below += counts[at] ?? 0;
        return { metricName: `${name}_bucket`, labels: { ...labels, le: String(bound) }, value: below };
      });
      return [
        ...buckets,
        { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
        { metricName: `${name}_sum`, labels: { ...labels }, value: sum },
        { metricName: `${name}_count`, labels: { ...labels }, value: count },
      ];
    },
  };
}

/** Several histograms of one name, told as one metric. */
export function asOne(first: Histogram, ...others: readonly Histogram[]): Metric {
  const { name, help, type } = first;
  return { name, help, type, samples: () => [first, ...others].flatMap((each) => each.samples()) };
}
