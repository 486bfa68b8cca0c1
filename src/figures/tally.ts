import { createArticleTally } from './articles.js';
import {
  ASIDE,
  type Aside,
  asideField,
  type Conversion,
  convertedField,
  degradedField,
  type Group,
  groupOf,
  hourField,
  joinedField,
  MOST_REACHED,
  nameToKeep,
  OF_ARTICLE,
  partsOf,
  promptedField,
  type RawCounts,
  reachedField,
  stoppedField,
  viewField,
} from './fields.js';
import { type From, type Known, meetsWall, metOn, type SeenView } from './seen.js';

/** A reader who registered or subscribed, as the site tells. */
export interface ToldConversion {
  /** What they did. */
  readonly what: Conversion;
  /** What they had met on the article that they came from. */
  readonly from: From;
  /** The name of the article from which the reader came; `null` where none is known. */
  readonly name: string | null;
  /** Whether the site knew the reader. */
  readonly account: boolean;
  /** The name of the account's plan; `null` without one. */
  readonly plan: string | null;
}

/** What was counted in one day and has not been sent yet. */
export interface Tally {
  /** @param hour Hours since the epoch. */
  view(view: SeenView, known: Known, hour: number): void;
  converted(conversion: ToldConversion): void;
  /** Takes out what views added: of a tally that counts nothing else, for the same fields would be in it twice. */
  takeBack(counts: RawCounts): void;
  /** All of it, in parts of at most so many counts. */
  parts(most: number): readonly RawCounts[];
}

/** Of one group, by numbers alone: no text is made and no text is looked up before it is sent. */
interface GroupTally {
  readonly group: Group;
  /** By state, then by reason. */
  readonly views: Map<string, Map<string, number>>;
  degraded: number;
  /** At `n`; with holes. */
  readonly reached: number[];
  readonly joined: number[];
  readonly prompted: number[];
  readonly stopped: number[];
}

/** Articles of one process that wait to be sent, which many are only while the store is out of reach. */
const MOST_WAITING = 5000;
const WAITING_KEPT = 2500;

/** Rates are of readers of so many articles or more. */
const READERS_OF = [1, 2] as const;

const ASIDES: ReadonlySet<string> = new Set(ASIDE);

const isAside = (reason: string): reason is Aside => ASIDES.has(reason);

export function createTally(): Tally {
  const anonymous = newGroup('-');
  const groups = new Map<Group, GroupTally>([[anonymous.group, anonymous]]);
  const others = new Map<string, number>();
  const hours = new Map<number, Map<string, number>>();
  const articles = createArticleTally(MOST_WAITING, WAITING_KEPT);

  function tallyOf(decision: SeenView['decision']): GroupTally {
    if (!decision.account) return anonymous;
    const group = groupOf(decision);
    const tally = groups.get(group) ?? newGroup(group);
    groups.set(group, tally);
    return tally;
  }

  function converted({ what, from, name, account, plan }: ToldConversion): void {
    increase(others, convertedField(what, from, groupOf({ account, plan })));
    if (name !== null) articles.add(nameToKeep(name), what);
  }

  function metered(
    tally: GroupTally,
    { decision, counted }: SeenView,
    { article, account: owner, generation, pass }: NonNullable<Known['facts']>,
    { passes = [], name = null, size = 0 }: Known,
  ): void {
    const { state, read, account, plan } = decision;
    // While the store is out, a pass that does not show all that was read cannot grow in number before it does.
    const grows = counted && read + 1 > (pass?.read ?? 0);
    if (grows) increaseAt(tally.reached, read + 1);
    // A pass of format 1 cannot say that its reader has started again, nor what they have met since.
    if (pass?.format === 1 && generation > 0) return;
    // Whoever signed out goes on by an account's pass, and is a reader of that.
    if (owner === undefined && pass?.account !== undefined) return;
    const own = passes.filter((each) => each.account === owner && each.generation === generation);
    const before = Math.max(0, ...own.map((each) => each.read));
    const now = Math.max(before, size);
    const known = owner === undefined ? (pass?.read ?? 0) : now;
    for (const n of READERS_OF) {
      if (before < n && known >= n && !(grows && read + 1 === n)) increaseAt(tally.joined, n);
    }
    if (state === 'register-prompt' && !pass?.metPrompt) increaseAt(tally.prompted, now);
    if (meetsWall(decision, pass) && !pass?.metWall) increaseAt(tally.stopped, now);
    if (owner === undefined || own.length > 0) return;
    const brought = passes.find((pass) => pass.account === undefined && pass.read > 0);
    if (brought) converted({ what: 'entered', from: metOn(brought, article), name, account, plan });
  }

  return {
    converted,

    view(view, known, hour) {
      const { decision, shown } = view;
      const { state, reason } = decision;
      if (isAside(reason)) return increase(others, asideField(reason));
      if (!shown) return;
      const tally = tallyOf(decision);
      increaseIn(tally.views, state, reason);
      increaseIn(hours, hour, state);
      if (decision.degraded) tally.degraded += 1;
      if (known.facts) metered(tally, view, known.facts, known);
      if (typeof known.name !== 'string') return;
      articles.addView(nameToKeep(known.name), state === 'free' ? null : state === 'blocked' ? 'walls' : 'prompts');
    },

    takeBack(counts) {
      for (const [field, count] of Object.entries(counts)) {
        const [kind, part, name = ''] = partsOf(field);
        const what = kind === 'article' ? OF_ARTICLE.find((each) => each === part) : undefined;
        if (what) articles.add(name, what, -count);
        else increase(others, field, -count);
      }
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
      for (const tally of groups.values()) putGroup(tally, put);
      for (const [hour, states] of hours) for (const [state, count] of states) put(hourField(hour, state), count);
      for (const [field, count] of others) put(field, count);
      articles.forEach(put);
      return parts;
    },
  };
}

/** What one view adds in that hour. */
export function countsOfView(view: SeenView, known: Known, hour: number): RawCounts {
  const tally = createTally();
  tally.view(view, known, hour);
  return tally.parts(Number.POSITIVE_INFINITY)[0] ?? {};
}

const newGroup = (group: Group): GroupTally => ({
  group,
  views: new Map(),
  degraded: 0,
  reached: [],
  joined: [],
  prompted: [],
  stopped: [],
});

function putGroup(
  { group, views, degraded, ...byNumber }: GroupTally,
  put: (field: string, count: number) => void,
): void {
  for (const [state, reasons] of views)
    for (const [reason, count] of reasons) put(viewField(state, reason, group), count);
  if (degraded > 0) put(degradedField(group), degraded);
  byNumber.reached.forEach((count, n) => void put(reachedField(n, group), count));
  byNumber.joined.forEach((count, n) => void put(joinedField(n, group), count));
  byNumber.prompted.forEach((count, n) => void put(promptedField(n, group), count));
  byNumber.stopped.forEach((count, n) => void put(stoppedField(n, group), count));
}

function increaseIn<Key>(all: Map<Key, Map<string, number>>, key: Key, name: string): void {
  const counts = all.get(key) ?? new Map<string, number>();
  if (counts.size === 0) all.set(key, counts);
  increase(counts, name);
}

function increase(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** Nobody is counted at 0. */
function increaseAt(counts: number[], n: number): void {
  const at = Math.min(n, MOST_REACHED);
  if (at > 0) counts[at] = (counts[at] ?? 0) + 1;
}
