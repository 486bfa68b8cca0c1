import { createHmac, randomBytes } from 'node:crypto';
import { parse, serialize } from 'cookie';
import { isSameSecret } from '../options/index.js';
import type { NodeRequest } from '../prompts/index.js';

/** What a page's forms carry, and the field to set where the browser is new. */
export interface FormToken {
  readonly token: string;
  readonly setCookie: string | undefined;
}

/**
 * Makes sure that a form was sent from a page of ours that this editor was given: a random number in a cookie of the browser's, and in
 * the form a hash of the editor's name keyed by it. No process keeps anything, so that any may answer.
 *
 * Where the page is trustworthy, which browsers say by Fetch Metadata alone, the cookie is such as no other host of the domain's can
 * set. Elsewhere, as in a network of the site's own without TLS, they would refuse it.
 *
 * @param site Its scheme says whether such a cookie can be.
 */
export function createFormTokens(site: string) {
  const isSecure = ({ headers }: NodeRequest): boolean =>
    site.startsWith('https:') && headers['sec-fetch-site'] !== undefined;
  const nameOf = (req: NodeRequest): string => (isSecure(req) ? '__Host-paywall-console' : 'paywall-console');

  const secretOf = (req: NodeRequest): string | undefined => {
    const value = parse(req.headers.cookie ?? '')[nameOf(req)];
    return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
  };

  return {
    give(req: NodeRequest, editor: string): FormToken {
      const known = secretOf(req);
      const secret = known ?? randomBytes(32).toString('base64url');
      // Lax: a link from elsewhere brings it along, and no other site's form does.
      const setCookie = serialize(nameOf(req), secret, {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure(req),
        path: '/',
      });
      return { token: tokenOf(secret, editor), setCookie: known === undefined ? setCookie : undefined };
    },

    isOurs(req: NodeRequest, editor: string, given: string | null): boolean {
      const secret = secretOf(req);
      return secret !== undefined && given !== null && !isForeign(req) && isSameSecret(tokenOf(secret, editor), given);
    },
  };
}

const tokenOf = (secret: string, editor: string): string =>
  createHmac('sha256', secret).update(editor).digest('base64url');

/** Whether the browser itself says that another site's page sent it (Fetch Metadata). */
function isForeign({ headers }: NodeRequest): boolean {
  const from = headers['sec-fetch-site'];
  return from !== undefined && from !== 'same-origin' && from !== 'none';
}
