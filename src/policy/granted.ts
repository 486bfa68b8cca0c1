import type { Document, Entry, Logged } from './document.js';
import { changedSince } from './errors.js';

/** What a line of the log granted, where that is still the last that was. */
function grantedBy({ given, reader }: Logged, { readers }: Document): { reader: string; entry: Entry } | null {
  const entry = reader === undefined ? undefined : readers.get(reader);
  if (!given || !entry || reader === undefined) return null;
  return entry.generation === given.generation && entry.granted === given.is ? { reader, entry } : null;
}

/** Whether it can be taken back: nothing was granted since, and there was no fresh start. */
export const canBeTakenBack = (line: Logged, document: Document): boolean =>
  line.act === 'grant' && grantedBy(line, document) !== null;

/**
 * The document without what a line of the log granted. Passes that have it in them already keep it: copies merge by the most.
 *
 * @throws {PolicyError} where something else was granted since, or they started again.
 */
export function withoutGrant(line: Logged, document: Document): Document {
  const found = grantedBy(line, document);
  if (line.act !== 'grant' || !line.given || !found) {
    throw changedSince('Something was done for this reader since: only the latest grant can be taken back');
  }
  const { reader, entry } = found;
  const readers = new Map(document.readers);
  const isNothing = entry.generation === 0 && line.given.was === 0 && entry.opened.length === 0;
  if (isNothing) readers.delete(reader);
  else readers.set(reader, { ...entry, granted: line.given.was });
  return { ...document, readers };
}
