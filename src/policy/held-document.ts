import type { Clock } from '../clock/index.js';
import type { Report } from '../events/index.js';
import type { Documents } from '../store/index.js';
import { digestOf } from './digest.js';
import { current, type Document, isStale, NOTHING } from './document.js';
import { changedSince, PolicyError } from './errors.js';
import { FAULTS, type Fault, STANDS } from './faults.js';
import { HOLDS, type SignedDocument, type Signing } from './signing.js';

/** The document in the store, as a process knows it. */
export interface HeldDocument {
  /** The newest document known: the store's, unless that is out of reach or holds what is none. */
  readonly document: Document;
  /** When the store last told or confirmed it, in milliseconds since the epoch; `null` before the first time. */
  readonly confirmedAt: number | null;
  /** Asks the store, and puts right what is wrong there. Rejects where it is out of reach. */
  ask(): Promise<void>;
  /**
   * Puts another document in the place of the one known.
   *
   * @param edit The document to be; the one given where nothing is to change.
   * @returns `null` where another process came in between.
   * @throws {PolicyError} where the store is out of reach, or holds what another version wrote.
   * @throws What `edit` throws.
   */
  replace(edit: Edit): Promise<Document | null>;
}

/** Makes the document of a version out of the newest. */
export type Edit = (now: Document, version: number) => Document;

export interface HeldParts {
  readonly documents: Documents;
  readonly name: string;
  readonly signing: Signing;
  readonly clock: Clock;
  readonly report: Report;
  /** Told of each document that takes the place of another. */
  readonly adopted: (document: Document, before: Document) => void;
}

/** Milliseconds (1 day) after which a document is signed anew, so that no copy of an older one holds for longer than a week. */
const RENEWED_AFTER = 86_400_000;

/** What is no document, and whatever is older than what is known, changes nothing: it is told of, and put right. */
export function holdDocument({ documents, name, signing, clock, report, adopted }: HeldParts): HeldDocument {
  let known: SignedDocument | null = null;
  let confirmedAt: number | null = null;
  /** Of the text in the store, whatever it is. */
  let stored: string | null = null;
  /** Why that text was refused, and since when it is there. */
  let refused: { readonly fault: Fault; readonly since: number } | null = null;

  const documentNow = (): Document => known?.document ?? NOTHING;

  function adopt(signed: SignedDocument): void {
    const before = documentNow();
    known = signed;
    if (signed.document.version !== before.version) adopted(signed.document, before);
  }

  /** What can only be read is put right, and renewed, where it is kept. */
  async function put(document: Document, now: number): Promise<boolean> {
    if (documents.readOnly) return false;
    const text = await signing.sign(document, now);
    if (!(await documents.replace(name, stored, text, HOLDS))) return false;
    stored = digestOf(text);
    refused = null;
    adopt({ document, signedAt: Math.floor(now / 1000) * 1000 });
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
      adopt(found);
    }
  }

  async function putRight(now: number): Promise<void> {
    if (known && refused && now - refused.since >= STANDS[refused.fault]) await put(known.document, now);
  }

  async function ask(): Promise<void> {
    const now = clock();
    // What was refused is not brought again either.
    const found = await documents.read(name, stored);
    if (found === 'unchanged') await putRight(now);
    else await judge(found?.text ?? null, now);
    confirmedAt = now;
    if (known && !refused && (now - known.signedAt > RENEWED_AFTER || isStale(known.document, now))) {
      await put(current(known.document, now), now);
    }
  }

  async function replace(edit: Edit): Promise<Document | null> {
    if (refused?.fault === 'other-version') {
      const message =
        'The policy was saved by another version of the software: change it once the whole site runs one version';
      throw changedSince(message);
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

  return {
    get document() {
      return documentNow();
    },
    get confirmedAt() {
      return confirmedAt;
    },
    ask,
    replace,
  };
}
