import { type ArticleIds, type ArticleName, type IdsByFormat, readName } from '../article/index.js';
import { wrongType } from '../options/index.js';
import { type Pass, union } from '../pass/index.js';
import type { Keeper } from './keeper.js';
import { stateOf } from './limits.js';
import type { ExplainOptions, ReaderReport } from './reader.js';
import { type Found, readOf } from './reader-search.js';
import { readerInWords } from './reader-words.js';
import type { SayTime } from './words.js';

/** Says what is known of a reader who was found. */
export type ReportOn = (found: Found, options?: ExplainOptions) => Promise<ReaderReport>;

/** @param ids Not those of the meter, which remember what is asked for often. */
export function createReaderReports(keeper: Keeper, ids: IdsByFormat, say: SayTime): ReportOn {
  return async (found, { articles = [], article } = {}) => {
    const { reader, account, visited } = found;
    const { pass, limits, granted, generation, who, rolling, now, period, format } = reader;
    const idOf = (name: ArticleName) => idIn(ids[format], name, period.key);
    const read = readOf(found);
    const set = union(visited?.members ?? [], pass?.ledger ?? []);
    const names = namesOf(set, typeof articles === 'function' ? await articles() : articles, idOf);
    const entry = keeper.document.readers.get(who);
    const opened = entry && entry.ends > now ? entry.opened : [];
    const resetsAt = rolling && visited ? now + visited.endsIn : found.ends;
    const isFull = account?.access === 'full';
    const limit = isFull ? Number.POSITIVE_INFINITY : limits.blockAfter;
    const { openUntil, prompts } = keeper.document.turned;
    const asked = article === undefined ? undefined : idOf(article);
    return {
      reader: who,
      state: isFull ? 'free' : stateOf(read, false, limits),
      read,
      limit,
      resetsAt: new Date(resetsAt),
      granted,
      freshStarts: generation,
      articles: names,
      unnamed: Math.max(0, read - names.length),
      words: readerInWords(
        {
          ...{ read, limits, granted, generation, opened: opened.length, isFull, prompts, names, resetsAt },
          openUntil: openUntil > now ? openUntil : 0,
          storeAnswers: visited !== null,
          isUnknownAccount: account !== null && visited !== null && read === 0 && pass === null && entry === undefined,
          isOfOtherAccount: pass?.account !== undefined && account === null,
          madeAt: found.madeAt,
          // A pass from before a fresh start tells nothing of the view that it was signed for.
          last: pass && !isEmptied(pass) ? { state: pass.state, at: pass.signedAt } : null,
          asked:
            asked === undefined
              ? undefined
              : { name: String(article), isRead: set.includes(asked), isOpened: opened.includes(asked) },
        },
        say,
      ),
    };
  };
}

const isEmptied = ({ state, read }: Pick<Pass, 'state' | 'read'>): boolean => state === 'free' && read === 0;

/** What names no article is a mistake of whoever asks. */
export function idIn(ids: ArticleIds, article: ArticleName, period: string): number {
  const name = readName(article);
  if (name === null) throw wrongType('article', article, 'the name of an article');
  return ids.idOf(name, period);
}

function namesOf(
  set: readonly number[],
  articles: Iterable<ArticleName>,
  idOf: (name: ArticleName) => number,
): string[] {
  const names = new Map<number, string>();
  const wanted = new Set(set);
  for (const article of articles) {
    const id = idOf(article);
    if (wanted.has(id)) names.set(id, String(article));
  }
  return set.flatMap((id) => names.get(id) ?? []);
}
