/** A product and its version, as `Googlebot/2.1`: two tokens (RFC 9110 sections 5.6.2 and 10.1.5). */
const PRODUCT = /^([\w!#$%&'*+.^`|~-]+)(?:\/[\w!#$%&'*+.^`|~-]*)?$/;

/** No crawler needs more; longer headers are read so far and no further. */
const LONGEST_USER_AGENT = 2048;

/**
 * The names of all products in a `User-Agent` header, in lower case, without their versions.
 *
 * Names inside comments count too, because that is where most crawlers put theirs:
 * `Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`. A name counts only as a whole word, so
 * `NotGooglebot/1.0`, `googlebot.example` and the web and mail addresses in comments are other names or none.
 */
export function productNames(userAgent: string): Set<string> {
  const names = new Set<string>();
  for (const word of userAgent.slice(0, LONGEST_USER_AGENT).split(/[\s;,()]+/)) {
    const name = PRODUCT.exec(word)?.[1];
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return names;
}
