import { randomBytes } from 'node:crypto';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

export interface Sessions {
  /** The id of the account that the request is signed in to. */
  accountId(req: Request): string | undefined;
  /** Always a new session, so that none planted beforehand is ever signed in. */
  start(req: Request, res: Response, accountId: string): void;
  end(req: Request, res: Response): void;
}

const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const MOST_SESSIONS = 10_000;

/** Sessions in the memory of this process: a random id in a cookie, the account's id behind it. */
export function createSessions(site: string): Sessions {
  const secure = site.startsWith('https:');
  const name = secure ? '__Host-session' : 'session';
  const attributes: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const sessions = new Map<string, { readonly accountId: string; readonly endsAt: number }>();
  const idOf = (req: Request): string => parse(req.headers.cookie ?? '')[name] ?? '';

  return {
    accountId(req) {
      const session = sessions.get(idOf(req));
      return session && Date.now() < session.endsAt ? session.accountId : undefined;
    },

    start(req, res, accountId) {
      const id = randomBytes(32).toString('base64url');
      sessions.delete(idOf(req));
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= MOST_SESSIONS) sessions.delete(oldest);
      sessions.set(id, { accountId, endsAt: Date.now() + A_WEEK });
      res.cookie(name, id, { ...attributes, maxAge: A_WEEK });
    },

    end(req, res) {
      sessions.delete(idOf(req));
      res.clearCookie(name, attributes);
    },
  };
}
