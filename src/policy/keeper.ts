import type { Clock } from '../clock/index.js';
import { callSafely, type Report } from '../events/index.js';
import { countUnsettled, type Documents } from '../store/index.js';
import { answered } from './answered.js';
import { digestOf } from './digest.js';
import { current, type Document, isStale, NOTHING } from './document.js';
import { PolicyError } from './errors.js';
import { FAULTS, type Fault, STANDS } from './faults.js';
import { HOLDS, type SignedDocument, type Signing } from './signing.js';

/** What a process knows of the policy. */
export interface Keeper {
  /** The newest document known: the store's, unless that is out of reach or holds what is none. */
  readonly document: Document;
  /** When the store last told or confirmed it, in milliseconds since the epoch; `null` before the first time. */
  readonly confirmedAt: number | null;
  /**
   * Asks the store.
   *
   * @throws {PolicyError} where it is out of reach.
   */
  refresh(): Promise<void>;
  /**
   * Puts another document in the place of the newest: that is read anew, as often as another process comes in between.
   *
   * @param edit The document to be; the one given where nothing is to change.
   * @throws {PolicyError} where the store is out of reach.
   * @throws What `edit` throws.
   */
  write(edit: (now: Document, version: number) => Document): Promise<Document>;
  /**
   * Asks where that is due and nobody has: a platform may end timers with the request that began them.
   *
   * @param waitUntil Keeps the platform from ending the question.
   */
  askIfDue(waitUntil?: WaitUntil): void;
  /** Asks no more by itself. */
  close(): void;
}

/** Keeps the platform from ending what goes on after a response. */
export type WaitUntil = (work: Promise<unknown>) => unknown;

export interface KeeperParts {
  readonly documents: Documents;
  readonly name: string;
  readonly signing: Signing;
  readonly clock: Clock;
  readonly report: Report;
  /** Told of each document that takes the place of another. */
  readonly adopted: (document: Document, before: Document) => void;
}

/** Milliseconds between questions: with one that takes as long as it may, a change is known within five seconds. */
const EVERY = 2000;

/** Milliseconds between questions until there is a first answer, and how many of them may fail without a word. */
const [EARLY, EARLY_ATTEMPTS] = [100, 20];

/** Milliseconds after which a view asks, where a timer should have. */
const LATE = 2500;

/** Calls that the store may owe an answer to; above it none is made, so that no client's queue grows without end. */
const MOST_UNSETTLED = 3;

/** Milliseconds after which a call that was never answered is taken to have been dropped. */
const FORGOTTEN = 30_000;

/** Milliseconds (1 day) after which a document is signed anew, so that no copy of an older one holds for longer than a week. */
const RENEWED_AFTER = 86_400_000;

const MOST_ATTEMPTS = 10;

/**
 * Follows the document in the store, by a question every two seconds that brings nothing where nothing has changed. What is no
 * document, and whatever is older than what is known, changes nothing: it is told of, and put right.
 */
export function createKeeper({ documents, name, signing, clock, report, adopted }: KeeperParts): Keeper {
  let known: (SignedDocument & { readonly text: string }) | null = null;
  let confirmedAt: number | null = null;
  /** Of the text in the store, whatever it is. */
  let stored: string | null = null;
  let line = newLine();
  let lookedAt = performance.now();
  /** Why that text was refused, and since when it is there. */
  let refused: { readonly fault: Fault; readonly since: number } | null = null;
  let failures = 0;
  let closed = false;
  const unsettled = countUnsettled(FORGOTTEN);

  async function call<T>(ask: () => Promise<T>): Promise<T> {
    if (unsettled.count() >= MOST_UNSETTLED) throw new Error(`${MOST_UNSETTLED} calls have no answer yet`);
    const era = unsettled.begin();
    const asked = ask();
    const ended = (): void => unsettled.end(era);
    asked.then(ended, ended);
    return answered(asked);
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = line;
    mine.waiting += 1;
    const done = mine.begun.then(work).finally(() => {
      mine.waiting -= 1;
    });
    mine.begun = done.catch(() => undefined);
    return done;
  }

  const documentNow = (): Document => known?.document ?? NOTHING;

  function adopt(signed: SignedDocument, text: string): void {
    const before = documentNow();
    known = { ...signed, text };
    if (signed.document.version !== before.version) adopted(signed.document, before);
  }

  /** What can only be read is put right, and renewed, where it is kept. */
  async function put(document: Document, now: number): Promise<boolean> {
    if (documents.readOnly) return false;
    const text = await signing.sign(document, now);
    if (!(await call(() => documents.replace(name, stored, text, HOLDS)))) return false;
    stored = digestOf(text);
    refused = null;
    adopt({ document, signedAt: Math.floor(now / 1000) * 1000 }, text);
    return true;
  }

  function isOlder({ document, signedAt }: SignedDocument): boolean {
    if (!known || document.version > known.document.version) return false;
    return document.version < known.document.version || signedAt < known.signedAt;
  }

  async function judge(text: string | null, now: number): Promise<void> {
    stored = text === null ? null : digestOf(text);
    refused = null;
    const found = text === null ? null : await signing.open(text, now);
    if (found === null) {
      if (known) await put(known.document, now);
    } else if (typeof found === 'string' || isOlder(found)) {
      const fault = typeof found === 'string' ? found : 'older';
      report('ERR_PAYWALL_POLICY', `The policy in the store was refused: ${FAULTS[fault]}`);
      refused = { fault, since: now };
      await putRight(now);
    } else {
      adopt(found, text ?? '');
    }
  }

  async function putRight(now: number): Promise<void> {
    if (known && refused && now - refused.since >= STANDS[refused.fault]) await put(known.document, now);
  }

  async function ask(): Promise<void> {
    const now = clock();
    // What was refused is not brought again either.
    const found = await call(() => documents.read(name, stored));
    if (found === 'unchanged') await putRight(now);
    else await judge(found?.text ?? null, now);
    confirmedAt = now;
    if (known && !refused && (now - known.signedAt > RENEWED_AFTER || isStale(known.document, now))) {
      await put(current(known.document, now), now);
    }
  }

  async function askOrFail(): Promise<void> {
    try {
      await ask();
    } catch (error) {
      throw new PolicyError('ERR_PAYWALL_POLICY_STORE', 'The store of the policy does not answer: try again', error);
    }
  }

  async function writeOnce(edit: Parameters<Keeper['write']>[0]): Promise<Document | null> {
    await askOrFail();
    if (refused?.fault === 'other-version') {
      const message =
        'The policy was saved by another version of the software: change it once the whole site runs one version';
      throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);
    }
    const now = clock();
    const before = current(documentNow(), now);
    // By the time of day, so that what is signed after all was lost is newer than any copy from before.
    const version = Math.max(before.version + 1, Math.floor(now / 1000));
    const next = edit(before, version);
    if (next === before) return next;
    try {
      return (await put(current({ ...next, version }, now), now)) ? documentNow() : null;
    } catch (error) {
      const message = 'The store of the policy does not answer: look whether the change was made before you repeat it';
      throw new PolicyError('ERR_PAYWALL_POLICY_STORE', message, error);
    }
  }

  async function look(): Promise<void> {
    if (line.waiting > 0 || closed) return;
    lookedAt = performance.now();
    try {
      await inTurn(ask);
      failures = 0;
    } catch (error) {
      failures += 1;
      const message = 'The policy cannot be read from the store; the last one known stays in force';
      // A client that is made together with the paywall is not connected yet.
      if (confirmedAt === null && failures <= EARLY_ATTEMPTS) timed(() => setTimeout(look, EARLY));
      else report('ERR_PAYWALL_POLICY', message, error);
    }
  }
  const timer = timed(() => setInterval(look, EVERY));
  void look();

  return {
    get document() {
      return documentNow();
    },
    get confirmedAt() {
      return confirmedAt;
    },
    refresh: () => inTurn(askOrFail),
    askIfDue(waitUntil) {
      const since = performance.now() - lookedAt;
      if (closed || since < (timer ? LATE : confirmedAt === null ? EARLY : EVERY)) return;
      // What went on for a request that has been ended meanwhile never ends.
      if (line.waiting > 0 && since > FORGOTTEN) line = newLine();
      const looked = look();
      callSafely(
        () => waitUntil?.(looked),
        () => undefined,
      );
    },
    close() {
      closed = true;
      if (timer) clearInterval(timer);
    },

    async write(edit) {
      if (documents.readOnly) {
        throw new PolicyError(
          'ERR_PAYWALL_POLICY_STORE',
          'The policy can only be read here: change it where its store is',
        );
      }
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        const written = await inTurn(() => writeOnce(edit));
        if (written) return written;
      }
      throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', 'Others are changing the policy at this moment: try again');
    },
  };
}

/** Ends once whatever was begun has: what one question finds out, no other may change before it was acted upon. */
interface Line {
  begun: Promise<unknown>;
  waiting: number;
}

const newLine = (): Line => ({ begun: Promise.resolve(), waiting: 0 });

/** A timer that keeps no process alive; none where the platform has none outside of requests. */
function timed<Timer extends { unref?(): unknown }>(begin: () => Timer): Timer | undefined {
  try {
    const timer = begin();
    timer.unref?.();
    return timer;
  } catch {
    return undefined;
  }
}
