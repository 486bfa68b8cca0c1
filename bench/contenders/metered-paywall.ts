import { Redis } from 'ioredis';
import { createPaywall, redisFigures, redisOptions, redisStore } from 'metered-paywall';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';

/** Ours, as the README has it. */
export const meteredPaywall: Contender = {
  label: 'metered-paywall',
  roundTrips: ['evalsha', 'eval'],
  createMeter(redisUrl) {
    const paywall = createPaywall({
      site: 'https://news.example',
      keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
      store: redisStore(new Redis(redisUrl, redisOptions())),
      blockAfter: LIMIT,
    });
    return { handlers: [paywall.meter()], isBlocked: (req) => req.paywall.state === 'blocked' };
  },
};

/** The same with figures. */
export const withFigures: Contender = {
  label: 'the same with figures',
  roundTrips: ['evalsha', 'eval'],
  createMeter(redisUrl) {
    const client = new Redis(redisUrl, redisOptions());
    const paywall = createPaywall({
      site: 'https://news.example',
      keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
      store: redisStore(client),
      figures: redisFigures(client),
      blockAfter: LIMIT,
    });
    return { handlers: [paywall.meter()], isBlocked: (req) => req.paywall.state === 'blocked' };
  },
};

export const inTwoProcesses: Contender = { ...meteredPaywall, label: 'the same in two processes', processes: 2 };

export const amongAMillion: Contender = {
  ...meteredPaywall,
  label: 'the same among a million readers',
  readersBefore: 1_000_000,
};
