/** What is counted of a view that has ended, as the meter tells of it. */
export interface SeenView {
  readonly decision: {
    readonly state: string;
    readonly reason: string;
    readonly read: number;
    readonly limit: number;
    readonly degraded: boolean;
    readonly account: boolean;
    readonly plan: string | null;
  };
  /** Whether a page went out: the article, or the wall. */
  readonly shown: boolean;
  /** Whether it was added to what the reader has read, for good. */
  readonly counted: boolean;
}

/** What is known of such a view besides. Of its reader nothing is kept. */
export interface Known {
  /** The article's name as the site gave it; `null` where it gave none. */
  readonly name?: string | null | undefined;
  /** Of a view that was metered. */
  readonly facts?:
    | {
        /** The article's id. */
        readonly article: number;
        /** The account as a keyed hash; `undefined` for a reader without one. */
        readonly account: string | undefined;
        /** How often the reader was given a fresh start. */
        readonly generation: number;
        /** What the reader's passes come to before the view. */
        readonly pass: Pick<PassBefore, 'format' | 'account' | 'read' | 'metPrompt' | 'metWall'> | null;
      }
    | undefined;
  /** Distinct articles that the reader of a metered view has read after it, whatever today's limit is. Default: 0. */
  readonly size?: number | undefined;
  /** The passes that the reader brought, each as it was before the view. */
  readonly passes?: readonly PassBefore[] | undefined;
}

/** A reader's pass as it was before the view. */
export interface PassBefore {
  readonly format: number;
  readonly state: string;
  readonly metPrompt: boolean;
  readonly metWall: boolean;
  readonly account: string | undefined;
  readonly generation: number;
  readonly read: number;
  readonly ledger: readonly number[];
}

/**
 * Whether a reader meets the wall of the limit, as the store or, while that is out, the pass knows. One of format 1 cannot say so
 * afterwards: of an outage's walls it would count each.
 */
export function meetsWall(
  { state, reason, limit }: Pick<SeenView['decision'], 'state' | 'reason' | 'limit'>,
  pass: Pick<PassBefore, 'format' | 'read'> | null,
): boolean {
  if (state !== 'blocked') return false;
  return reason === 'limit' || (reason === 'store-down' && pass?.format === 2 && pass.read >= limit);
}

/**
 * What a reader met on the page of an article before something else: its text and a prompt, the wall of the limit, the wall of a
 * locked article, or none of them as far as is known.
 */
export type From = 'prompt' | 'wall' | 'locked' | 'other';

/**
 * What a pass says that its reader met on an article: of the last state it was signed with, the wall where the article is not one of
 * those read, and the prompt where it is.
 */
export function metOn(pass: PassBefore | null, article: number): From {
  if (!pass || pass.state === 'free') return 'other';
  if (pass.ledger.includes(article)) return 'prompt';
  return pass.state === 'blocked' ? 'wall' : 'other';
}
