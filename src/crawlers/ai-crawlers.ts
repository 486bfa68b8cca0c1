import { OptionError, parseWebUrl } from '../options/index.js';
import { AI_CRAWLERS } from './ai-crawler-names.js';
import { productNames } from './user-agent.js';

const NAMES = new Map(AI_CRAWLERS.map((name) => [name.toLowerCase(), name]));

/**
 * The AI crawler that a user agent names, or `null`. Whole product tokens are compared, in any case, so a browser is
 * never taken for one because its name contains another. A crawler that does not name itself is not found.
 */
export function aiCrawlerOf(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  for (const product of productNames(userAgent)) {
    const name = NAMES.get(product);
    if (name !== undefined) return name;
  }
  return null;
}

/** What AI crawlers that name themselves meet: the paywall like every reader, 403 Forbidden, or 402 Payment Required. */
export type AiCrawlerPolicy = 'allow' | 'block' | 402;

/** How AI crawlers that name themselves are answered. */
export interface AiCrawlersOptions {
  /** What they meet: `allow` (the meter), `block` (403 Forbidden) or 402 (Payment Required). Default: `allow`. */
  readonly policy?: AiCrawlerPolicy;
  /** The site's own fields for the answer, as in `{ 'crawler-price': 'USD 0.01' }`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The http or https address of the site's terms. Sent as `Link: <…>; rel="terms-of-service"` (RFC 8288, RFC 6903),
   * beside a `Link` field among `headers`. Default: none.
   */
  readonly terms?: string;
}

/** A whole answer but for its body, which must hold nothing of the article. */
export interface AiCrawlerAnswer {
  readonly status: 402 | 403;
  readonly headers: Readonly<Record<string, string>>;
}

/** A field's name (RFC 9110 section 5.6.2) and the characters of its value (section 5.5). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fields that say how the answer is framed and kept, or that would count the crawler as a reader. */
const FIELDS_OF_OURS: ReadonlySet<string> = new Set([
  'cache-control',
  'connection',
  'content-length',
  'set-cookie',
  'transfer-encoding',
]);

/**
 * The answer to every AI crawler that names itself, the same for all; `null` where they are allowed.
 *
 * @param path Where the options stand, for messages.
 * @throws {OptionError} for another policy, a field that is malformed or belongs to the paywall, and terms that are no
 * web address.
 */
export function aiCrawlerAnswer(options: AiCrawlersOptions = {}, path = 'aiCrawlers'): AiCrawlerAnswer | null {
  const { policy = 'allow', headers = {}, terms } = options;
  if (policy !== 'allow' && policy !== 'block' && policy !== 402) {
    const problem = `${JSON.stringify(policy)} is not a policy`;
    throw new OptionError('ERR_PAYWALL_OPTION_RANGE', `${path}.policy`, problem, "Give 'allow', 'block' or 402");
  }
  const own = Object.entries(headers);
  for (const [name, value] of own) checkField(name, value, path);
  const links = own.filter(([name]) => name.toLowerCase() === 'link').map(([, value]) => value);
  if (terms !== undefined) links.push(`<${checkedTerms(terms, path)}>; rel="terms-of-service"`);
  if (policy === 'allow') return null;
  return {
    status: policy === 402 ? 402 : 403,
    headers: {
      ...Object.fromEntries(own.filter(([name]) => name.toLowerCase() !== 'link')),
      ...(links.length > 0 && { Link: links.join(', ') }),
      'Cache-Control': 'private, no-store',
      Vary: 'Cookie, User-Agent',
    },
  };
}

function checkField(name: string, value: string, path: string): void {
  const option = `${path}.headers[${JSON.stringify(name)}]`;
  if (FIELDS_OF_OURS.has(name.toLowerCase())) {
    throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'the paywall sets this field itself', 'Leave it out');
  }
  if (TOKEN.test(name) && FIELD_VALUE.test(value)) return;
  const fix = 'Give a field name and a value without line breaks';
  throw new OptionError('ERR_PAYWALL_OPTION_TYPE', option, 'not an HTTP header field', fix);
}

/** The address in its serialised form, in which nothing can end the `<…>` around it. */
function checkedTerms(terms: string, path: string): string {
  const url = parseWebUrl(terms);
  if (url) return url.href;
  const problem = `${JSON.stringify(terms)} is not a web address`;
  throw new OptionError(
    'ERR_PAYWALL_OPTION_TYPE',
    `${path}.terms`,
    problem,
    "Write it as 'https://news.example/terms'",
  );
}
