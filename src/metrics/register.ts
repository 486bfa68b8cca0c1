import type { Metric, Sample } from './metric.js';

/** A metric as a register of prom-client asks for it. */
export interface RegisteredMetric {
  /** What it comes to, at each scrape. */
  get(): Promise<unknown>;
  /** Does nothing: what a process has counted stays counted. */
  reset(): void;
}

/** Where a site registers its metrics: a `Registry` of prom-client 15, or what has this of it. */
export interface MetricsRegister {
  /** Takes a metric to be asked at each scrape; throws where another has its name. */
  registerMetric(metric: RegisteredMetric): void;
}

interface Read {
  readonly name: string;
  readonly help: string;
  readonly type: Metric['type'];
  readonly aggregator: 'sum';
  readonly values: readonly Sample[];
}

/** Registers metrics so that each is read when the register is scraped, and none is counted twice. */
export function registerMetrics(register: MetricsRegister, metrics: readonly Metric[]): void {
  for (const metric of metrics) register.registerMetric(registered(metric));
}

function registered(metric: Metric): RegisteredMetric & Pick<Read, 'type'> & { name: string } {
  const { help, type } = metric;
  return {
    // For OpenMetrics the register itself changes the names of counters.
    name: metric.name,
    type,
    async get(): Promise<Read> {
      return { name: this.name, help, type, aggregator: 'sum', values: metric.samples() };
    },
    reset: () => undefined,
  };
}
