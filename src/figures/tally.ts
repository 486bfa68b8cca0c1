import { createArticleTally } from './articles.js';
import {
  ASIDE,
  type Aside,
  asideField,
  type Conversion,
  convertedField,
  degradedField,
  groupOf,
  nameToKeep,
  promptedField,
  type RawCounts,
  reachedField,
  stoppedField,
  viewField,
} from './fields.js';
import { type From, type Known, metOn, type SeenView } from './seen.js';

/** A reader who registered or subscribed, as the site tells. */
export interface ToldConversion {
  readonly what: Conversion;
  readonly from: From;
  /** The name of the article from which the reader came; `null` where none is known. */
  readonly name: string | null;
  readonly account: boolean;
  readonly plan: string | null;
}

/** What was counted in one day and has not been sent yet. */
export interface Tally {
  view(view: SeenView, known: Known): void;
  converted(conversion: ToldConversion): void;
  /** All of it, in parts of at most so many counts. */
  parts(most: number): readonly RawCounts[];
}

/** Articles of one process that wait to be sent, which many are only while the store is out of reach. */
const MOST_WAITING = 5000;
const WAITING_KEPT = 2500;

const ASIDES: ReadonlySet<string> = new Set(ASIDE);

const isAside = (reason: string): reason is Aside => ASIDES.has(reason);

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const articles = createArticleTally(MOST_WAITING, WAITING_KEPT);

  const add = (field: string): void => {
    counts.set(field, (counts.get(field) ?? 0) + 1);
  };

  function converted({ what, from, name, account, plan }: ToldConversion): void {
    add(convertedField(what, from, groupOf({ account, plan })));
    if (name !== null) articles.add(nameToKeep(name), what);
  }

  function metered({ decision, counted }: SeenView, { facts, passes = [], name = null }: Known): void {
    const { state, reason, read, account, plan } = decision;
    const group = groupOf(decision);
    const owner = facts?.account;
    // Where an account takes over what a browser has read, it meets prompt and wall for the first time.
    const own = passes.filter((pass) => owner === undefined || pass.account === owner);
    if (counted) add(reachedField(read + 1, group));
    if (state === 'register-prompt' && own.every((pass) => pass.state === 'free')) {
      add(promptedField(read + 1, group));
    }
    if (state === 'blocked' && reason === 'limit' && own.every((pass) => pass.state !== 'blocked')) {
      // The decision's number ends at today's limit, which may have been lowered.
      const had = Math.max(read, ...own.map((pass) => pass.read));
      if (had > 0) add(stoppedField(had, group));
    }
    const [brought] = passes.filter((pass) => pass.account === undefined && pass.read > 0);
    if (owner !== undefined && brought && own.length === 0) {
      converted({ what: 'entered', from: metOn(brought, facts?.article ?? 0), name, account, plan });
    }
  }

  return {
    converted,

    view(view, known) {
      const { decision, shown } = view;
      const { state, reason, degraded } = decision;
      if (isAside(reason)) return add(asideField(reason));
      if (!shown) return;
      const group = groupOf(decision);
      add(viewField(state, reason, group));
      if (degraded) add(degradedField(group));
      if (known.facts) metered(view, known);
      if (typeof known.name !== 'string') return;
      const name = nameToKeep(known.name);
      articles.add(name, 'views');
      if (state !== 'free') articles.add(name, state === 'blocked' ? 'walls' : 'prompts');
    },

    parts(most) {
      const parts: Record<string, number>[] = [];
      let fields = most;
      const put = (field: string, count: number): void => {
        if (fields >= most) parts.push(Object.create(null));
        if (fields >= most) fields = 0;
        fields += 1;
        const part = parts.at(-1);
        if (part) part[field] = count;
      };
      for (const [field, count] of counts) put(field, count);
      articles.forEach(put);
      return parts;
    },
  };
}
