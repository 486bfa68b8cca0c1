import { randomBytes } from 'node:crypto';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** What the next page tells, once. */
export interface Note {
  /** Of what has just been done. */
  readonly message?: string;
  /** A comment that is sent back. */
  readonly comment?: { readonly article: number; readonly text: string; readonly error: string };
}

interface Session {
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly note?: Note;
}

export interface Sessions {
  /** The id of the account that the request is signed in to. */
  accountId(req: Request): string | undefined;
  /** Always a new session, so that none planted beforehand is ever signed in. */
  start(req: Request, res: Response, accountId: string, note?: Note): void;
  end(req: Request, res: Response): void;
  /** Leaves a note for the session's next page. */
  leave(req: Request, note: Note): void;
  /** The note that was left, which is then gone. */
  take(req: Request): Note;
}

const A_WEEK = 7 * 24 * 60 * 60 * 1000;
const MOST_SESSIONS = 10_000;

/** Sessions in the memory of this process: a random id in a cookie, the account's id behind it. */
export function createSessions(site: string): Sessions {
  const secure = site.startsWith('https:');
  const name = secure ? '__Host-session' : 'session';
  const attributes: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const sessions = new Map<string, Session>();
  const idOf = (req: Request): string => parse(req.headers.cookie ?? '')[name] ?? '';
  const sessionOf = (req: Request): Session | undefined => {
    const session = sessions.get(idOf(req));
    return session && Date.now() < session.endsAt ? session : undefined;
  };
  const leave = (req: Request, note: Note): void => {
    const session = sessionOf(req);
    if (session) sessions.set(idOf(req), { ...session, note });
  };

  return {
    accountId: (req) => sessionOf(req)?.accountId,

    start(req, res, accountId, note = {}) {
      const id = randomBytes(32).toString('base64url');
      sessions.delete(idOf(req));
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= MOST_SESSIONS) sessions.delete(oldest);
      sessions.set(id, { accountId, note, endsAt: Date.now() + A_WEEK });
      res.cookie(name, id, { ...attributes, maxAge: A_WEEK });
    },

    end(req, res) {
      sessions.delete(idOf(req));
      res.clearCookie(name, attributes);
    },

    leave,

    take(req) {
      const { note = {} } = sessions.get(idOf(req)) ?? {};
      if (Object.keys(note).length > 0) leave(req, {});
      return note;
    },
  };
}
