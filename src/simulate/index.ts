export { SimulationError } from './errors.js';
export type { SimulateOptions } from './options.js';
export type { SimulationReport } from './report.js';
export { type Log, simulate } from './simulate.js';
export { simulationInWords } from './words.js';
