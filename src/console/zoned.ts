import { fromEpochMilliseconds, toZonedDateTimeISO } from 'temporal-polyfill/fns/Instant';
import { create, toString as toText, toZonedDateTime } from 'temporal-polyfill/fns/PlainDateTime';
import { toPlainDateTime } from 'temporal-polyfill/fns/ZonedDateTime';

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?$/;

/** A moment as a form's field `datetime-local` has it, in the publication's zone: `2026-11-15T18:00`. */
export function localOf(time: number, timeZone: string): string {
  const local = toPlainDateTime(toZonedDateTimeISO(fromEpochMilliseconds(Math.floor(time)), timeZone));
  return toText(local).slice(0, '2026-11-15T18:00'.length);
}

/** The moment of such a field; `undefined` for anything that is none. */
export function momentOf(local: string, timeZone: string): Date | undefined {
  const [, ...parts] = LOCAL.exec(local) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map(Number);
  if (parts.length === 0) return undefined;
  try {
    return new Date(toZonedDateTime(create(year, month, day, hour, minute), timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}
