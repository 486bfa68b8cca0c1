import { createArticleIds } from '../article/index.js';
import type { Clock } from '../clock/index.js';
import { wholeNumber } from '../options/index.js';
import { MOST_ARTICLES, MOST_GIVEN, mergeGiven } from '../pass/index.js';
import { limitsInForce } from './change.js';
import {
  type Act,
  type Document,
  type Entry,
  type Logged,
  MOST_LOGGED,
  MOST_OPENED,
  MOST_READERS,
} from './document.js';
import { type Editor, nameOf } from './editor.js';
import { PolicyError } from './errors.js';
import type { Keeper } from './keeper.js';
import type { Limits } from './limits.js';
import type { ReaderDesk, ReaderRef } from './reader.js';
import { createReaderReports, idIn } from './reader-report.js';
import { createReaderSearch, type Found, readOf, refused } from './reader-search.js';
import type { PolicyPlace, ReaderOf } from './source.js';
import { createSupportCodes } from './support-codes.js';
import { timesIn } from './words.js';

/** Makes what a newsroom does for single readers. */
export function createReaderDesk(place: PolicyPlace, keeper: Keeper, clock: Clock, readerOf: ReaderOf): ReaderDesk {
  const ids = createArticleIds(place.articleSecret, place.site);
  const codes = createSupportCodes(place.site, place.articleSecret);
  const report = createReaderReports(keeper, ids, timesIn(place.periods.timeZone));
  const { accountOf, passesOf, find } = createReaderSearch(place, keeper, clock, readerOf, codes);

  /** Gives a reader something, and tells of it in the log. */
  async function give(
    ref: ReaderRef,
    { by: name, version: seen }: Editor,
    act: Act,
    change: (entry: Entry, found: Found) => Entry,
    line: Partial<Logged> = {},
  ): Promise<void> {
    const by = nameOf(name, `${act}.by`);
    const found = await find(ref);
    const { reader, ends, account } = found;
    if (account?.access === 'full') throw refused('Everything is open to this account');
    if (reader.pass?.account !== undefined && !account) {
      throw refused('This pass belongs to an account: give the account’s id, so that all its devices are helped');
    }
    await keeper.write((document, version) => {
      if (seen !== undefined && wasHelpedSince(seen, reader.who, document)) {
        const message = 'Something was done for this reader since you looked: check whether this is still wanted';
        throw new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);
      }
      const before = document.readers.get(reader.who);
      if (!before && document.readers.size >= MOST_READERS) {
        const message = `${MOST_READERS} readers were helped already: nobody else can be helped this period`;
        throw new PolicyError('ERR_PAYWALL_POLICY_FULL', message);
      }
      const given = mergeGiven([reader, ...(before ? [before] : [])]);
      const kept = { opened: before?.opened ?? [], ends: Math.max(ends, before?.ends ?? 0) };
      const entry = change({ ...given, ...kept }, found);
      const log = act === 'forget' ? document.log.filter((each) => each.reader !== reader.who) : document.log;
      const regranted = { generation: entry.generation, was: given.granted, is: entry.granted };
      const said: Logged = {
        version,
        at: clock(),
        by,
        act,
        ends: entry.ends,
        ...line,
        ...(act === 'grant' && { given: regranted }),
      };
      const named = act === 'forget' ? said : { ...said, reader: reader.who };
      return { ...document, readers: new Map([...document.readers, [reader.who, entry]]), log: [...log, named] };
    });
  }

  return {
    explain: async (ref, options) => report(await find(ref), options),

    async code(cookie = '', account) {
      const known = accountOf(account);
      const passes = passesOf(cookie);
      const { who } = await readerOf(passes, known);
      if (who === undefined) return null;
      return codes.seal({ cookie: passes, account: known ?? undefined }, clock());
    },

    async grant(ref, count, editor) {
      const more = wholeNumber(1, MOST_GIVEN)(count, 'grant.count');
      const grant = (entry: Entry, found: Found): Entry => {
        const { blockAfter } = ownLimits(found, keeper.document);
        if (!Number.isFinite(blockAfter)) throw refused('Nothing ever stops this reader');
        // A limit that was lowered may be far below what they have read.
        const granted = Math.max(entry.granted, readOf(found) - blockAfter) + more;
        if (granted > MOST_GIVEN || blockAfter + granted > MOST_ARTICLES) {
          throw refused(
            `At most ${MOST_GIVEN} articles can be granted, and ${MOST_ARTICLES} read: let them start again instead`,
          );
        }
        return { ...entry, granted };
      };
      await give(ref, editor, 'grant', grant, { count: more });
      return report(await find(ref));
    },

    async open(ref, article, editor) {
      const open = (entry: Entry, { reader }: Found): Entry => {
        const id = idIn(ids[reader.format], article, reader.period.key);
        const opened = [...entry.opened.filter((other) => other !== id), id];
        if (opened.length > MOST_OPENED)
          throw refused(`${MOST_OPENED} articles were opened for this reader already, which is the most`);
        return { ...entry, opened };
      };
      await give(ref, editor, 'open', open);
      return report(await find(ref), { article });
    },

    async reset(ref, editor) {
      await give(ref, editor, 'reset', (entry) => freshStart(entry));
      return report(await find(ref));
    },

    forget: (ref, editor) => give(ref, editor, 'forget', (entry) => ({ ...freshStart(entry), opened: [] })),
  };

  /** Without what was granted. */
  function ownLimits({ account }: Found, { turned }: Document): Limits {
    const limits = limitsInForce(turned, place);
    return account && account.access !== 'full' ? account.access : limits;
  }
}

/** Whoever was forgotten is in no line: it may have been they. Of a log that has been cut nobody knows either. */
function wasHelpedSince(seen: number, who: string, { log }: Document): boolean {
  const isCut = log.length === MOST_LOGGED && (log[0]?.version ?? 0) > seen;
  return isCut || log.some(({ version, act, reader }) => version > seen && (reader === who || act === 'forget'));
}

function freshStart(entry: Entry): Entry {
  if (entry.generation === MOST_GIVEN) throw refused(`This reader has started again ${MOST_GIVEN} times this period`);
  return { ...entry, generation: entry.generation + 1, granted: 0 };
}
