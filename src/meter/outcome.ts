import type { Added } from '../figures/index.js';
import type { Decision } from './decision.js';
import type { FieldChanges, PresentFields } from './response-fields.js';

/** What a way in does with a decision, besides telling the site of it. */
export interface Outcome {
  /** Which page the reader meets, and the numbers to show. */
  readonly decision: Decision;
  /** What to send instead of the page, with no body; `undefined` where the site goes on and renders it. */
  readonly answer: Answer | undefined;
  /** `false` for a view to pass on untouched: nothing is set on its response. */
  readonly metered: boolean;
  /**
   * Whether somebody waits for the view's end: what it counted would have to be taken back, or `ended` told. Where nobody does, a way
   * in need not look out for readers who leave.
   */
  readonly awaited: boolean;
  /** Fields of the request, in lower case, that the site must not go by, or it might answer by what another page was. */
  readonly ignore: readonly string[];
  /**
   * Ends the view once the response's status is known, just before its fields are sent; of two calls the first counts.
   * An error or a redirect takes the view back: then nothing is counted and no cookie is sent.
   *
   * @param status The response's status code, or `null` where the reader went away before anything was sent.
   * @param present What the site has set. Default: nothing.
   */
  end(status: number | null, present?: PresentFields): FieldChanges;
  /**
   * What `end` would say of the fields, for whoever only later knows that the response really goes out: the view is to be ended
   * then, by the same status or by `null`.
   */
  fields(status: number | null, present?: PresentFields): FieldChanges;
  /** For whoever learns only later, and maybe elsewhere, that no page came of it: what it leaves behind; `null` where that is nothing. */
  traces(): Traces | null;
}

/** What a view that was shown leaves behind, by which `takeBackView` takes it back where no page came of it after all. */
export interface Traces {
  /** Whether the store holds the view, or may. */
  readonly stored: boolean;
  /** What it added to the figures. */
  readonly figures?: Added | undefined;
  /** The new reader as a member of the network's set, where that is capped. */
  readonly newReader?: number | undefined;
}

/** A response without a body. */
export interface Answer {
  /** Its status code. */
  readonly status: number;
  /** Its fields. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a view came to, once it has ended. */
export interface EndedView {
  /** The decision that the site was told. */
  readonly decision: Decision;
  /** The status of its response; `null` where the reader went away before anything was sent. */
  readonly status: number | null;
  /** Whether a page went out: the article, or the wall of a blocked view. */
  readonly shown: boolean;
  /** Whether it was added to what the reader has read, for good. */
  readonly counted: boolean;
  /** Whether it had been added and was taken back, since it came to nothing. */
  readonly takenBack: boolean;
}

/** Whether a response of this status shows the reader no article: errors, redirects and other protocols, but not 304 (RFC 9110 section 15.4.5). */
export function cameToNothing(status: number | null): boolean {
  return status === null || status < 200 || (status >= 300 && status !== 304);
}
