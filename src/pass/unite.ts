import { mergeGiven } from './given.js';
import { type Ledger, MOST_ARTICLES, newest } from './ledger.js';
import { MOST_REPLACED, type Pass, type PassFormat } from './pass.js';
import type { State } from './state.js';

/** What a request's own keyed hashes are, as the passes of each format have them. */
export interface Hashes {
  /** The request's account; `undefined` without one. */
  account(format: PassFormat): string | undefined;
  /**
   * The reader id that follows on others: the same for the same, so that views at once, and browsers that keep no new cookie,
   * are counted together; and never to be known without the passes of all of them.
   *
   * @param readers Sorted, each once.
   */
  united(readers: readonly string[], account: string | undefined, format: PassFormat): string;
}

/**
 * One pass out of all that a browser sent: the same for any order of them.
 *
 * Some may have been planted, by whoever can set a cookie for the site. So where passes of different readers are united, or a pass
 * without an account is taken over by one, what they know goes on under a new reader id, which nobody who planted one can know;
 * the new pass names the old, which from then on are none. Ledgers of two accounts are never united, nor those of two formats, whose
 * ids say different things: of these the one with more read stands, then the newer format.
 *
 * Of one account's passes, or of one reader's, those signed before their latest fresh start are none, and of what was granted since
 * the most stands. Neither is handed on: not to an account that takes a pass over, and no grant to whoever follows on several readers.
 *
 * With an account, passes of others are none; without one, of passes of different accounts those of most readers stand.
 *
 * @param rolling Whether a reader's period has an end of its own; of several the latest stands.
 * @returns One of the passes where that says it all already, so that no new one has to be signed; `null` where none of them counts.
 */
export function unitePasses(passes: readonly Pass[], hashes: Hashes, rolling: boolean): Pass | null {
  const own = passes.filter((pass) => {
    const account = hashes.account(pass.format);
    return account === undefined || isOf(pass, account);
  });
  const [only, second] = own;
  const isOnly = only && !second && [undefined, only.account].includes(hashes.account(only.format));
  if (isOnly) return only;

  const standing = own.filter((pass) => !isReplaced(pass, own)).toSorted(byAge);
  const { kept: deciders, owner } = deciding(standing, hashes);
  const kept = sinceFreshStart(deciders);
  const last = kept.at(-1);
  if (!last) return null;

  const isNew =
    readersOf(deciders).length > 1 ||
    deciders.length < standing.length ||
    deciders.every((pass) => pass.account !== owner);
  const reader = isNew ? hashes.united(readersOf(standing).toSorted(), owner, last.format) : last.reader;
  const ledger = newest(articlesOf(kept));
  // An account that takes a pass over begins with what its own have met and were given.
  const ofOwner = kept.filter(({ account }) => account === owner);
  const given = mergeGiven(ofOwner);
  const isSharedSet = !isNew || hashes.account(last.format) !== undefined;
  const united: Pass = {
    format: last.format,
    reader,
    account: owner,
    state: stateOf(last, ledger, owner),
    prompted: kept.some(({ prompted }) => prompted),
    metPrompt: ofOwner.some(({ metPrompt }) => metPrompt),
    metWall: ofOwner.some(({ metWall }) => metWall),
    read: readOf(kept),
    ledger,
    replaces: replacedBy(kept, own, isNew)
      .filter((replaced) => replaced !== reader)
      .slice(0, MOST_REPLACED),
    arm: kept.findLast(({ arm }) => arm !== undefined)?.arm,
    generation: given.generation,
    // What was granted stays with the set for which it was: else a pass that is handed around would grant it to each anew.
    granted: isSharedSet ? given.granted : 0,
    end: rolling ? Math.max(...kept.map(({ end }) => end)) : last.end,
    signedAt: last.signedAt,
    keyId: last.keyId,
  };
  return kept.find((pass) => saysTheSame(pass, united)) ?? united;
}

/** Without those of which another knows that a fresh start was given to the same reader, or the same account, after they were signed. */
function sinceFreshStart(passes: readonly Pass[]): readonly Pass[] {
  return passes.filter(
    ({ reader, account, generation }) =>
      !passes.some(
        (other) =>
          other.generation > generation &&
          other.account === account &&
          (account !== undefined || other.reader === reader),
      ),
  );
}

/** The passes to go on with, of one format, and the account that they are of or go to. */
function deciding(standing: readonly Pass[], hashes: Hashes) {
  const formats = [...new Set(standing.map(({ format }) => format))].toSorted((one, other) => other - one);
  const groups = formats.map((format) => {
    const alike = standing.filter((pass) => pass.format === format);
    const owner = hashes.account(format) ?? decidingAccount(alike);
    const kept = alike.filter((pass) => isOf(pass, owner));
    return { kept, owner, read: readOf(sinceFreshStart(kept)) };
  });
  const [first = { kept: [], owner: undefined }] = groups.toSorted((one, other) => other.read - one.read);
  return first;
}

/** Whether a pass is an account's, or may become so. */
function isOf(pass: Pass, account: string | undefined): boolean {
  return pass.account === undefined || pass.account === account;
}

/** A pass that another names is none, unless it names that one as well, by way of others or not. */
function isReplaced({ reader }: Pass, passes: readonly Pass[]): boolean {
  const named = namedFrom(reader, passes);
  return passes.some((other) => !named.has(other.reader) && namedFrom(other.reader, passes).has(reader));
}

/** The reader, those whom their passes name, those whom the passes of these name, and so on. */
function namedFrom(reader: string, passes: readonly Pass[]): ReadonlySet<string> {
  const named = new Set([reader]);
  // A set is gone through to its end, with what is added meanwhile.
  for (const each of named) {
    for (const pass of passes) if (pass.reader === each) for (const replaced of pass.replaces) named.add(replaced);
  }
  return named;
}

/** Of several accounts that of most readers; else the one with more read, so that nobody reads more by a second account's pass. */
function decidingAccount(passes: readonly Pass[]): string | undefined {
  const accounts = [...new Set(passes.map(({ account }) => account))].filter((account) => account !== undefined);
  const [first] = accounts
    .map((account) => {
      const group = passes.filter((pass) => pass.account === account);
      const readers = readersOf(group).toSorted();
      return { account, rank: [-readers.length, -readOf(group), readers.join(), account] };
    })
    .toSorted((one, other) => compare(one.rank, other.rank));
  return first?.account;
}

function readersOf(passes: readonly Pass[]): readonly string[] {
  return [...new Set(passes.map(({ reader }) => reader))];
}

/** Every article in any of the passes; those of the last pass are last. */
function articlesOf(passes: readonly Pass[]): Ledger {
  const articles = new Set<number>();
  for (const id of passes.flatMap(({ ledger }) => ledger)) {
    articles.delete(id);
    articles.add(id);
  }
  return [...articles];
}

function readOf(passes: readonly Pass[]): number {
  const counts = passes.map(({ read }) => read);
  return Math.min(MOST_ARTICLES, Math.max(articlesOf(passes).length, ...counts));
}

/**
 * The state of the newest pass. But a block may be repeated only while the pass shows all that the store knew when it blocked: it
 * does not stand where articles of other passes could pass for those the newest does not show, nor for an account whose set was
 * not asked.
 */
function stateOf(last: Pass, ledger: Ledger, owner: string | undefined): State {
  const hidden = last.read > last.ledger.length && ledger.length > last.ledger.length;
  return last.state === 'blocked' && (hidden || last.account !== owner) ? 'register-prompt' : last.state;
}

/** Who is no reader any more: first those whose passes are there to be seen, then those who were replaced last. */
function replacedBy(kept: readonly Pass[], present: readonly Pass[], isNew: boolean): readonly string[] {
  const before = kept.toReversed().flatMap(({ replaces }) => replaces);
  const seen = readersOf(present.toSorted(byAge).toReversed()).filter((reader) => isNew || before.includes(reader));
  return [...new Set([...seen, ...before])];
}

function saysTheSame(one: Pass, other: Pass): boolean {
  return compare(factsOf(one), factsOf(other)) === 0;
}

/** The older pass first; of two signed in the same second, the one that could have become the other. */
function byAge(one: Pass, other: Pass): number {
  return compare(ageOf(one), ageOf(other)) || compare(factsOf(one), factsOf(other));
}

function ageOf({ signedAt, replaces, read, ledger, generation, granted, end, state }: Pass): Rank {
  return [signedAt, replaces.length, read, ledger.length, generation, granted, end, Number(state !== 'blocked')];
}

/** All that a pass says, whatever the order. */
function factsOf(pass: Pass): Rank {
  const {
    format,
    reader,
    account = '',
    state,
    prompted,
    metPrompt,
    metWall,
    read,
    arm = -1,
    generation,
    granted,
    end,
    signedAt,
    keyId,
  } = pass;
  const ids = pass.ledger.toSorted((one, other) => one - other).join();
  const numbers = [format, prompted, metPrompt, metWall, read, arm, generation, granted, end, signedAt].map(Number);
  return [reader, account, state, ids, pass.replaces.toSorted().join(), keyId, ...numbers];
}

type Rank = readonly (string | number)[];

function compare(one: Rank, other: Rank): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? value;
    if (value !== against) return value < against ? -1 : 1;
  }
  return 0;
}
