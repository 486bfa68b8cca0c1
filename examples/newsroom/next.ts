const here = 'http://here.invalid';

/**
 * Where to send a reader after the form, from the `next` of an address or a form.
 *
 * @returns A path of this site, and `/` for anything that leads, or might lead, to another.
 */
export function safeNext(value: unknown): string {
  if (typeof value !== 'string') return '/';
  try {
    const { origin, pathname, search, hash } = new URL(value, here);
    return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/';
  } catch {
    return '/';
  }
}

/** The address of a page that will send the reader on to `next`. */
export const withNext = (path: string, next: string): string =>
  next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;
