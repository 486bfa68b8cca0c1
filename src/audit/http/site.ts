import { setTimeout as sleep } from 'node:timers/promises';
import { parseUrl } from '../../options/index.js';
import { AuditError, Spent } from '../errors.js';
import { ENCODINGS } from './body.js';
import type { Ask, Exchange, HeaderFields, Received } from './exchange.js';
import type { Jar } from './jar.js';
import type { Pace } from './pace.js';

/** The site under audit: the one host that is ever asked. */
export interface Site {
  /**
   * Asks as a reader with these cookies, who follows redirects within the site and keeps what cookies are set.
   *
   * @throws {SiteSilent} where there is no answer.
   * @throws {AuditError} for another host, or once the site turns requests away for being too many.
   * @throws {Spent} once so many requests have been sent as may be.
   */
  ask(ask: Ask, jar: Jar): Promise<Received>;
  /** The same, without waiting for a turn. */
  askAtOnce(ask: Ask, jar: Jar): Promise<Received>;
  /** Requests sent so far. */
  readonly sent: number;
  /** Lets the last few requests be sent, which are kept back for the end. */
  release(): void;
}

/** In one audit, whatever the site's pages name, and whether or not it ends with them. */
export const MOST_REQUESTS = 500;
/** One with its redirects, each of them asked twice: what shows at the end that the site answers still. */
const KEPT_BACK = 12;

const MOST_REDIRECTS = 5;
const LONGEST_PAUSE_S = 60;
const DEFAULT_PAUSE_S = 5;

/** An honest name, so that the owner finds the audit in the logs. */
const OWN_FIELDS: HeaderFields = {
  'User-Agent': 'Mozilla/5.0 (compatible; metered-paywall-audit)',
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language': 'en',
  'Accept-Encoding': ENCODINGS,
};

/**
 * @param article An address on the site; its host is the only one asked.
 * @param extra HeaderFields to send with every request, as a staging site may need.
 */
export function createSite(article: URL, extra: HeaderFields, exchange: Exchange, pace: Pace): Site {
  let sent = 0;
  let most = MOST_REQUESTS - KEPT_BACK;

  const send = async (ask: Ask, turn: Pace): Promise<Received> => {
    if (!within(article, ask.url)) throw new AuditError(`${ask.url.host} is not ${article.host}, and is not asked`);
    if (sent >= most) throw new Spent('no request is left');
    sent += 1;
    await turn();
    return exchange(ask);
  };

  const sendPatiently = async (ask: Ask, turn: Pace): Promise<Received> => {
    const reply = await send(ask, turn);
    if (reply.status !== 429) return reply;
    await sleep(pauseOf(reply) * 1000);
    const again = await send(ask, pace);
    if (again.status === 429) {
      throw new AuditError('The site turns requests away for being too many (429). Ask less often: --rate 1');
    }
    return again;
  };

  const askInTurn =
    (turn: Pace): Site['ask'] =>
    async ({ url, method, headers }, jar) => {
      let next: Ask = { url, method: method ?? 'GET' };
      for (let redirects = 0; ; redirects++) {
        const reply = await sendPatiently({ ...next, headers: fieldsOf(jar, extra, headers) }, turn);
        jar.keep(reply.setCookies);
        const target = redirects < MOST_REDIRECTS ? redirectOf(reply) : undefined;
        if (!target || !within(article, target)) return reply;
        next = { url: target, method: methodAfter(reply.status, next.method) };
      }
    };

  return {
    get sent() {
      return sent;
    },
    release() {
      most = MOST_REQUESTS;
    },
    ask: askInTurn(pace),
    askAtOnce: askInTurn(async () => undefined),
  };
}

function fieldsOf(jar: Jar, extra: HeaderFields, headers: HeaderFields = {}): HeaderFields {
  const fields = new Map<string, readonly [string, string]>();
  for (const [name, value] of Object.entries({ ...OWN_FIELDS, ...extra, ...headers })) {
    fields.set(name.toLowerCase(), [name, value]);
  }
  const cookies = [fields.get('cookie')?.[1], jar.toString()].filter(Boolean).join('; ');
  if (cookies !== '') fields.set('cookie', ['Cookie', cookies]);
  return Object.fromEntries(fields.values());
}

/** The same host, and never from a secure connection back to an open one. */
function within(article: URL, url: URL): boolean {
  const protocols = article.protocol === 'https:' ? ['https:'] : ['http:', 'https:'];
  return url.host === article.host && protocols.includes(url.protocol);
}

function redirectOf({ status, headers, url }: Received): URL | undefined {
  const { location } = headers;
  return status >= 300 && status <= 399 && location !== undefined ? parseUrl(location, url) : undefined;
}

/** RFC 9110 section 15.4: 307 and 308 keep the method. */
function methodAfter(status: number, method = 'GET'): string {
  return status === 307 || status === 308 || method === 'HEAD' ? method : 'GET';
}

function pauseOf({ headers }: Received): number {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? Math.min(seconds, LONGEST_PAUSE_S) : DEFAULT_PAUSE_S;
}
