export type { Added, Around, WaitUntil } from './counter.js';
export type { ArticleCounts, ConversionCounts, FiguresCounts, HourCounts, PlanCounts, ViewCount } from './counts.js';
export { type FiguresTable, figuresCsv } from './csv.js';
export { readDay } from './days.js';
export { type Aside, type Conversion, HOUR, type RawCounts } from './fields.js';
export {
  type Figures,
  type FiguresOf,
  memoryFigures,
  redisFigures,
  serviceFigures,
} from './figures.js';
export type { MemoryFiguresOptions } from './memory.js';
export { type Figure, type PlanRates, type Population, type Rates, ratesOf } from './rates.js';
export type { RedisFiguresOptions } from './redis.js';
export type { Counted, CountedDay, FiguresQuery, FiguresReport } from './report.js';
export { type From, type Known, meetsWall, metOn } from './seen.js';
export type { ServiceFiguresOptions } from './service.js';
export type { FiguresBatch, FiguresStore } from './store.js';
export type { ToldConversion } from './tally.js';
export { type WhatIf, type WhatIfFigure, whatIf } from './what-if.js';
