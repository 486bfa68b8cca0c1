import { type Check, flag, oneOf, optional, outOfRange, problem, readOptions, text } from '../options/index.js';
import { type Cookie, type CookieAttributes, createCookie } from './cookie.js';

/** Of the 4,096 octets that browsers give to a cookie's name and value (RFC 6265bis section 5.6) the pass may need half. */
const LONGEST_NAME = 256;

/**
 * The pass cookie, as it follows from the site and the options.
 *
 * @param isPublicSuffix Whether the hosts below a domain belong to many.
 * @throws {OptionError} for attributes with which browsers would drop the cookie or hold it back, besides wrong types.
 */
export function readCookieOptions(
  value: unknown,
  path: string,
  site: URL,
  isPublicSuffix: (domain: string) => boolean,
): Cookie {
  const secure = site.protocol === 'https:';
  const read = readOptions<Omit<CookieAttributes, 'secure' | 'name'> & { name: string | undefined }>(value, path, {
    name: optional(cookieName, undefined),
    domain: optional(text, undefined),
    sameSite: optional(sameSite, 'lax' as const),
    partitioned: optional(flag, false),
  });
  const name = read.name ?? defaultCookieName(secure, read.domain);
  const attributes = { ...read, name, secure };
  refuseCookieConflicts(attributes, path);
  refuseForeignDomain(attributes, path, site.hostname);
  refuseDomainOfMany(attributes, path, isPublicSuffix);
  return createCookie(attributes);
}

/** Letters, digits and hyphens between dots (RFC 1034 section 3.5), after a leading dot or none. */
const DOMAIN = /^\.?[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i;

function defaultCookieName(secure: boolean, domain: string | undefined): string {
  if (!secure) return 'paywall';
  return domain === undefined ? '__Host-paywall' : '__Secure-paywall';
}

/** RFC 6265 section 4.1.1: a cookie's name is a token. */
function cookieName(value: unknown, option: string): string {
  const name = text(value, option);
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw outOfRange(option, name, 'a cookie name of letters, digits, - and _');
  if (name.length > LONGEST_NAME) throw outOfRange(option, name, `a cookie name of at most ${LONGEST_NAME} characters`);
  return name;
}

const laxOrNone = oneOf('lax', 'none');

/** Browsers hold a strict cookie back from every view that a link on another site leads to, and each would be a first. */
const sameSite: Check<'lax' | 'none'> = (value, option) => {
  if (value !== 'strict') return laxOrNone(value, option);
  const what = 'keeps the pass from views that another site leads to';
  throw problem('ERR_PAYWALL_OPTION_CONFLICT', option, value, what, "Give 'lax'");
};

function refuseCookieConflicts({ name, secure, domain, sameSite, partitioned }: CookieAttributes, path: string): void {
  const conflict = (option: string, value: unknown, what: string, fix: string) =>
    problem('ERR_PAYWALL_OPTION_CONFLICT', `${path}.${option}`, value, what, fix);
  if (/^__Host-/i.test(name) && domain !== undefined) {
    throw conflict('name', name, 'cannot have a domain', 'Leave domain out, or use the prefix __Secure-');
  }
  if (!secure && /^__(Host|Secure|Http)-/i.test(name)) {
    throw conflict('name', name, 'needs an https site', 'Give the https origin as site, or a plain name');
  }
  if (!secure && sameSite === 'none') {
    throw conflict('sameSite', sameSite, 'needs an https site', "Give the https origin as site, or 'lax'");
  }
  if (!secure && partitioned) {
    throw conflict('partitioned', partitioned, 'needs an https site', 'Give the https origin as site, or false');
  }
}

/** RFC 6265 section 5.3: browsers drop a cookie for a domain that the host is not in, and every view would be a first. */
function refuseForeignDomain(attributes: CookieAttributes, path: string, host: string): void {
  const { domain } = attributes;
  if (domain === undefined) return;
  const above = domain.toLowerCase().replace(/^\./, '');
  const isAbove = host === above || host.endsWith(`.${above}`);
  if (isAbove && DOMAIN.test(domain)) return;
  const fix = `Give ${host}, a domain above it, or leave it out`;
  throw problem('ERR_PAYWALL_OPTION_CONFLICT', `${path}.domain`, domain, `is no domain of the site's host`, fix);
}

/** RFC 6265bis section 5.7: nobody may set a cookie for a domain whose hosts belong to many; an address has no hosts below it. */
function refuseDomainOfMany(
  { domain }: CookieAttributes,
  path: string,
  isPublicSuffix: (domain: string) => boolean,
): void {
  if (domain === undefined) return;
  const conflict = (what: string) =>
    problem('ERR_PAYWALL_OPTION_CONFLICT', `${path}.domain`, domain, what, 'Leave it out');
  const above = domain.replace(/^\./, '');
  if (/^[\d.]+$|:/.test(above)) throw conflict('is an address, which has no domain');
  if (isPublicSuffix(above)) {
    throw conflict('is a public suffix, for which browsers keep no cookie');
  }
}
