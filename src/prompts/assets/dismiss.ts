import { serialize } from 'cookie';
import type { Clock } from '../../clock/index.js';
import { parseWebUrl } from '../../options/index.js';
import { DISMISSED_COOKIE, type Dismissed } from '../dismissal.js';
import type { NodeRequest, NodeResponse } from './node.js';
import { PROMPT_ID } from './paths.js';

/** More than the form ever sends. */
const LONGEST_BODY = 100;

/** The longest day there is, where clocks are put back. */
const LONGEST_DAY = 25 * 60 * 60;

/**
 * Takes the form of a reader without script: the cookie, and the way back to the page. Where that is not known, the
 * reader stays where they are (204). Never to another site, whatever the request says.
 */
export function answerDismissal(req: NodeRequest, res: NodeResponse, query: URLSearchParams, clock: Clock): void {
  void bodyOf(req).then((body) => {
    const fields = new URLSearchParams(body);
    for (const which of ['prompt', 'last'] as const) {
      const seconds = Math.floor(Number(fields.get(which)) - clock() / 1000);
      if (seconds > 0 && seconds <= LONGEST_DAY) res.appendHeader('Set-Cookie', rememberedFor(which, seconds));
    }
    res.setHeader('Cache-Control', 'no-store');
    const back = ownPath(query.get('to')) ?? pathOfReferer(req);
    res.statusCode = back === undefined ? 204 : 303;
    if (back !== undefined) res.setHeader('Location', `${back}#${PROMPT_ID}`);
    res.end();
  });
}

const rememberedFor = (which: Dismissed, maxAge: number): string =>
  // Without HttpOnly, since the script reads it; it holds nothing about anybody.
  serialize(DISMISSED_COOKIE, which, { maxAge, path: '/', sameSite: 'lax' });

/** The body, as Express's own parser left it or as it comes; cut where it is longer than any of ours. */
async function bodyOf(req: NodeRequest): Promise<string> {
  const parsed: unknown = Reflect.get(req, 'body');
  if (typeof parsed === 'object' && parsed !== null) return new URLSearchParams(Object.entries(parsed)).toString();
  let body = '';
  try {
    for await (const chunk of req) {
      body += String(chunk);
      if (body.length > LONGEST_BODY) break;
    }
  } catch {
    // The reader has gone: nobody waits for the answer.
  }
  return body.slice(0, LONGEST_BODY);
}

const HERE = 'http://host.invalid';

function ownPath(given: string | null): string | undefined {
  const url = given === null ? undefined : parseWebUrl(given, HERE);
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search;
}

function pathOfReferer({ headers }: NodeRequest): string | undefined {
  const url = headers.referer === undefined ? undefined : parseWebUrl(headers.referer);
  return url !== undefined && url.host === (headers.host ?? headers[':authority'])
    ? ownPath(url.pathname + url.search)
    : undefined;
}
