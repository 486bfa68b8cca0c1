import { rateLimit } from 'express-rate-limit';
import { Redis } from 'ioredis';
import { RedisStore } from 'rate-limit-redis';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';
import { readerId } from './reader-id.js';

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

/** A limiter with a window of a month, as its documentation sets it up. */
export const expressRateLimit: Contender = {
  label: 'express-rate-limit, rate-limit-redis',
  roundTrips: ['evalsha', 'eval'],
  createMeter(redisUrl) {
    const redis = new Redis(redisUrl);
    const limiter = rateLimit({
      windowMs: THIRTY_DAYS,
      limit: LIMIT,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: readerId,
      handler: (_req, res, next) => {
        res.locals.blocked = true;
        next();
      },
      store: new RedisStore({ sendCommand: (...command) => Reflect.apply(redis.call, redis, command) }),
    });
    return { handlers: [limiter], isBlocked: (_req, res) => res.locals.blocked === true };
  },
};
