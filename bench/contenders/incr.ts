import type { RequestHandler } from 'express';
import { Redis } from 'ioredis';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';
import { readerId } from './reader-id.js';

/** The meter that everybody writes first. Its counters never expire. */
export const incr: Contender = {
  label: 'one-line INCR',
  roundTrips: ['incr'],
  createMeter(redisUrl) {
    const redis = new Redis(redisUrl);
    const count: RequestHandler = async (req, res, next) => {
      res.locals.read = await redis.incr(readerId(req, res));
      next();
    };
    return { handlers: [count], isBlocked: (_req, res) => res.locals.read > LIMIT };
  },
};
