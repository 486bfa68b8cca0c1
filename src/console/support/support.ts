import { warn } from '../../events/index.js';
import { optional, outOfRange, readOptions, text } from '../../options/index.js';
import type { NodeRequest, NodeResponse } from '../../prompts/index.js';
import type { PaywallTerms } from '../terms/terms.js';
import { SUPPORT_POLICY } from './assets.js';
import { languageOf } from './language.js';
import { type SupportReading, supportPage, supportRefusal } from './page.js';

/** What `createSupportPage` takes. */
export interface SupportPageOptions {
  /** The site's name, as readers know it. Default: its host. */
  readonly siteName?: string;
  /** Where readers send their code. Default: the page says "us". */
  readonly email?: string;
}

/** What the page needs of a paywall. */
export interface SupportPaywall {
  readonly terms: PaywallTerms;
  /** Throws where there is none: then nobody could do anything with a code. */
  readonly policy: unknown;
  reading(req: NodeRequest): Promise<SupportReading>;
  supportCode(req: NodeRequest): Promise<string | null>;
}

/** Answers whatever it is handed: middleware of Express, and a listener of Node's own requests. */
export type SupportHandler = (req: NodeRequest, res: NodeResponse) => Promise<void>;

/**
 * A page on which a reader finds a code to send to reader support, in the place of their pass. Its address is the same for everyone and
 * says nothing: `app.use('/paywall/support', createSupportPage(paywall))`.
 *
 * @param paywall What `createPaywall` makes, with a policy.
 * @throws {OptionError} where there is no policy, and for the first option that is unknown or wrong.
 */
export function createSupportPage(paywall: SupportPaywall, options: SupportPageOptions = {}): SupportHandler {
  const settings = readSupportOptions(options, 'createSupportPage');
  void paywall.policy;
  return supportHandler(paywall, settings);
}

/** The options once checked. */
export interface SupportSettings {
  readonly siteName: string | null;
  readonly email: string | null;
}

/** @throws {OptionError} for the first option that is unknown or wrong. */
export function readSupportOptions(options: unknown, path: string): SupportSettings {
  return readOptions<SupportSettings>(options, path, {
    siteName: optional(text, null),
    email: optional(readEmail, null),
  });
}

function readEmail(value: unknown, option: string): string {
  const email = text(value, option);
  if (/^[^\s@<>"?&]+@[^\s@<>"?&]+$/.test(email)) return email;
  throw outOfRange(option, email, 'an e-mail address, as in help@news.example');
}

export function supportHandler(
  { terms, reading, supportCode }: Omit<SupportPaywall, 'policy'>,
  { siteName, email }: SupportSettings,
): SupportHandler {
  const name = siteName ?? new URL(terms.site).host;

  async function show(req: NodeRequest, res: NodeResponse): Promise<void> {
    const { method, headers } = req;
    const language = languageOf(headers['accept-language']);
    const { byAddress, byItself } = language.messages;
    if (method !== 'GET' && method !== 'HEAD') return send(req, res, 405, supportRefusal(name, byAddress, language));
    if (!isOpened(req)) return send(req, res, 403, supportRefusal(name, byItself, language));
    const [read, code] = await Promise.all([reading(req), supportCode(req)]);
    const { timeZone } = terms;
    send(req, res, 200, supportPage({ siteName: name, email, reading: read, code, language, timeZone }));
  }

  return async (req, res) => {
    try {
      await show(req, res);
    } catch (error) {
      warn({ code: 'ERR_PAYWALL_INTERNAL', message: 'The page for reader support failed', count: 1, error });
      const language = languageOf(req.headers['accept-language']);
      send(req, res, 500, supportRefusal(name, language.messages.failed, language));
    }
  };
}

/** Whether the reader goes to it in a window of its own: no script and no frame, of whatever site, is handed a code (Fetch Metadata). */
function isOpened({ headers }: NodeRequest): boolean {
  const [mode, destination] = [headers['sec-fetch-mode'], headers['sec-fetch-dest']];
  return (mode ?? 'navigate') === 'navigate' && (destination ?? 'document') === 'document';
}

const FIELDS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': SUPPORT_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
} as const;

function send({ method }: NodeRequest, res: NodeResponse, status: number, body: string): void {
  const allow = status === 405 && { Allow: 'GET, HEAD' };
  res.writeHead(status, { ...FIELDS, ...allow, 'Content-Length': Buffer.byteLength(body) });
  if (method === 'HEAD') res.end();
  else res.end(body);
}
