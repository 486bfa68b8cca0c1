import { isRecord } from '../options/index.js';
import { decodeBase64url } from './base64url.js';

/** What a token says. */
export type Claims = Readonly<Record<string, unknown>>;

/** Writes claims as the payload of a JWS, encoded, and reads them back. */
export interface Payloads {
  /** @param claims With `p` they are of format 2: `p` is base64url, and beside it are `iss`, `aud` and `exp` alone. */
  write(claims: Claims): string;
  /** The claims of a payload; `null` for text that is none. */
  read(encoded: string): Claims | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What follows on `"exp":` in a payload of four claims. */
const END = /^([1-9]\d{0,12}),"p":"([\w-]*)"\}$/;

/**
 * The payloads of one site. Those of the four claims `iss`, `aud`, `exp` and `p`, in that order, are put together and told by their
 * letters, which takes less than half the time of JSON and comes to the same.
 *
 * @param site Issuer and audience.
 */
export function createPayloads(site: string): Payloads {
  const opening = Buffer.from(`${JSON.stringify({ iss: site, aud: site }).slice(0, -1)},"exp":`);
  // Whole groups of three bytes are written the same whatever follows.
  const groups = opening.length - (opening.length % 3);
  const start = opening.toString('base64url', 0, groups);
  const rest = opening.toString('latin1', groups);

  return {
    write(claims) {
      const { exp, p } = claims;
      if (p === undefined) return Buffer.from(JSON.stringify(claims)).toString('base64url');
      return start + Buffer.from(`${rest}${exp},"p":"${p}"}`, 'latin1').toString('base64url');
    },

    read(encoded) {
      if (!encoded.startsWith(start)) return parse(encoded);
      const text = decodeBase64url(encoded.slice(start.length))?.toString('latin1') ?? '';
      const [, exp, p] = (text.startsWith(rest) && END.exec(text.slice(rest.length))) || [];
      return exp === undefined ? parse(encoded) : { iss: site, aud: site, exp: Number(exp), p };
    },
  };
}

function parse(encoded: string): Claims | null {
  const bytes = decodeBase64url(encoded);
  if (!bytes) return null;
  try {
    const claims: unknown = JSON.parse(utf8.decode(bytes));
    return isRecord(claims) ? claims : null;
  } catch {
    return null;
  }
}
