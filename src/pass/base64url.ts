/**
 * The bytes of base64url text (RFC 4648 section 5) in its one spelling; `null` for any other. Node's decoder overlooks padding,
 * blanks and stray bits at the end.
 */
export function decodeBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
