import type { Clock } from '../clock/index.js';
import { OptionError } from '../options/index.js';
import type { Documents, Store } from '../store/index.js';
import { difference, type PolicyChange, turnedBy } from './change.js';
import type { Document, Logged } from './document.js';
import { rulesOf } from './document-rules.js';
import { nameOf } from './editor.js';
import { changedSince } from './errors.js';
import { withoutGrant } from './granted.js';
import type { Keeper } from './keeper.js';
import { keeperOf } from './keeper-of-place.js';
import { localDocuments } from './local-documents.js';
import type { Policy, SignedPolicy } from './policy.js';
import { policyNow } from './policy-now.js';
import type { ReaderDesk } from './reader.js';
import { createReaderDesk } from './reader-desk.js';
import type { PolicyPlace, PolicySource } from './source.js';
import { grantLine, noSuchLine, type Turning, turnedBack } from './undo.js';
import { changeInWords, type SayTime, takenBackInWords, timesIn } from './words.js';

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
    return policyNow(place, keeper, clock(), say);
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
      if (!granted) throw noSuchLine();
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

function refuseUnseen({ version }: Document, seen: number | undefined): void {
  if (seen === undefined || seen === version) return;
  throw changedSince('The policy has been changed since you looked at it: look again');
}

function documentsOf({ documents, local }: Store, option: string): Documents {
  if (documents) return documents;
  if (local) return localDocuments();
  const fix = 'Give redisStore() as the store, or one that has documents';
  throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'the store has no room for a policy', fix);
}
