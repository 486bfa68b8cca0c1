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

/** The value of the one cookie of that name; `undefined` where there is none, or where there are several. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || !header.includes(name)) return undefined;
  if (occurrences(header, name) !== 1) return undefined;
  return parseCookie(header, { decode: (value) => value })[name];
}

function occurrences(header: string, name: string): number {
  return header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === name).length;
}

/** The value of a `Set-Cookie` header that keeps the pass until its period ends. */
export function writeCookie(value: string, secondsLeft: number, attributes: CookieAttributes): string {
  const { name, secure, domain, sameSite, partitioned } = attributes;
  return stringifySetCookie({
    name,
    value,
    path: '/',
    httpOnly: true,
    secure,
    sameSite,
    partitioned,
    maxAge: Math.max(0, Math.floor(secondsLeft)),
    ...(domain === undefined ? {} : { domain }),
  });
}
