import { createHash } from 'node:crypto';
import type { Clock } from '../clock/index.js';
import type { Report } from '../events/index.js';
import { OptionError } from '../options/index.js';
import { mergeGiven, type Pass } from '../pass/index.js';
import type { Documents, Store } from '../store/index.js';
import { difference, isSame, limitsInForce, type PolicyChange, plansInForce, turnedBy } from './change.js';
import { type Document, type Entry, type Logged, NOTHING, type Turned } from './document.js';
import { type Editor, nameOf } from './editor.js';
import { PolicyError } from './errors.js';
import { createKeeper, type Keeper } from './keeper.js';
import { localDocuments } from './local-documents.js';
import type { Plan } from './plans.js';
import { createReaderDesk, type ReaderDesk } from './reader-desk.js';
import type { GivenReader, Rules } from './rules.js';
import { createSigning } from './signing.js';
import type { PolicyPlace, PolicySource } from './source.js';
import { changeInWords, fixedInWords, loggedInWords, timesIn } from './words.js';

/** The newsroom's policy of one site, as it stands. */
export interface Policy {
  /** Grows with each change; 0 where nothing was ever turned. Not by one at a time. */
  readonly version: number;
  /** What holds now, of all that can be turned. */
  readonly inForce: PolicyInForce;
  /** What the code says, to which `null` in a change goes back. */
  readonly code: Pick<PolicyInForce, 'promptAfter' | 'blockAfter' | 'plans'>;
  /** What cannot be turned here, a sentence each. */
  readonly fixed: readonly string[];
  /** Who did what in this period, the newest first. */
  readonly log: readonly PolicyLogLine[];
  /** How many readers were given something in this period; 1,000 at most. */
  readonly readers: number;
  /** When the store last told or confirmed it; `null` before the first time. */
  readonly confirmedAt: Date | null;
}

/** What holds for readers. */
export interface PolicyInForce {
  readonly promptAfter: number;
  readonly blockAfter: number;
  /** By name; `null` where the code names none, and every account reads everything. */
  readonly plans: Readonly<Record<string, Plan>> | null;
  readonly prompts: boolean;
  /** Until when every metered article is open to everyone; `null` where none is. */
  readonly openUntil: Date | null;
}

/** One line of the log. */
export interface PolicyLogLine {
  /** Of the policy that it made; names the line, for `undo`. */
  readonly version: number;
  readonly at: Date;
  readonly by: string;
  /** What was done, as in `turned blockAfter from 10 to 5`. */
  readonly words: string;
  /** Whether it can be undone: only what was turned, and has not been turned again since. */
  readonly canBeUndone: boolean;
}

/**
 * What a newsroom can turn while the process runs, kept in the paywall's store as one document that the site's keys sign. To be given
 * to one paywall, as its `policy`.
 */
export interface SignedPolicy extends PolicySource {
  /** The policy as it stands, after asking the store; the last one known where that is out of reach. */
  read(): Promise<Policy>;
  /**
   * What a change would do to readers in the middle of their period, a sentence each.
   *
   * @throws {OptionError} for a change that cannot be.
   */
  explain(change: PolicyChange): readonly string[];
  /**
   * Turns what is named. Every process follows within five seconds.
   *
   * @param editor With `version`, the change is refused where the policy is of another by now.
   * @throws {OptionError} for a change that cannot be, naming the value and the fix.
   * @throws {PolicyError} where it could not be saved.
   */
  change(change: PolicyChange, editor: Editor & { readonly version?: number }): Promise<Policy>;
  /**
   * Turns back what a line of the log turned.
   *
   * @throws {PolicyError} where it has been turned again since, or could not be saved.
   */
  undo(version: number, editor: Editor): Promise<Policy>;
  /** What can be said of single readers, and done for them. */
  readonly readers: ReaderDesk;
  /** Asks the store no more by itself. */
  close(): void;
}

interface Attached {
  readonly place: PolicyPlace;
  readonly keeper: Keeper;
  readonly clock: Clock;
  readonly desk: ReaderDesk;
}

/**
 * Makes a policy that an editor can change, for `createPaywall({ policy: signedPolicy() })`. Every process of the site is given one, and
 * asks the store for changes every two seconds.
 */
export function signedPolicy(): SignedPolicy {
  let attached: Attached | undefined;

  const at = (): Attached => {
    if (attached) return attached;
    const fix = 'Give it to a paywall first, as in createPaywall({ policy })';
    throw new OptionError(
      'ERR_PAYWALL_OPTION_MISSING',
      'createPaywall.policy',
      'this policy is none of a paywall yet',
      fix,
    );
  };

  function view(): Policy {
    const { place, keeper, clock } = at();
    const { version, turned, readers, log } = keeper.document;
    const now = clock();
    const say = timesIn(place.periods.timeZone);
    const { confirmedAt } = keeper;
    const plansOf = (plans: Rules['plans']) => plans && Object.fromEntries(plans);
    return {
      version,
      inForce: {
        ...limitsInForce(turned, place),
        plans: plansOf(plansInForce(turned, place)),
        prompts: turned.prompts,
        openUntil: turned.openUntil > now ? new Date(turned.openUntil) : null,
      },
      code: { ...place.limits, plans: plansOf(place.plans) },
      fixed: fixedInWords(place.periods.option, place.periods.timeZone, place),
      log: log
        .filter(({ ends }) => ends > now)
        .toReversed()
        .map((line) => ({
          version: line.version,
          at: new Date(line.at),
          by: line.by,
          words: loggedInWords(line, say),
          canBeUndone: line.after !== undefined && stands(line.after, turned),
        })),
      readers: [...readers.values()].filter(({ ends }) => ends > now).length,
      confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
    };
  }

  async function turn(
    act: 'change' | 'undo',
    by: string,
    next: (document: Document, now: number) => Turned,
  ): Promise<Policy> {
    const { keeper, clock, place } = at();
    await keeper.write((document, version) => {
      const now = clock();
      const turned = next(document, now);
      const differs = difference(document.turned, turned);
      if (!differs) return document;
      const line: Logged = { version, at: now, by, act, ends: place.periods.at(now).end, ...differs };
      return { ...document, turned, log: [...document.log, line] };
    });
    return view();
  }

  return {
    attach(place, clock, report, readerOf) {
      const option = 'createPaywall.policy';
      if (attached) {
        const fix = 'Make one for each, by signedPolicy()';
        throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'this policy is another paywall’s already', fix);
      }
      const documents = documentsOf(place.store, option);
      const keeper = keeperOf(place, documents, clock, report);
      attached = { place, keeper, clock, desk: createReaderDesk(place, keeper, clock, readerOf) };
      return rulesOf(place, keeper, clock);
    },

    async read() {
      await at()
        .keeper.refresh()
        .catch(() => undefined);
      return view();
    },

    explain(change) {
      const { place, keeper, clock } = at();
      const { turned } = keeper.document;
      const now = clock();
      const say = timesIn(place.periods.timeZone);
      return changeInWords(turned, turnedBy(change, turned, place, now), place, now, say);
    },

    async change(change, { by, version }) {
      const name = nameOf(by, 'policy.change.by');
      return turn('change', name, (document, now) => {
        if (version !== undefined && version !== document.version) {
          const message = 'The policy has been changed since you looked at it: look at it again';
          throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);
        }
        return turnedBy(change, document.turned, at().place, now);
      });
    },

    async undo(version, { by }) {
      const name = nameOf(by, 'policy.undo.by');
      return turn('undo', name, ({ turned, log }) => {
        const line = log.find((each) => each.version === version);
        if (!line?.before || !line.after) {
          throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', 'No line of the log that can be undone has this version');
        }
        if (stands(line.after, turned)) return { ...turned, ...line.before };
        const message = 'It has been turned again since: undo that first';
        throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);
      });
    },

    get readers() {
      return at().desk;
    },

    close: () => attached?.keeper.close(),
  };
}

/** Whether what a change turned is still as it left it. */
function stands(after: Partial<Turned>, turned: Turned): boolean {
  return isSame(after, Object.fromEntries(Object.entries(turned).filter(([name]) => name in after)));
}

function documentsOf({ documents, local }: Store, option: string): Documents {
  if (documents) return documents;
  if (local) return localDocuments();
  const fix = 'Give redisStore() as the store, or one that has documents';
  throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'the store has no room for a policy', fix);
}

function keeperOf(place: PolicyPlace, documents: Documents, clock: Clock, report: Report): Keeper {
  const { site, keyring, store } = place;
  const forget = async (set: string): Promise<void> => {
    try {
      await store.forget?.(set);
    } catch (error) {
      report('ERR_PAYWALL_POLICY', 'What a reader read before a fresh start could not be forgotten', error);
    }
  };
  return createKeeper({
    documents,
    // Several sites may share a store, and none of its keys says which.
    name: `policy:${createHash('sha256').update(site).digest('base64url').slice(0, 16)}`,
    signing: createSigning(site, keyring),
    clock,
    report,
    adopted: (document, before) => {
      const { key } = place.periods.at(clock());
      for (const set of setsLeftBehind(document, before, key)) void forget(set);
    },
  });
}

/** Sets from before a fresh start. Every process forgets them once it counts elsewhere, so that none comes back. */
function setsLeftBehind({ readers }: Document, before: Document, period: string): readonly string[] {
  return [...readers].flatMap(([id, { generation }]) => {
    const since = before.readers.get(id)?.generation ?? 0;
    return Array.from({ length: Math.max(0, generation - since) }, (_, index) => setOf(period, id, since + index));
  });
}

function setOf(period: string, id: string, generation: number): string {
  return `${period}:${id}${generation > 0 ? `~${generation}` : ''}`;
}

/** What holds now, worked out once for each document. */
function rulesOf(place: PolicyPlace, keeper: Keeper, clock: Clock): () => Rules {
  let of: Document | undefined;
  let rules: Rules;
  const rulesFor = ({ turned, readers }: Document): Rules => ({
    limits: limitsInForce(turned, place),
    plans: plansInForce(turned, place),
    prompts: turned.prompts,
    openUntil: turned.openUntil,
    givenTo: (pass, who) => given(pass, who === undefined ? undefined : readers.get(who), clock),
  });
  rules = rulesFor(NOTHING);
  return () => {
    const { document } = keeper;
    if (document !== of) rules = rulesFor(document);
    of = document;
    return rules;
  };
}

/** What pass and document say together. What the pass does not say of it yet is to be signed into a new one. */
function given(pass: Pass | null, entry: Entry | undefined, clock: Clock): GivenReader {
  const terms = entry && entry.ends > clock() ? entry : undefined;
  const { generation, granted } = mergeGiven([pass ?? [], terms ?? []].flat());
  const opened = terms?.opened ?? [];
  if (!pass || (pass.generation === generation && pass.granted === granted))
    return { pass, generation, granted, opened };
  const both = { generation, granted };
  const isOld = pass.generation < generation;
  return {
    ...both,
    pass: isOld ? { ...pass, ...both, state: 'free', read: 0, ledger: [] } : { ...pass, ...both },
    opened,
  };
}
