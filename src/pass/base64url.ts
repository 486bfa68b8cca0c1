import { Buffer } from 'node:buffer';

const ALPHABET = /^[\w-]*$/;

/** The last characters of text that has no stray bits, by how many characters are left over after groups of four. */
const LAST = [null, '', 'AQgw', 'AEIMQUYcgkosw048'];

/**
 * The bytes of base64url text (RFC 4648 section 5) in its one spelling; `null` for any other. Node's decoder overlooks padding,
 * blanks, other characters and stray bits at the end.
 */
export function decodeBase64url(text: string): Buffer | null {
  return isBase64url(text) ? Buffer.from(text, 'base64url') : null;
}

/** Whether text is base64url in its one spelling: what would come out again, were its bytes encoded. */
export function isBase64url(text: string): boolean {
  const last = LAST[text.length % 4];
  return ALPHABET.test(text) && (!last || last.includes(text.slice(-1))) && last !== '';
}
