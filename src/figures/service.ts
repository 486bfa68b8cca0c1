import { serviceEndpoint } from '../store/index.js';
import type { FiguresBatch, FiguresStore } from './store.js';

/** How the service is asked to add figures. */
export interface ServiceFiguresOptions {
  /** The bearer token that the service wants. */
  readonly token: string | undefined;
  /** Milliseconds after which a batch is given up, and sent again later. Default: 2,000. */
  readonly timeout?: number;
}

/** Counts in one batch, such that with the longest names it is no longer than what the service takes. */
const MOST_COUNTS = 50;

export function serviceFiguresStore(url: string | URL, options: ServiceFiguresOptions): FiguresStore {
  const post = serviceEndpoint('/figures', url, options, 'serviceFigures');

  return {
    mostCounts: MOST_COUNTS,

    async add(batch: FiguresBatch) {
      const { status } = await post(batch);
      if (status !== 204) throw new Error(`the service answered ${status}`);
    },

    async read() {
      throw new Error('The figures are read at the service: ask it, by GET /figures');
    },
  };
}
