import { createHash } from 'node:crypto';
import type { Clock } from '../../clock/index.js';
import { isWebUrl } from '../url.js';
import { answerDismissal } from './dismiss.js';
import type { NodeRequest, NodeResponse } from './node.js';
import { DISMISS_PATH } from './paths.js';
import { scriptText } from './script.js';
import { stylesText } from './styles.js';

/** A file for the site to serve. */
export interface PromptAsset {
  /** The file's name, which changes with its text, so that it can be kept for ever. */
  readonly name: string;
  /** Its address under the path of the assets, as in `/paywall/prompts-3kd9x2ma.css`. */
  readonly url: string;
  /** The `Content-Type`. */
  readonly type: string;
  /** What the file holds, in UTF-8. */
  readonly text: string;
}

/**
 * Serves the style sheet and the script, cacheable for ever, and takes the dismissal of a prompt from browsers without script.
 * Anything else goes on to `next`. It is middleware of Express, and of any server on Node's own requests and responses, whether
 * the path of the assets is still in `req.url` or not.
 */
export interface PromptAssets {
  (req: NodeRequest, res: NodeResponse, next: () => void): void;
  /** The style sheet, for a site that serves it in its own way. */
  readonly styles: PromptAsset;
  /** The script, which goes into the `head`: without `defer` no dismissed prompt is ever seen. */
  readonly script: PromptAsset;
}

/** @param path Where the assets stand. */
export function createAssets(path: string, clock: Clock): PromptAssets {
  const styles = asset(path, 'css', 'text/css; charset=utf-8', stylesText);
  const script = asset(path, 'js', 'text/javascript; charset=utf-8', scriptText);
  const serve = (req: NodeRequest, res: NodeResponse, next: () => void): void => {
    const url = new URL(isWebUrl(req.url ?? '/') ? (req.url ?? '/') : '/', 'http://host.invalid');
    const name = url.pathname.startsWith(`${path}/`) ? url.pathname.slice(path.length + 1) : url.pathname.slice(1);
    const file = [styles, script].find((known) => known.name === name);
    if (file && (req.method === 'GET' || req.method === 'HEAD')) send(req, res, file);
    else if (name === DISMISS_PATH && req.method === 'POST') answerDismissal(req, res, url.searchParams, clock);
    else next();
  };
  return Object.assign(serve, { styles, script });
}

function asset(path: string, extension: string, type: string, text: string): PromptAsset {
  const version = createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '').slice(0, 8);
  const name = `prompts-${version}.${extension}`;
  return { name, url: `${path}/${name}`, type, text };
}

function send({ method }: NodeRequest, res: NodeResponse, { type, text }: PromptAsset): void {
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  if (method === 'HEAD') res.end();
  else res.end(text);
}
