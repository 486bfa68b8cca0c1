/** Fields by which browsers and proxies say that a page is fetched before anyone asked to see it. */
const FIELDS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

const PURPOSES: ReadonlySet<string> = new Set(['prefetch', 'prerender', 'preview']);

/** Request fields by lower-case name, as Node gives them. */
export type RequestFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Whether a request is speculative (prefetch, prerender or preview): `Sec-Purpose` as the HTML standard has it, a list whose
 * members may carry parameters (`prefetch;prerender`), and the older fields of WebKit and Gecko.
 */
export function isSpeculative(fields: RequestFields): boolean {
  return FIELDS.some((field) => purposes(fields[field]).some((purpose) => PURPOSES.has(purpose)));
}

function purposes(value: RequestFields[string]): string[] {
  return value === undefined
    ? []
    : String(value)
        .toLowerCase()
        .split(/[\s,;]+/);
}

/**
 * The whole answer to a speculative request for an article not read yet: nothing is counted and nothing is shown, and the
 * browser asks again once the reader really comes.
 */
export const SPECULATIVE_ANSWER = {
  status: 503,
  headers: { 'Cache-Control': 'no-store', Vary: 'Cookie, Sec-Purpose, Purpose, X-Purpose, X-Moz' },
} as const;
