const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const COMMON = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
const NUMBER = /^\d{1,20}(?:\.\d{1,9})?$/;

/** 2100-01-01, after which no line was written. */
const LATEST = 4_102_444_800_000;

/**
 * A line's time in milliseconds since the epoch: that of the common log format, of ISO 8601 with its zone, or seconds, milli-, micro- or
 * nanoseconds since the epoch, which their size tells apart. `null` for any other.
 */
export function timeOf(text: string): number | null {
  const time = NUMBER.test(text) ? inMilliseconds(Number(text)) : (commonTime(text) ?? isoTime(text));
  return time !== null && time >= 0 && time < LATEST ? time : null;
}

function inMilliseconds(number: number): number {
  if (number < 1e11) return number * 1000;
  if (number < 1e14) return number;
  return number < 1e17 ? number / 1000 : number / 1_000_000;
}

function commonTime(text: string): number | null {
  const [, day, month = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = COMMON.exec(text) ?? [];
  const monthAt = MONTHS.indexOf(month);
  if (monthAt < 0) return null;
  const local = Date.UTC(Number(year), monthAt, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}

function isoTime(text: string): number | null {
  const time = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
