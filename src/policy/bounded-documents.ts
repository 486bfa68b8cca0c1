import { countUnsettled, type Documents } from '../store/index.js';
import { answered } from './answered.js';

/** Calls that the store may owe an answer to; above it none is made, so that no client's queue grows without end. */
const MOST_UNSETTLED = 3;

/** Milliseconds after which a call that was never answered is taken to have been dropped. */
export const FORGOTTEN = 30_000;

/** Documents of a store that may never answer: nobody waits for it for long, and soon nobody asks. */
export function boundDocuments(documents: Documents): Documents {
  const unsettled = countUnsettled(FORGOTTEN);

  async function call<T>(ask: () => Promise<T>): Promise<T> {
    if (unsettled.count() >= MOST_UNSETTLED) throw new Error(`${MOST_UNSETTLED} calls have no answer yet`);
    const era = unsettled.begin();
    const asked = ask();
    const ended = (): void => unsettled.end(era);
    asked.then(ended, ended);
    return answered(asked);
  }

  return {
    readOnly: documents.readOnly ?? false,
    read: (name, known) => call(() => documents.read(name, known)),
    replace: (name, known, text, holds) => call(() => documents.replace(name, known, text, holds)),
  };
}
