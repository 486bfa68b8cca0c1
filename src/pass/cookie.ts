/** The attributes of the pass cookie that differ from site to site (RFC 6265bis section 4.1). */
export interface CookieAttributes {
  readonly name: string;
  /** Whether the browser sends it over https only. */
  readonly secure: boolean;
  readonly domain: string | undefined;
  readonly sameSite: 'lax' | 'none';
  readonly partitioned: boolean;
}

/** The pass cookie, ready to be written. */
export interface Cookie {
  readonly name: string;
  /** Its attributes but for `Max-Age`, as they stand at the end of a `Set-Cookie` header. */
  readonly attributes: string;
}

/** The most cookies of one name that are looked at: each costs a signature to verify. */
export const MOST_COOKIES = 4;

/** The most characters of a `Cookie` field that are looked at. */
const LONGEST_FIELD = 65_536;

/** Puts the attributes, which have been checked, into words, which takes longer than to write a cookie with them. */
export function createCookie({ name, secure, domain, sameSite, partitioned }: CookieAttributes): Cookie {
  const attributes = [
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    'Path=/',
    'HttpOnly',
    ...(secure ? ['Secure'] : []),
    ...(partitioned ? ['Partitioned'] : []),
    `SameSite=${sameSite === 'none' ? 'None' : 'Lax'}`,
  ];
  return { name, attributes: attributes.map((attribute) => `; ${attribute}`).join('') };
}

/** The value of a `Set-Cookie` header that keeps the pass, a token, until its period ends. */
export function writeCookie(token: string, secondsLeft: number, { name, attributes }: Cookie): string {
  return `${name}=${token}; Max-Age=${Math.max(0, Math.floor(secondsLeft))}${attributes}`;
}

/**
 * The values of the cookies of that name, in their order; of more than four the last. A browser sends cookies of longer paths first
 * (RFC 6265 section 5.4), so that no number of them, set on a path, can keep the pass of path `/` from being seen.
 *
 * A pair without `=` has no name (RFC 6265bis section 5.6). Of a field beyond 64 KiB, several times what servers take, only the
 * end is looked at, and other cookies cost no more than to search for the name.
 */
export function readCookies(header: string | undefined, name: string): readonly string[] {
  const field = header === undefined ? '' : lastPairs(header);
  const start = `${name}=`;
  const values: string[] = [];
  let at = field.lastIndexOf(start);
  while (at >= 0 && values.length < MOST_COOKIES) {
    if (beginsPair(field, at)) values.unshift(valueFrom(field, at + start.length));
    at = at === 0 ? -1 : field.lastIndexOf(start, at - 1);
  }
  return values;
}

/** The whole pairs at the end of a field that is too long. */
function lastPairs(header: string): string {
  if (header.length <= LONGEST_FIELD) return header;
  const end = header.slice(-LONGEST_FIELD);
  const first = end.indexOf(';');
  return first < 0 ? '' : end.slice(first);
}

function beginsPair(field: string, at: number): boolean {
  let before = at - 1;
  while (isBlank(field, before)) before -= 1;
  return before < 0 || field[before] === ';';
}

/** Up to the next semicolon, without the blanks around it; quotes belong to the value (RFC 6265bis section 5.6). */
function valueFrom(field: string, from: number): string {
  const semicolon = field.indexOf(';', from);
  let start = from;
  let end = semicolon < 0 ? field.length : semicolon;
  while (isBlank(field, start)) start += 1;
  while (end > start && isBlank(field, end - 1)) end -= 1;
  return field.slice(start, end);
}

function isBlank(field: string, at: number): boolean {
  return field[at] === ' ' || field[at] === '\t';
}
