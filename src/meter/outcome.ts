import type { Decision } from './decision.js';

/** What a surface does with a decision, besides telling the site of it. */
export interface Outcome {
  readonly decision: Decision;
  /** What to send instead of the page, with no body; `undefined` where the site goes on and renders it. */
  readonly answer: Answer | undefined;
  /** `false` for a view to pass on untouched: nothing is set on its response. */
  readonly metered: boolean;
  /**
   * Settles the view once the response's status is known, just before its headers are sent; of two calls the first stands.
   * An error or a redirect takes the view back: then nothing is counted and no cookie is sent.
   *
   * @param status The response's status code, or `null` where the reader went away before any header was sent.
   */
  settle(status: number | null): Settled;
}

/** A response without a body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What goes into the response's headers. */
export interface Settled {
  /** The value of the `Paywall` header; `undefined` for a view that was taken back. */
  readonly header: string | undefined;
  /** The value of a `Set-Cookie` header; `undefined` where the reader's pass stays as it is. */
  readonly cookie: string | undefined;
}

/** Whether a response of this status shows the reader no article: errors and redirects, but not 304 (RFC 9110 section 15.4.5). */
export function cameToNothing(status: number | null): boolean {
  return status === null || status >= 400 || (status >= 300 && status !== 304);
}
