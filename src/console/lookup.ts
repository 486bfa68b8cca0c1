import { canonicalPath, readName } from '../article/index.js';
import type { Desk } from './desk.js';
import type { ArticleAccess } from './options.js';

/**
 * What is known of an article that an editor names: its access; `none` where there is no such article; `unsure` where only figures
 * could know it and do not, `unknowable` where nothing could.
 */
export interface LookedUp {
  /** As the site names it. */
  readonly id: string;
  readonly is: ArticleAccess | 'none' | 'unsure' | 'unknowable';
}

type Sources = Pick<Desk, 'article' | 'articles' | 'figures' | 'terms'>;

/** Looks an article up by what was typed: its id, or its whole address where the site names articles by their paths. */
export async function lookUp(typed: string, sources: Sources): Promise<LookedUp> {
  const ids = idsIn(typed, sources.terms.site);
  const listed = await sources.articles();
  for (const id of ids) {
    const found = sources.article ? await sources.article(id) : listed.find((each) => each.id === id);
    if (found) return { id: found.id, is: found.access };
  }
  const [id = typed] = ids;
  if (sources.article) return { id, is: 'none' };
  const counted = await countedNames(sources);
  const known = ids.find((each) => counted?.has(each));
  if (known !== undefined) return { id: known, is: 'metered' };
  if (listed.length > 0) return { id, is: 'none' };
  return { id, is: counted === null ? 'unknowable' : 'unsure' };
}

function idsIn(typed: string, site: string): readonly string[] {
  const name = readName(typed) ?? typed;
  return typed.startsWith(`${site}/`) ? [canonicalPath(typed), name] : [name];
}

/** The articles of this period that readers were shown; `null` where nobody can tell. */
async function countedNames({ figures }: Sources): Promise<ReadonlySet<string> | null> {
  try {
    const report = await figures?.read();
    return report ? new Set(report.sum.articles.map(({ name }) => name)) : null;
  } catch {
    return null;
  }
}
