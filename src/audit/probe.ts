import type { AskAs, Catalogue, Other } from './catalogue.js';
import { NoWall } from './errors.js';
import type { Ask, HeaderFields, Received } from './http/exchange.js';
import { Jar } from './http/jar.js';
import { type MeterRun, isServed as served } from './meter.js';
import { endingOf } from './page/ending.js';
import { type Place, placesOf, shownText } from './page/places.js';
import { readPaywallField } from './paywall-header.js';

/** What a technique works with: the article, a blocked reader, and ways to ask. */
export interface Probe {
  readonly article: URL;
  /** A new reader's copy of the article: the whole of it. */
  readonly page: Received;
  /** The blocked reader's copy. */
  readonly wall: Received;
  /** Where in the blocked reader's copy the canary stands all the same. */
  readonly leaks: ReadonlySet<Place>;
  /** Articles that the meter allows. */
  readonly limit: number;
  /** The blocked reader's cookies after each article they read. */
  readonly history: readonly Jar[];
  /** Whether the text came only with a query added to the address. */
  readonly queryNeeded: boolean;
  /** The blocked reader's cookies, in a jar of their own. */
  blockedJar(): Jar;
  /** Asks for an address that no cache knows; without a jar as a new reader. */
  askAs: AskAs;
  /** The same, without waiting for a turn. */
  askAtOnce: AskAs;
  /** Asks for an address as it is. */
  askPlainly: AskAs;
  /**
   * Sees to it that the blocked reader is blocked still, by a new one if need be.
   *
   * @throws {NoWall} where that can no longer be done.
   */
  backToWall(): Promise<void>;
  /** Asks as the blocked reader. @returns Where the canary stands in the response, beyond the places known. */
  attempt(ask: Ask): Promise<readonly Place[]>;
  /** Where the canary stands in a response, beyond the places known. */
  revealed(reply: Received): readonly Place[];
  /** The cookies of a new reader who has read so many articles. */
  readerOf(articles: number): Promise<Jar>;
  /** Articles that such a reader has not read, but for the audited one; as many as can be found. */
  unread(articles: number, most: number): Promise<readonly Other[]>;
  /** Whether a response serves another article in full. */
  isServed(reply: Received, other: Other): Promise<boolean>;
  /** Whether a reader with these cookies (none: a new one), sending these fields, gets more articles than the meter allows. */
  outreads(jar?: Jar, headers?: HeaderFields): Promise<boolean>;
}

export interface ProbeOptions {
  readonly article: URL;
  readonly page: Received;
  readonly wall: Received;
  /** The canary, squeezed. */
  readonly canary: string;
  readonly run: MeterRun;
  readonly refused: Other;
  readonly catalogue: Catalogue;
  readonly queryNeeded: boolean;
  readonly askAs: AskAs;
  readonly askAtOnce: AskAs;
  readonly askPlainly: AskAs;
}

const NO_WALL = 'since an earlier technique, a new reader can no longer be brought to the wall';

export function createProbe(options: ProbeOptions): Probe {
  const { article, page, wall, canary, run, refused, catalogue, askAs } = options;
  const leaks = placesOf(wall, canary);
  const others: Other[] = [...run.read, refused];
  let blocked = run.jar;
  let atWall = true;
  let wallStands = true;

  const revealed = (reply: Received): readonly Place[] =>
    [...placesOf(reply, canary)].filter((place) => !leaks.has(place));

  /** A response that went past the meter has no `Paywall` field: then there is only the text to go by. */
  const isServed = async (reply: Received, other: Other): Promise<boolean> => {
    const untold = other.ending.length === 0 && reply.status < 400 && !readPaywallField(reply.headers);
    const ending = untold ? endingOf(await askAs({ url: other.url }), [shownText(page)]) : other.ending;
    return served(reply, { ...other, ending });
  };

  const readerOf = async (articles: number): Promise<Jar> => {
    const jar = new Jar();
    for (const { url } of others.slice(0, articles)) await askAs({ url }, jar);
    return jar;
  };

  const isAtWall = async (): Promise<boolean> => revealed(await askAs({ url: article }, blocked.copy())).length === 0;

  /** A request that opened the article may have opened it for good, as one that is counted does. */
  const backToWall = async (): Promise<void> => {
    if (atWall) return;
    if (!wallStands) throw new NoWall(NO_WALL);
    blocked = await readerOf(run.read.length + 1);
    atWall = await isAtWall();
    wallStands = atWall;
    if (!atWall) throw new NoWall(NO_WALL);
  };

  const attempt = async (ask: Ask): Promise<readonly Place[]> => {
    await backToWall();
    const places = revealed(await askAs(ask, blocked.copy()));
    if (places.length === 0) return places;
    atWall = await isAtWall();
    return atWall ? places : attemptAgain(ask, places);
  };

  /** It was perhaps an earlier request that let the reader in: only one by a reader at the wall proves this one. */
  const attemptAgain = async (ask: Ask, places: readonly Place[]): Promise<readonly Place[]> => {
    try {
      await backToWall();
    } catch (error) {
      if (error instanceof NoWall) return places;
      throw error;
    }
    atWall = false;
    return revealed(await askAs(ask, blocked.copy()));
  };

  const outreads = async (jar = new Jar(), headers: HeaderFields = {}): Promise<boolean> => {
    for (const other of others.slice(0, run.read.length + 1)) {
      if (!(await isServed(await askAs({ url: other.url, headers }, jar), other))) return false;
    }
    return true;
  };

  const unread = async (articles: number, most: number): Promise<readonly Other[]> => {
    while (others.length < articles + most) {
      const more = await catalogue.next();
      if (!more) break;
      others.push(more);
    }
    return others.slice(articles, articles + most);
  };

  return {
    article,
    page,
    wall,
    leaks,
    limit: run.read.length,
    history: run.history,
    queryNeeded: options.queryNeeded,
    blockedJar: () => blocked.copy(),
    askAs,
    askAtOnce: options.askAtOnce,
    askPlainly: options.askPlainly,
    backToWall,
    attempt,
    revealed,
    readerOf,
    unread,
    isServed,
    outreads,
  };
}
