import type { Outcome } from '../meter/outcome.js';

/** Header fields to send with the page; a list is sent as that many fields. */
export type PageHeaders = Readonly<Record<string, string | string[]>>;

/** What goes with a page that is about to be shown, and what must not. */
export interface PageFields {
  readonly headers: PageHeaders;
  /** Fields that the page must not be sent with, in lower case. */
  readonly remove: readonly string[];
}

/** The fields of a page that is about to be shown. Whoever asks has found the article, or lets the view count all the same. */
export function pageFields(outcome: Outcome): PageFields {
  const { set, cookie, remove } = outcome.end(200);
  return { headers: { ...set, 'Set-Cookie': cookie === undefined ? [] : [cookie] }, remove };
}
