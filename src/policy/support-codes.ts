import { createHmac } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { isRecord } from '../options/index.js';

/** What a reader can send to reader support. */
export interface SupportCode {
  /** Their passes, as a `Cookie` field; empty where they have none. */
  readonly cookie: string;
  /** The account that they were signed in with. */
  readonly account: { readonly id: string; readonly plan: string | null } | undefined;
  /** In milliseconds since the epoch; whole seconds. */
  readonly madeAt: number;
}

/** Makes codes of one site, and reads them back. */
export interface SupportCodes {
  seal(code: Omit<SupportCode, 'madeAt'>, now: number): Promise<string>;
  /** `expired` a week later; `null` for what is none of this site. */
  open(text: string, now: number): Promise<SupportCode | 'expired' | null>;
}

/** Milliseconds (7 days) for which a code is good. */
const HOLDS = 7 * 86_400_000;

const TYPE = 'paywall-support+jwt';

/** Characters of a code beyond which it is not looked at: four passes at their longest, and some. */
const LONGEST = 50_000;

/** An encrypted token (RFC 7516) has five parts, a pass has three. */
const ENCRYPTED = /^[\w-]+(?:\.[\w-]*){3}\.[\w-]+$/;

/** The code in a text, whatever a mail program put between its lines; `null` where there is none. */
export function codeIn(text: string): string | null {
  const code = text.replace(/[\s>]/g, '');
  return code.length <= LONGEST && ENCRYPTED.test(code) ? code : null;
}

/**
 * Encrypts what a reader's browser brings, so that whoever comes by it can neither read as that reader nor learn anything of them.
 *
 * @param secret What the ids of articles are keyed with: all processes of a site have it.
 * @param site Issuer and audience of every code.
 */
export function createSupportCodes(site: string, secret: Uint8Array): SupportCodes {
  const key = createHmac('sha256', secret).update(`metered-paywall support codes\n${site}`).digest();
  return {
    seal: ({ cookie, account }, now) =>
      new EncryptJWT({ cookie, ...(account && { account: account.id, plan: account.plan }) })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: TYPE })
        .setIssuer(site)
        .setAudience(site)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + HOLDS) / 1000))
        .encrypt(key),

    async open(text, now) {
      try {
        const { payload } = await jwtDecrypt(text, key, {
          ...{ issuer: site, audience: site, typ: TYPE, requiredClaims: ['iat', 'exp'] },
          ...{ keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
          currentDate: new Date(now),
        });
        return codeOf(payload);
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : null;
      }
    },
  };
}

function codeOf(payload: unknown): SupportCode | null {
  const { cookie, account, plan, iat } = isRecord(payload) ? payload : {};
  if (typeof cookie !== 'string') return null;
  return {
    cookie,
    account: typeof account === 'string' ? { id: account, plan: typeof plan === 'string' ? plan : null } : undefined,
    madeAt: Number(iat) * 1000,
  };
}
