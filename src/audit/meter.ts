import type { AskAs, Catalogue, Other } from './catalogue.js';
import type { Received } from './http/exchange.js';
import { Jar } from './http/jar.js';
import { isWhole } from './page/ending.js';
import { readPaywallField } from './paywall-header.js';

/** How far a reader came before the meter blocked. */
export interface MeterRun {
  /** The reader's cookies at the end. */
  readonly jar: Jar;
  /** The reader's cookies after each article. */
  readonly history: readonly Jar[];
  /** The articles served in full: as many as the meter allows. */
  readonly read: readonly Other[];
  /** The first that was not; `undefined` for a reader who was never blocked. */
  readonly refused: Other | undefined;
}

/**
 * Reads one article after another as a new reader, until one is not served in full.
 *
 * @param most Articles to read before giving up.
 */
export async function useUpMeter(askAs: AskAs, catalogue: Catalogue, told: boolean, most: number): Promise<MeterRun> {
  const jar = new Jar();
  const history: Jar[] = [];
  const read: Other[] = [];
  while (read.length < most) {
    const other = await catalogue.next();
    if (!other) break;
    const reply = await askAs({ url: other.url }, jar);
    catalogue.learn(reply);
    if (isMissing(reply) || isBesideMeter(reply, told)) continue;
    if (!isServed(reply, other)) return { jar, history, read, refused: other };
    read.push(other);
    history.push(jar.copy());
  }
  return { jar, history, read, refused: undefined };
}

/** Whether a response serves an article in full, by the site's `Paywall` field where it has one, else by the text. */
export function isServed(reply: Received, { ending }: Other): boolean {
  const field = readPaywallField(reply.headers);
  return field ? field.state !== 'blocked' : isWhole(reply, ending);
}

/**
 * Whether the `Paywall` field says that the meter has no part in a page: one that is locked, or one without the numbers that
 * go with a metered article where the site tells them, as of an open article or of none.
 */
function isBesideMeter({ headers }: Received, told: boolean): boolean {
  const field = readPaywallField(headers);
  if (field?.locked) return true;
  return told && field?.read === undefined && field?.state !== 'blocked';
}

/** A page that is gone, or a fault of the site's: no wall. */
function isMissing({ status }: Received): boolean {
  return status === 404 || status === 410 || status >= 500;
}
