/** The three sections of the site, in the order of the masthead. */
export const sections = ['science', 'cities', 'culture'] as const;

export type Section = (typeof sections)[number];

export interface Article {
  /** What the paywall counts: it stays the same whatever becomes of headline and address. */
  readonly id: number;
  /** The article's part of the address. */
  readonly slug: string;
  readonly section: Section;
  /** Who may read it: everyone up to their limit, or subscribers alone. Default: `metered`. */
  readonly access?: 'metered' | 'locked';
  readonly title: string;
  /** One or two sentences under the headline. */
  readonly standfirst: string;
  readonly author: string;
  /** The day of publication, as `YYYY-MM-DD`. */
  readonly published: string;
  /** What the illustration shows, for readers who do not see it. */
  readonly artDescription: string;
  /** The text, a paragraph each: plain text, escaped where it is shown. */
  readonly body: readonly string[];
}
