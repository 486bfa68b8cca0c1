import { Buffer } from 'node:buffer';
import type { ArticleIds, IdsByFormat } from '../article/index.js';
import { networkOf } from '../crawlers/index.js';
import { MOST_ARTICLES, type Pass, type PassFormat } from '../pass/index.js';
import type { Period } from '../period/index.js';
import type { Limits, Rules } from '../policy/index.js';
import { type Brought, setName } from '../store/index.js';
import type { Surroundings } from './decision.js';
import type { BeyondNetwork } from './options.js';
import type { RequestFields } from './request-fields.js';
import type { Settings } from './settings.js';
import type { KnownAccount } from './steps/02-account.js';
import type { Carried } from './steps/03-pass.js';
import { isSpeculative } from './steps/06-speculative.js';
import { isSubresource } from './steps/06-subresource.js';

/** Everything known of a view before it is decided, without asking the store. */
export interface Facts {
  readonly now: number;
  readonly period: Period;
  readonly rolling: boolean;
  readonly limits: Limits;
  /** Whether no reader is prompted just now. */
  readonly quiet: boolean;
  /** The article's id. */
  readonly article: number;
  /** Whether a newsroom opened this article to this reader. */
  readonly opened: boolean;
  /** A HEAD request: it shows no article, so it counts none. */
  readonly head: boolean;
  /** Why an article not read yet is not counted for whoever asks so, such as a browser that fetches ahead. */
  readonly noReading: 'speculative' | 'subresource' | 'left' | undefined;
  readonly pass: Pass | null;
  /** The format of that pass, or of one to come, and so of all ids. */
  readonly format: PassFormat;
  /** Whether the browser holds that very pass, rather than others that came to it. */
  readonly whole: boolean;
  /** The reader's id: that of the pass, or a new one. */
  readonly reader: string;
  /** The account as a keyed hash; `undefined` for a reader without one. */
  readonly account: string | undefined;
  /** The reader's id in the store: the account's, or the pass's; `undefined` for a first view. */
  readonly who: string | undefined;
  /** How often that reader was given a fresh start, and articles granted to them since. */
  readonly generation: number;
  readonly granted: number;
  /** Names the reader's set in the store; `undefined` for a first view, which the store never hears of. */
  readonly storeKey: string | undefined;
  /** What the key was made of, for a store that is told no keys. */
  readonly brought: Brought;
  /** For a first view, or one of a reader who follows on several, where the site caps the new readers of a network. */
  readonly networkCap: NetworkCap | undefined;
  /** What the decision says besides. */
  readonly around: Surroundings;
}

/** A network's new readers of the day: a set in the store like any other, of readers instead of articles. */
export interface NetworkCap {
  /** Names the network's set. */
  readonly key: string;
  readonly perDay: number;
  readonly beyond: BeyondNetwork;
  /** Milliseconds until the day ends. */
  readonly endsIn: number;
  /** The new reader, as a member of the set. */
  readonly member: number;
}

/** What is known of a request once the site has been asked. */
export interface Asked {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly article: string;
  readonly head: boolean;
  /** The reader has gone away already. */
  readonly left: boolean;
  readonly headers: RequestFields;
  readonly account: KnownAccount | null;
  readonly address: string | undefined;
  readonly around: Surroundings;
  readonly rules: Rules;
}

/** Milliseconds (24 hours) after which nothing of a network is left, though clocks put back make the day longer. */
const LONGEST_KEPT = 86_400_000;

/** Brings together what the request, the site and the reader's pass say. */
export function factsOf(asked: Asked, carried: Carried, settings: Settings, ids: IdsByFormat): Facts {
  const { account, now, headers, rules } = asked;
  const { period, format, reader, isNew, accountReader } = carried;
  const who = accountReader ?? carried.pass?.reader;
  const { pass: given, generation, granted, opened } = rules.givenTo(carried.pass, who);
  // Of an account's passes each was seen to by itself: what it takes over is not from before its fresh start.
  const pass = accountReader ? carried.pass : given;
  const article = ids[format].idOf(asked.article, period.key);
  return {
    now,
    period,
    rolling: settings.periods.rolling,
    limits: limitsOf(asked, pass, granted),
    quiet: !rules.prompts,
    article,
    opened: opened.includes(article),
    head: asked.head,
    noReading: asked.left ? 'left' : noReadingOf(headers, settings),
    pass,
    format,
    whole: carried.whole && given === carried.pass,
    reader,
    account: carried.account,
    who,
    generation,
    granted,
    storeKey: who === undefined ? undefined : setName(period.key, who, generation),
    brought: { passes: carried.tokens, account },
    networkCap: isNew ? networkCapOf(asked.address, reader, now, settings, ids[format]) : undefined,
    around: asked.around,
  };
}

/** A period that began with the reader's first article ends when the pass says, any other with the calendar. */
export function endOf({ rolling, pass, period }: Facts): number {
  return rolling && pass ? pass.end : period.end;
}

/**
 * When a set ends that the store does not have yet. A pass speaks for its own reader alone: an account's set begins its days
 * now, or one who keeps old passes could have it end at once.
 */
export function newSetEnd(facts: Facts): number {
  return facts.account === undefined ? endOf(facts) : facts.period.end;
}

/** When a set ends that the store still has for so many milliseconds: never later than one that were new. */
export function setEnd(facts: Facts, endsIn: number): number {
  return facts.rolling ? Math.min(facts.now + endsIn, newSetEnd(facts)) : facts.period.end;
}

function limitsOf({ account, rules }: Asked, pass: Pass | null, granted: number): Limits {
  const { promptAfter, blockAfter } = account && account.access !== 'full' ? account.access : rules.limits;
  return {
    promptAfter: !rules.prompts ? Number.POSITIVE_INFINITY : pass?.prompted && !account ? 0 : promptAfter,
    blockAfter: Math.min(blockAfter + granted, Math.max(blockAfter, MOST_ARTICLES)),
  };
}

function noReadingOf(headers: RequestFields, settings: Settings): Facts['noReading'] {
  if (!settings.countSpeculation && isSpeculative(headers)) return 'speculative';
  return !settings.countSubresources && isSubresource(headers, settings.framed) ? 'subresource' : undefined;
}

function networkCapOf(
  address: string | undefined,
  reader: string,
  now: number,
  { newReaders }: Settings,
  ids: ArticleIds,
): NetworkCap | undefined {
  const network = newReaders ? networkOf(address) : null;
  if (!newReaders || network === null) return undefined;
  const { perDay, beyond, days } = newReaders;
  const day = days.at(now);
  return {
    key: `new:${ids.networkOn(network, day.key)}`,
    perDay,
    beyond,
    endsIn: Math.min(day.end - now, LONGEST_KEPT),
    member: Buffer.from(reader, 'base64url').readInt32BE(0),
  };
}
