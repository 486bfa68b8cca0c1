import { callSafely } from '../events/index.js';
import { boundDocuments, FORGOTTEN } from './bounded-documents.js';
import type { Document } from './document.js';
import { PolicyError } from './errors.js';
import { type Edit, type HeldDocument, type HeldParts, holdDocument } from './held-document.js';
import { createTurns } from './turns.js';

/** What a process knows of the policy. */
export interface Keeper extends Readonly<Pick<HeldDocument, 'document' | 'confirmedAt'>> {
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
  write(edit: Edit): Promise<Document>;
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

/** Milliseconds between questions: with one that takes as long as it may, a change is known within five seconds. */
const EVERY = 2000;

/** Milliseconds between questions until there is a first answer, and how many of them may fail without a word. */
const [EARLY, EARLY_ATTEMPTS] = [100, 20];

/** Milliseconds after which a view asks, where a timer should have. */
const LATE = 2500;

const MOST_ATTEMPTS = 10;

/** Follows the document in the store, by a question every two seconds that brings nothing where nothing has changed. */
export function createKeeper({ documents, ...parts }: HeldParts): Keeper {
  const { report } = parts;
  const held = holdDocument({ documents: boundDocuments(documents), ...parts });
  let turns = createTurns();
  let lookedAt = performance.now();
  let failures = 0;
  let closed = false;

  async function askOrFail(): Promise<void> {
    try {
      await held.ask();
    } catch (error) {
      throw new PolicyError('ERR_PAYWALL_POLICY_STORE', 'The store of the policy does not answer: try again', error);
    }
  }

  async function writeOnce(edit: Edit): Promise<Document | null> {
    await askOrFail();
    return held.replace(edit);
  }

  async function look(): Promise<void> {
    if (turns.waiting > 0 || closed) return;
    lookedAt = performance.now();
    try {
      await turns.take(held.ask);
      failures = 0;
    } catch (error) {
      failures += 1;
      const message = 'The policy cannot be read from the store; the last one known stays in force';
      // A client that is made together with the paywall is not connected yet.
      if (held.confirmedAt === null && failures <= EARLY_ATTEMPTS) timed(() => setTimeout(look, EARLY));
      else report('ERR_PAYWALL_POLICY', message, error);
    }
  }
  const timer = timed(() => setInterval(look, EVERY));
  void look();

  return {
    get document() {
      return held.document;
    },
    get confirmedAt() {
      return held.confirmedAt;
    },
    refresh: () => turns.take(askOrFail),
    askIfDue(waitUntil) {
      const since = performance.now() - lookedAt;
      if (closed || since < (timer ? LATE : held.confirmedAt === null ? EARLY : EVERY)) return;
      // What went on for a request that has been ended meanwhile never ends.
      if (turns.waiting > 0 && since > FORGOTTEN) turns = createTurns();
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
        const written = await turns.take(() => writeOnce(edit));
        if (written) return written;
      }
      throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', 'Others are changing the policy at this moment: try again');
    },
  };
}

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
