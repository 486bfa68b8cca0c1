import type { Request, RequestHandler, Response } from 'express';

/** A way to meter a site. */
export interface Meter {
  /** What stands before the article's own handler. */
  readonly handlers: readonly RequestHandler[];
  /** Whether the handler is to show the wall. */
  isBlocked(req: Request, res: Response): boolean;
}

/** One of the sites compared. */
export interface Contender {
  readonly label: string;
  /** The commands it sends to Redis, as `INFO commandstats` calls them; what runs inside a script is no round trip. */
  readonly roundTrips: readonly string[];
  /** Processes that share the views and one Redis. Default: 1. */
  readonly processes?: number;
  /** Readers whom its Redis has at their limit before the first view. Default: none. */
  readonly readersBefore?: number;
  createMeter(redisUrl: string): Meter | Promise<Meter>;
}
