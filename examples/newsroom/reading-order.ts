import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

/** In which order a reader opened articles, which the paywall's set does not tell. */
export interface ReadingOrder {
  /** Ids of articles, the first opened first; whether they count, the paywall knows. */
  of(req: Request): readonly number[];
  /** @param until When nothing about the reader may be left. */
  add(req: Request, res: Response, id: number, until: Date): void;
}

const MOST = 64;

/** Kept in the reader's own browser, in a cookie that ends with the period. */
export function createReadingOrder(site: string): ReadingOrder {
  const secure = site.startsWith('https:');
  const name = secure ? '__Host-reading-order' : 'reading-order';
  const attributes: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };
  const of = (req: Request): readonly number[] => {
    const value = parse(req.headers.cookie ?? '')[name] ?? '';
    return /^\d{1,6}(?:\.\d{1,6})*$/.test(value) ? value.split('.').slice(-MOST).map(Number) : [];
  };
  return {
    of,
    add(req, res, id, until) {
      const ids = [...of(req).filter((other) => other !== id), id].slice(-MOST);
      res.cookie(name, ids.join('.'), { ...attributes, expires: until });
    },
  };
}
