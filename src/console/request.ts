import type { NodeRequest } from '../prompts/index.js';

/** In characters: a reader's whole `Cookie` field, and some. */
const LONGEST_FORM = 65_536;

/** What a form brings, as a middleware before us left it or as it comes; `null` where it is no form. */
export async function formOf(req: NodeRequest): Promise<URLSearchParams | 'too long' | null> {
  const parsed: unknown = Reflect.get(req, 'body');
  if (typeof parsed === 'object' && parsed !== null && Object.keys(parsed).length > 0) {
    return new URLSearchParams(Object.entries(parsed).flatMap(([name, value]) => pairs(name, value)));
  }
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(req.headers['content-type'] ?? '')) return null;
  let body = '';
  let length = 0;
  try {
    for await (const chunk of req) {
      const text = String(chunk);
      length += text.length;
      // The rest of a long form is still taken off the connection, or a browser would show its own error in the place of ours.
      if (length <= LONGEST_FORM) body += text;
    }
  } catch {
    return null;
  }
  return length > LONGEST_FORM ? 'too long' : new URLSearchParams(body);
}

const pairs = (name: string, value: unknown): [string, string][] => (typeof value === 'string' ? [[name, value]] : []);

/** Where the console stands, as Express has it: what was taken off the path. */
export function baseOf(req: NodeRequest): string {
  const base: unknown = Reflect.get(req, 'baseUrl');
  return typeof base === 'string' ? base.replace(/\/+$/, '') : '';
}

/** The request's own address, in no origin in particular and without what the console stands at. */
export function urlOf({ url = '' }: NodeRequest, base: string): URL {
  const below = url.startsWith(base) ? url.slice(base.length) : url;
  return new URL(/^\/(?!\/)/.test(below) ? below : `/${below.replace(/^[^?]*/, '')}`, 'http://host.invalid');
}
