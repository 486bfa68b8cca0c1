import { types } from 'node:util';
import { canonicalPath } from '../article/index.js';
import { outOfRange } from '../options/index.js';

/** Tells whether a canonical path is that of an article. */
export type IsArticle = (path: string) => boolean;

/**
 * Which paths are articles: those below a path, or those that match a RegExp.
 *
 * @throws {OptionError} for anything else.
 */
export function readArticles(value: unknown, option: string): IsArticle {
  if (types.isRegExp(value)) return matching(value);
  if (typeof value === 'string' && value.startsWith('/')) return below(canonicalPath(value));
  throw outOfRange(option, value, 'the path that articles are below, as /news/, or a RegExp');
}

function matching({ source, flags }: RegExp): IsArticle {
  // `g` and `y` would go on from where the last match ended.
  const stateless = new RegExp(source, flags.replace(/[gy]/g, ''));
  return (path) => stateless.test(path);
}

function below(folder: string): IsArticle {
  const start = folder === '/' ? folder : `${folder}/`;
  return (path) => path.length > start.length && path.startsWith(start);
}
