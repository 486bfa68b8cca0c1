import type { RequestHandler } from 'express';

/** No frame, and nothing from another host. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function securityHeaders(site: string): RequestHandler {
  const headers = {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    ...(site.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };
  return (_req, res, next) => {
    res.set(headers);
    next();
  };
}

/**
 * Refuses a form that another site's page submitted. `SameSite` keeps the session out of such a request, but would let
 * another site sign a reader in to an account that is not theirs. Browsers name the origin of every POST.
 */
export const refuseForeignForms: RequestHandler = (req, res, next) => {
  const { origin } = req.headers;
  const ours = origin === undefined || (URL.canParse(origin) && new URL(origin).host === req.host);
  if (req.method === 'GET' || req.method === 'HEAD' || ours) {
    next();
    return;
  }
  res.sendStatus(403);
};
