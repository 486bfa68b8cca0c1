import { parseCookie, stringifySetCookie } from 'cookie';

/** The attributes of the pass cookie that differ from site to site (RFC 6265bis section 4.1). */
export interface CookieAttributes {
  readonly name: string;
  /** Whether the browser sends it over https only. */
  readonly secure: boolean;
  readonly domain: string | undefined;
  readonly sameSite: 'lax' | 'strict' | 'none';
  readonly partitioned: boolean;
}

/** The pass cookie, ready to be written. */
export interface Cookie {
  readonly name: string;
  /** Its attributes but for `Max-Age`, as they stand at the end of a `Set-Cookie` header. */
  readonly attributes: string;
}

/**
 * Puts the attributes into words, which takes longer than to write a cookie with them.
 *
 * @throws {TypeError} where one of them cannot be in a header.
 */
export function createCookie({ name, secure, domain, sameSite, partitioned }: CookieAttributes): Cookie {
  const empty = stringifySetCookie({
    name,
    value: '',
    path: '/',
    httpOnly: true,
    secure,
    sameSite,
    partitioned,
    ...(domain === undefined ? {} : { domain }),
  });
  return { name, attributes: empty.slice(`${name}=`.length) };
}

/** The value of a `Set-Cookie` header that keeps the pass, a token, until its period ends. */
export function writeCookie(token: string, secondsLeft: number, { name, attributes }: Cookie): string {
  return `${name}=${token}; Max-Age=${Math.max(0, Math.floor(secondsLeft))}${attributes}`;
}

/** The value of the one cookie of that name; `undefined` where there is none, or where two contradict each other. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) return undefined;
  const [own, ...more] = header.split(';').filter((pair) => isNamed(pair, name));
  if (own === undefined || more.length > 0) return undefined;
  return parseCookie(own, { decode: (value) => value })[name];
}

function isNamed(pair: string, name: string): boolean {
  return pair.includes(name) && pair.split('=', 1)[0]?.trim() === name;
}
