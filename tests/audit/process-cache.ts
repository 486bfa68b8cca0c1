import type { Request, RequestHandler } from 'express';

interface Kept {
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>;
  readonly body: string;
}

/**
 * A cache in the site's own process that keeps every page with all its fields, `Set-Cookie` too, as some do.
 *
 * @param keyOf What pages are kept by. Default: the address with its query.
 */
export function processCache(keyOf = (req: Request): string => req.originalUrl): RequestHandler {
  const pages = new Map<string, Kept>();
  return (req, res, next) => {
    const kept = req.method === 'GET' ? pages.get(keyOf(req)) : undefined;
    if (kept) {
      res.set(Object.fromEntries(Object.entries(kept.headers).map(([name, value]) => [name, listOrText(value)])));
      return void res.end(kept.body);
    }
    const { end } = res;
    res.end = (body: unknown) => {
      end.call(res, body, 'utf8');
      const headers = Object.fromEntries(
        Object.entries(res.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      );
      if (req.method === 'GET' && res.statusCode === 200) pages.set(keyOf(req), { headers, body: String(body) });
      return res;
    };
    next();
  };
}

const listOrText = (value: string | number | readonly string[]): string | string[] =>
  typeof value === 'object' ? [...value] : String(value);
