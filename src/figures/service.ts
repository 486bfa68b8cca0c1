import { optional, parseWebUrl, problem, readOptions, required, show, text, wholeNumber } from '../options/index.js';
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
  const base = parseWebUrl(String(url));
  if (!base) {
    const fix = 'Give its address, as in https://paywall.internal.example';
    throw problem('ERR_PAYWALL_OPTION_RANGE', 'serviceFigures.url', show(url), 'is no web address', fix);
  }
  const endpoint = new URL('/figures', base);
  const { token, timeout } = readOptions<{ token: string; timeout: number }>(options, 'serviceFigures', {
    token: required(text, 'Give the TOKEN of the service'),
    timeout: optional(wholeNumber(1, 60_000), 2000),
  });

  return {
    mostCounts: MOST_COUNTS,

    async add(batch: FiguresBatch) {
      const { status } = await fetch(endpoint, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(batch),
        signal: AbortSignal.timeout(timeout),
      });
      if (status !== 204) throw new Error(`the service answered ${status}`);
    },

    async read() {
      throw new Error('The figures are read at the service: ask it, by GET /figures');
    },
  };
}
