export { EXPOSITION_TYPE, exposition } from './exposition.js';
export { asOne, createHistogram, type Histogram } from './histogram.js';
export { type Counter, createCounter, type Metric, readMetric, type Sample } from './metric.js';
export { type MetricsRegister, type RegisteredMetric, registerMetrics } from './register.js';
