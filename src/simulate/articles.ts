import { canonicalPath } from '../article/index.js';
import { problem } from '../options/index.js';

/** What a request's target names; `null` where that is no article. */
export type ArticleOf = (target: string) => string | null;

const FIX = "Give a path as '/news/:id', the path that articles are below, as /news/, or a RegExp, as ^/news/[^/]+$";

/**
 * Tells articles by their paths in canonical form: `/news/:id` as Express has it, in which `*` stands for anything; `/news/` for all that is
 * below; or a regular expression. What stands for `:id`, or is captured, names the article; where nothing is, the path does.
 *
 * @throws {OptionError} for what is none of these.
 */
export function articlesOf(patterns: readonly string[], option: string): ArticleOf {
  const kinds = patterns.map((pattern) => expressionOf(pattern, option));
  return (target) => {
    const path = canonicalPath(target);
    for (const [index, kind] of kinds.entries()) {
      const found = kind.exec(path);
      if (found) return found.length > 1 ? JSON.stringify([index, ...found.slice(1)]) : path;
    }
    return null;
  };
}

function expressionOf(pattern: string, option: string): RegExp {
  try {
    if (!pattern.startsWith('/')) return new RegExp(pattern);
    // As Express matches, whatever the case of the letters.
    return pattern.length > 1 && pattern.endsWith('/')
      ? new RegExp(`^${partOf(pattern)}.`, 'i')
      : new RegExp(
          `^${pattern
            .split(/(:\w+|\*)/)
            .map(partOf)
            .join('')}$`,
          'i',
        );
  } catch {
    throw problem('ERR_PAYWALL_OPTION_RANGE', option, pattern, 'is no path and no RegExp', FIX);
  }
}

function partOf(part: string): string {
  if (/^:\w+$/.test(part)) return '([^/]+)';
  return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
