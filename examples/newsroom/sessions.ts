import { randomBytes } from 'node:crypto';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { LRUCache } from 'lru-cache';

export interface Sessions {
  /** The id of the account that the request is signed in to. */
  accountId(req: Request): string | undefined;
  /** Always a new session, so that none planted beforehand is ever signed in. */
  start(req: Request, res: Response, accountId: string): void;
  end(req: Request, res: Response): void;
}

const A_WEEK = 7 * 24 * 60 * 60 * 1000;

/** Sessions in the memory of this process: a random id in a cookie, the account's id behind it. */
export function createSessions(site: string): Sessions {
  const secure = site.startsWith('https:');
  const name = secure ? '__Host-session' : 'session';
  const attributes: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const accountIds = new LRUCache<string, string>({ max: 10_000, ttl: A_WEEK });
  const idOf = (req: Request): string => parse(req.headers.cookie ?? '')[name] ?? '';

  return {
    accountId: (req) => accountIds.get(idOf(req)),

    start(req, res, accountId) {
      const id = randomBytes(32).toString('base64url');
      accountIds.delete(idOf(req));
      accountIds.set(id, accountId);
      res.cookie(name, id, { ...attributes, maxAge: A_WEEK });
    },

    end(req, res) {
      accountIds.delete(idOf(req));
      res.clearCookie(name, attributes);
    },
  };
}
