import express, { type Express, type Request } from 'express';
import request from 'supertest';

interface Copy {
  readonly type: string;
  readonly control: string;
  readonly body: string;
}

/**
 * A cache before a site that keeps every page for everybody, whatever the page says of itself.
 *
 * @param keyOf What pages are kept by. Default: the address with its query.
 */
export function cachingProxy(site: Express, keyOf = (req: Request): string => req.originalUrl): Express {
  const copies = new Map<string, Copy>();
  const proxy = express();
  proxy.disable('etag');
  proxy.use(async (req, res) => {
    const copy = req.method === 'GET' ? copies.get(keyOf(req)) : undefined;
    if (copy) {
      res.set({ 'X-Cache': 'HIT', 'Content-Type': copy.type, 'Cache-Control': copy.control }).send(copy.body);
      return;
    }
    const forwarded = Object.entries(req.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(?:host|connection|accept-encoding)$/.test(name) ? [[name, value] as const] : [],
    );
    const method = req.method === 'HEAD' ? 'head' : req.method === 'POST' ? 'post' : 'get';
    const answer = await request(site)[method](req.originalUrl).set(Object.fromEntries(forwarded));
    const type = answer.get('Content-Type') ?? 'text/html';
    const control = answer.get('Cache-Control') ?? '';
    if (req.method === 'GET' && answer.status === 200) copies.set(keyOf(req), { type, control, body: answer.text });
    res.status(answer.status).set({ 'X-Cache': 'MISS', 'Content-Type': type, 'Cache-Control': control });
    for (const cookie of answer.get('Set-Cookie') ?? []) res.append('Set-Cookie', cookie);
    res.send(answer.text);
  });
  return proxy;
}
