/** One value of a metric. */
export interface Sample {
  /** A part of a histogram has a name of its own. Default: the metric's. */
  readonly metricName?: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

/** What the process counts or measures, in the terms of Prometheus. */
export interface Metric {
  readonly name: string;
  /** What it says, in one line. */
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Its values by now, each a new object. */
  samples(): Sample[];
}

/** A number that only grows, by one or two labels. Whoever counts sees to it that their values are few. */
export interface Counter extends Metric {
  count(first: string, second?: string): void;
}

/**
 * @param labels Their names, two at most.
 * @param known Values of the first label that are told from the start, at 0: what first appears at 1 is no increase to Prometheus.
 */
export function createCounter(
  name: string,
  help: string,
  labels: readonly [string] | readonly [string, string],
  known: readonly string[] = [],
): Counter {
  const counts = new Map<string, Map<string, number>>();
  for (const value of known) counts.set(value, new Map([['', 0]]));
  const [one, other] = labels;

  return {
    name,
    help,
    type: 'counter',

    count(first, second = '') {
      let row = counts.get(first);
      if (!row) {
        row = new Map();
        counts.set(first, row);
      }
      row.set(second, (row.get(second) ?? 0) + 1);
    },

    samples: () =>
      [...counts].flatMap(([first, row]) =>
        [...row].map(([second, value]) => ({
          labels: { [one]: first, ...(other !== undefined && { [other]: second }) },
          value,
        })),
      ),
  };
}

/** A gauge or counter that is kept elsewhere and read when it is asked for. */
export function readMetric(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  read: () => number | readonly (readonly [label: string, value: string, number: number])[],
): Metric {
  return {
    name,
    help,
    type,
    samples() {
      const found = read();
      if (typeof found === 'number') return [{ labels: {}, value: found }];
      return found.map(([label, value, number]) => ({ labels: { [label]: value }, value: number }));
    },
  };
}
