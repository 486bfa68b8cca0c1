import type { RequestHandler } from 'express';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';
import { readerId } from './reader-id.js';

const THIRTY_DAYS = 30 * 24 * 60 * 60;

/** A limiter with a window of a month. */
export const rateLimiterFlexible: Contender = {
  label: 'rate-limiter-flexible',
  roundTrips: ['evalsha', 'eval'],
  createMeter(redisUrl) {
    const limiter = new RateLimiterRedis({
      storeClient: new Redis(redisUrl),
      points: LIMIT,
      duration: THIRTY_DAYS,
    });
    const count: RequestHandler = async (req, res, next) => {
      try {
        await limiter.consume(readerId(req, res));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        res.locals.blocked = true;
      }
      next();
    };
    return { handlers: [count], isBlocked: (_req, res) => res.locals.blocked === true };
  },
};
