import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

const COOKIE = /(?:^|; )reader=([^;]+)/;

/** Who reads, for those who leave that to the site: a random id in a cookie, as cheap as can be, and unsigned. */
export function readerId(req: Request, res: Response): string {
  const known = COOKIE.exec(req.headers.cookie ?? '')?.[1];
  if (known !== undefined) return known;
  const id = randomUUID();
  res.setHeader('Set-Cookie', `reader=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return id;
}
