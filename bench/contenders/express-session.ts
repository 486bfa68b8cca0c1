import { RedisStore } from 'connect-redis';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';

declare module 'express-session' {
  interface SessionData {
    read: string[];
  }
}

/** A session that keeps the list of what was read. Two tabs at once overwrite each other's. */
export const expressSession: Contender = {
  label: 'express-session, connect-redis',
  roundTrips: ['get', 'set', 'expire'],
  async createMeter(redisUrl) {
    const client = await createClient({ url: redisUrl }).connect();
    const sessions = session({
      store: new RedisStore({ client }),
      secret: 'a secret of thirty-two bytes or more',
      resave: false,
      saveUninitialized: false,
    });
    const count: RequestHandler = (req, res, next) => {
      const article = req.path;
      const read = req.session.read ?? [];
      if (!read.includes(article)) {
        if (read.length < LIMIT) req.session.read = [...read, article];
        else res.locals.blocked = true;
      }
      next();
    };
    return { handlers: [sessions, count], isBlocked: (_req, res) => res.locals.blocked === true };
  },
};
