import type { Clock } from '../clock/index.js';
import { OptionError } from '../options/index.js';
import type { Documents, Store } from '../store/index.js';
import { difference, isSame, limitsInForce, type PolicyChange, plansInForce, turnedBy } from './change.js';
import type { Document, Logged, Turned } from './document.js';
import { rulesOf } from './document-rules.js';
import { type Editor, nameOf } from './editor.js';
import { PolicyError } from './errors.js';
import { canBeTakenBack, withoutGrant } from './granted.js';
import type { Keeper } from './keeper.js';
import { keeperOf } from './keeper-of-place.js';
import { localDocuments } from './local-documents.js';
import type { Policy } from './policy.js';
import type { ReaderDesk } from './reader.js';
import { createReaderDesk } from './reader-desk.js';
import type { Rules } from './rules.js';
import type { PolicyPlace, PolicySource } from './source.js';
import { changeInWords, fixedInWords, loggedInWords, type SayTime, takenBackInWords, timesIn } from './words.js';

/**
 * What a newsroom can turn while the process runs, kept in the paywall's store as one document that the site's keys sign. To be given
 * to one paywall, as its `policy`.
 */
export interface SignedPolicy {
  /** The policy as this process knows it, without asking the store: for pages that say what holds. */
  readonly known: Policy;
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
   * @throws {OptionError} for a change that cannot be, naming the value and the fix.
   * @throws {PolicyError} where it could not be saved.
   */
  change(change: PolicyChange, editor: Editor): Promise<Policy>;
  /**
   * What it would do to readers to turn back what a line of the log turned, or to take back what it granted, a sentence each.
   *
   * @throws {PolicyError} where it has been turned again since, or something else was granted.
   */
  explainUndo(line: number): readonly string[];
  /**
   * Turns back what a line of the log turned, or takes back what it granted to a reader: that is gone unless they have come back since,
   * for then their pass has it and keeps it until the period ends.
   *
   * @param line The line's `version`.
   * @throws {PolicyError} where it has been turned again since, or something else was granted, or it could not be saved.
   */
  undo(line: number, editor: Editor): Promise<Policy>;
  /** What can be said of single readers, and done for them. */
  readonly readers: ReaderDesk;
  /**
   * Asks the store no more by itself; `paywall.close()` calls it.
   *
   * @hidden
   */
  close(): void;
}

interface Attached {
  readonly place: PolicyPlace;
  readonly documents: Documents;
  readonly keeper: Keeper;
  readonly clock: Clock;
  readonly desk: ReaderDesk;
  readonly say: SayTime;
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
    const { place, keeper, clock, say } = at();
    const { version, turned, readers, log } = keeper.document;
    const now = clock();
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
          reader: line.reader ?? null,
          canBeUndone:
            (line.after !== undefined && stands(line.after, turned)) || canBeTakenBack(line, keeper.document),
        })),
      readers: [...readers.values()].filter(({ ends }) => ends > now).length,
      confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
    };
  }

  const changedBy =
    (change: PolicyChange): Turning =>
    ({ turned }, now) =>
      turnedBy(change, turned, at().place, now);

  /** What it does to readers. */
  function words(next: Turning): readonly string[] {
    const { place, keeper, clock, say } = at();
    const now = clock();
    return changeInWords(keeper.document.turned, next(keeper.document, now), place, now, say);
  }

  async function turn(act: 'change' | 'undo', by: string, seen: number | undefined, next: Turning): Promise<Policy> {
    const { keeper, clock, place } = at();
    await keeper.write((document, version) => {
      refuseUnseen(document, seen);
      const now = clock();
      const turned = next(document, now);
      const differs = difference(document.turned, turned);
      if (!differs) return document;
      const line: Logged = { version, at: now, by, act, ends: place.periods.at(now).end, ...differs };
      return { ...document, turned, log: [...document.log, line] };
    });
    return view();
  }

  async function takeBack(line: number, by: string, seen: number | undefined): Promise<Policy> {
    const { keeper, clock } = at();
    await keeper.write((document, version) => {
      refuseUnseen(document, seen);
      const granted = grantLine(document, line);
      if (!granted) throw changed(NO_LINE);
      const { reader, count, ends } = granted;
      const said: Logged = { version, at: clock(), by, act: 'take-back', ends, reader, count };
      return { ...withoutGrant(granted, document), log: [...document.log, said] };
    });
    return view();
  }

  const policy: SignedPolicy & PolicySource = {
    attach(place, clock, report, readerOf) {
      const option = 'createPaywall.policy';
      if (attached) {
        const fix = 'Make one for each, by signedPolicy()';
        throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'this policy is another paywall’s already', fix);
      }
      const documents = documentsOf(place.store, option);
      const keeper = keeperOf(place, documents, clock, report);
      const say = timesIn(place.periods.timeZone);
      attached = { place, documents, keeper, clock, say, desk: createReaderDesk(place, keeper, clock, readerOf) };
      return rulesOf(place, keeper, clock);
    },

    get documents() {
      return attached?.documents;
    },

    get known() {
      return view();
    },

    async read() {
      await at()
        .keeper.refresh()
        .catch(() => undefined);
      return view();
    },

    explain: (change) => words(changedBy(change)),
    explainUndo(version) {
      const { document } = at().keeper;
      const line = grantLine(document, version);
      if (!line) return words(turnedBack(version));
      withoutGrant(line, document);
      return takenBackInWords(line);
    },

    change: async (change, { by, version }) =>
      turn('change', nameOf(by, 'policy.change.by'), version, changedBy(change)),

    async undo(line, { by: name, version }) {
      const by = nameOf(name, 'policy.undo.by');
      if (grantLine(at().keeper.document, line)) return takeBack(line, by, version);
      return turn('undo', by, version, turnedBack(line));
    },

    get readers() {
      return at().desk;
    },

    close: () => attached?.keeper.close(),
  };
  return policy;
}

/** What is turned afterwards. */
type Turning = (document: Document, now: number) => Turned;

/** Turns back what a line of the log turned, where that still stands. */
const turnedBack =
  (version: number): Turning =>
  ({ turned, log }) => {
    const line = log.find((each) => each.version === version);
    if (!line?.before || !line.after) throw changed(NO_LINE);
    if (!stands(line.after, turned)) throw changed('It has been changed again since: undo that first');
    return { ...turned, ...line.before };
  };

const NO_LINE = 'There is no such line in the log, or it cannot be undone';

const grantLine = ({ log }: Document, version: number): Logged | undefined =>
  log.find((line) => line.version === version && line.act === 'grant');

function refuseUnseen({ version }: Document, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw changed('The policy has been changed since you looked at it: look again');
}

const changed = (message: string): PolicyError => new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);

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
