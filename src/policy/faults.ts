import type { DocumentFault } from './signing.js';

/** Why what is found in the store is refused. */
export type Fault = DocumentFault | 'older';

/** Milliseconds for which what was refused stands before a process that knows better puts it right. */
export const STANDS: Readonly<Record<Fault, number>> = {
  unreadable: 0,
  'bad-signature': 0,
  foreign: 0,
  expired: 0,
  // Whoever can write to the store may have put back what it was before.
  older: 0,
  // Whoever signs by a key that is new here puts back what we put right, within seconds: of the two it is we who wait.
  'unknown-key': 60_000,
  // A newer version, as in a rolling deploy, knows what would be lost.
  'other-version': Number.POSITIVE_INFINITY,
};

/** In words. */
export const FAULTS: Readonly<Record<Fault, string>> = {
  unreadable: 'it is no policy',
  'other-version': 'it is of another version of the package',
  'unknown-key': 'it is signed by a key that is not known here',
  'bad-signature': 'its signature is wrong',
  foreign: 'it is of another site, or no policy',
  expired: 'it has expired',
  older: 'it is older than the one in force',
};
