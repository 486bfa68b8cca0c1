import type { Answer } from '../outcome.js';
import { isOneOf, type RequestFields, tokensOf } from '../request-fields.js';

/** Fields by which browsers, proxies and libraries say what a request is for. */
const PURPOSE_FIELDS = ['sec-purpose', 'x-sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

const PURPOSES: ReadonlySet<string> = new Set(['prefetch', 'prerender', 'preview']);

/** Fields that are there on speculative requests alone: of Next's two routers, and of htmx. */
const MARKS = [
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'x-middleware-prefetch',
  'hx-preloaded',
] as const;

const ABSENT: ReadonlySet<string> = new Set(['', '0', 'false', '?0']);

/**
 * Whether a request is speculative (prefetch, prerender or preview): `Sec-Purpose` as the HTML standard has it, a list whose
 * members may carry parameters (`prefetch;prerender`); the older fields of WebKit and Gecko; and those of Turbo, Next and htmx.
 */
export function isSpeculative(fields: RequestFields): boolean {
  return (
    PURPOSE_FIELDS.some((field) => tokensOf(fields[field]).some((token) => PURPOSES.has(token))) ||
    MARKS.some((field) => fields[field] !== undefined && !isOneOf(fields[field], ABSENT))
  );
}

/**
 * The whole answer to a speculative request for an article not read yet: nothing is counted and nothing is shown, and the
 * browser asks again once the reader really comes.
 */
export const SPECULATIVE_ANSWER: Answer = {
  status: 503,
  headers: { 'Cache-Control': 'no-store', Vary: ['Cookie', ...PURPOSE_FIELDS, ...MARKS].map(titled).join(', ') },
};

function titled(field: string): string {
  return field.replace(/hx(?=-)|(^|-)([a-z])/g, (part) => part.toUpperCase());
}
