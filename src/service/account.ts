import { parse } from 'cookie';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Clock } from '../clock/index.js';
import type { Account, RequestFields } from '../meter/index.js';
import {
  type Check,
  isRecord,
  optional,
  outOfRange,
  parseWebUrl,
  readOptions,
  required,
  text,
} from '../options/index.js';
import type { JsonWebKeyLike } from '../pass/index.js';

/** By what a service knows a reader's account without asking the site: the site's own signed session, or a field of the proxy's. */
export type ServiceAccountOptions = SessionOptions | AccountHeaderOptions;

/** A session that the site has signed as a JWT: `sub` is the account. */
export interface SessionOptions {
  /** The cookie that holds it. */
  readonly cookie: string;
  /** The site's public keys: a JWK Set (RFC 7517 section 5), or the address of one. */
  readonly jwks: string | { readonly keys: readonly JsonWebKeyLike[] };
  /** What its `iss` must be. */
  readonly issuer: string;
  /** What its `aud` must be, or have among others. */
  readonly audience: string;
  /** The claim that names the account's plan. Default: none, and accounts have no plan. */
  readonly planClaim?: string;
}

/** A field that the proxy sets, or takes out, on every question: `4711`, or `4711; plan=subscriber`. */
export interface AccountHeaderOptions {
  readonly header: string;
}

/** The account behind a request as the service itself knows it. */
export type AccountOf = (headers: RequestFields) => Account | null | Promise<Account | null>;

/** How accounts are known, as checked. */
export interface AccountSource {
  /** The cookie of the site's session; `null` where the proxy tells. */
  readonly cookie: string | null;
  /** By the service's clock. */
  at(clock: Clock): AccountOf;
}

/** Milliseconds for which the site's keys are waited for; proxies wait for a second in all. */
const PATIENCE = 500;

/** Seconds by which the clocks of the site and the service may differ. */
const TOLERANCE = 5;

/**
 * The check of the option `account`.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export const readAccountOptions: Check<AccountSource> = (value, option) => {
  if (isRecord(value) && value.header !== undefined) {
    const { header } = readOptions<AccountHeaderOptions>(value, option, { header: required(token) });
    return { cookie: null, at: () => byHeader(header.toLowerCase()) };
  }
  const session = readOptions<SessionValues>(value, option, {
    cookie: required(token, "Give the name of the session's cookie"),
    jwks: required(keys, "Give the site's JWK Set, or its address"),
    issuer: required(text),
    audience: required(text),
    planClaim: optional(text, undefined),
  });
  return { cookie: session.cookie, at: (clock) => bySession(session, clock) };
};

interface SessionValues extends Pick<SessionOptions, 'cookie' | 'issuer' | 'audience'> {
  readonly jwks: JWTVerifyGetKey;
  readonly planClaim: string | undefined;
}

/** Rejects where the site's keys cannot be had. Whatever is wrong with the session itself, there is no account. */
function bySession({ cookie, jwks, issuer, audience, planClaim }: SessionValues, clock: Clock): AccountOf {
  return async ({ cookie: header }) => {
    const session = header === undefined ? undefined : parse([header].flat().join('; '))[cookie];
    if (!session) return null;
    try {
      const { payload } = await jwtVerify(session, jwks, {
        ...{ issuer, audience, requiredClaims: ['sub', 'exp'], clockTolerance: TOLERANCE },
        currentDate: new Date(clock()),
      });
      const plan = planClaim === undefined ? null : payload[planClaim];
      return payload.sub ? { id: payload.sub, plan: typeof plan === 'string' ? plan : null } : null;
    } catch (error) {
      if (isOfSession(error)) return null;
      throw error;
    }
  };
}

function isOfSession(error: unknown): boolean {
  const ofKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  // The bare class stands for a set that could not be fetched.
  return error instanceof errors.JOSEError && !ofKeys && error.code !== errors.JOSEError.code;
}

/** A list is none: one of the two would be the reader's own. */
function byHeader(name: string): AccountOf {
  return ({ [name]: field }) => {
    const [, id, plan = null] = /^([^\s,;]+)(?:\s*;\s*plan=([^\s,;]+))?$/.exec(String(field ?? '').trim()) ?? [];
    return id === undefined ? null : { id, plan };
  };
}

function keys(value: unknown, option: string): JWTVerifyGetKey {
  if (typeof value === 'string') {
    const url = parseWebUrl(value);
    if (!url) throw outOfRange(option, value, 'a JWK Set, or the http or https address of one');
    return createRemoteJWKSet(new URL(url), { timeoutDuration: PATIENCE });
  }
  if (!isForJose(value)) throw outOfRange(option, value, 'a JWK Set, { keys: [ … ] }, or the address of one');
  return createLocalJWKSet(value);
}

/** Whether a value is a JWK Set with keys in it. */
export function isKeySet(value: unknown): value is { readonly keys: readonly JsonWebKeyLike[] } {
  return isRecord(value) && Array.isArray(value.keys) && value.keys.length > 0 && value.keys.every(isRecord);
}

/** A token of HTTP (RFC 9110 section 5.6.2), as names of fields and of cookies are. */
function token(value: unknown, option: string): string {
  const given = text(value, option);
  if (/^[!#$%&'*+.^_`|~\w-]+$/.test(given)) return given;
  throw outOfRange(option, given, 'a name of letters, digits and -_');
}

/** No type of jose's may be seen from outside: it is for ES modules alone, and CommonJS reads our types too. */
function isForJose(value: unknown): value is JSONWebKeySet {
  return isKeySet(value);
}
