export { beginsLater, createPeriods, type Period, type PeriodOption, type Periods } from './period.js';
