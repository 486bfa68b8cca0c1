import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { artFor, icon } from './art/index.js';
import { articles } from './articles/index.js';
import { styles } from './styles/index.js';

interface Asset {
  readonly type: string;
  readonly body: string;
  /** Changes with the body, so that an address with the version in it can be kept for ever. */
  readonly version: string;
}

function asset(type: string, body: string): Asset {
  return { type, body, version: createHash('sha256').update(body).digest('base64url').slice(0, 8) };
}

const artPath = (slug: string): string => `/art/${slug}.svg`;

const assets: ReadonlyMap<string, Asset> = new Map([
  ['/style.css', asset('text/css', styles)],
  ['/icon.svg', asset('image/svg+xml', icon)],
  ...articles.map(({ slug }) => [artPath(slug), asset('image/svg+xml', artFor(slug) ?? '')] as const),
]);

/** The address of an asset, with its version. */
export const assetUrl = (path: string): string => `${path}?v=${assets.get(path)?.version ?? ''}`;

export const artUrl = (slug: string): string => assetUrl(artPath(slug));

/** Serves style sheets and drawings. */
export const serveAssets: RequestHandler = (req, res, next) => {
  const found = req.method === 'GET' || req.method === 'HEAD' ? assets.get(req.path) : undefined;
  if (!found) {
    next();
    return;
  }
  const { type, body, version } = found;
  res.set('Cache-Control', req.query.v === version ? 'public, max-age=31536000, immutable' : 'public, no-cache');
  res.type(type).send(body);
};
