import type { HeaderFields } from '../http/exchange.js';
import { spends } from './spending.js';
import { byFields, closed, open, type Technique } from './technique.js';

const SPECULATIVE: Readonly<Record<string, HeaderFields>> = {
  'Sec-Purpose: prefetch': { 'Sec-Purpose': 'prefetch' },
  'Sec-Purpose: prefetch;prerender': { 'Sec-Purpose': 'prefetch;prerender' },
  'Purpose: prefetch': { Purpose: 'prefetch' },
  'X-Purpose: preview': { 'X-Purpose': 'preview' },
  'X-Moz: prefetch': { 'X-Moz': 'prefetch' },
};

const ADVICE =
  "Answer a speculative request for an unread article without the article, as `speculation: 'refuse'` does (503).";

/** Saying that nobody has asked to see the page yet. */
export const speculation: readonly Technique[] = [
  byFields({
    id: 'speculation',
    title: 'Prefetch, prerender and preview',
    advice: ADVICE,
    fields: SPECULATIVE,
  }),
  {
    id: 'speculation-uncounted',
    title: 'Reading everything as prefetch, uncounted',
    advice: ADVICE,
    async examine({ outreads, limit }) {
      for (const [label, fields] of Object.entries(SPECULATIVE)) {
        if (await outreads(undefined, fields)) return open(`${label}: more than ${limit} articles in full`);
      }
      return closed(`never more than ${limit} articles`);
    },
  },
  {
    id: 'speculation-spends',
    title: 'A prefetch spends a reader’s article',
    advice: "It costs readers articles that they never saw. `speculation: 'refuse'`, the default, counts none.",
    examine: (probe) => spends(probe, { headers: { 'Sec-Purpose': 'prefetch' } }),
  },
];
