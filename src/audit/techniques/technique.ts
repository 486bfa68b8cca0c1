import { NoWall, SiteSilent, Spent } from '../errors.js';
import type { Ask, HeaderFields } from '../http/exchange.js';
import type { Place } from '../page/places.js';
import type { Probe } from '../probe.js';

/**
 * What became of a technique.
 *
 * - `open`: it gets the text
 * - `closed`: it does not
 * - `note`: worth knowing, but no way around the meter
 * - `not-applicable`: the site has nothing to try it on, or it cannot be tried from here
 */
export type Result = 'open' | 'closed' | 'note' | 'not-applicable';

export interface Finding {
  readonly result: Result;
  /** What was seen. */
  readonly detail: string;
}

/** One way around a meter. */
export interface Technique {
  readonly id: string;
  readonly title: string;
  /** What to do where it is open. */
  readonly advice: string;
  examine(probe: Probe): Promise<Finding>;
}

/** One request of the blocked reader's, and what to call it. */
export interface Try {
  readonly label: string;
  readonly ask: Ask;
}

export const open = (detail: string): Finding => ({ result: 'open', detail });
export const closed = (detail: string): Finding => ({ result: 'closed', detail });
export const note = (detail: string): Finding => ({ result: 'note', detail });
export const notApplicable = (detail: string): Finding => ({ result: 'not-applicable', detail });

interface Requests extends Pick<Technique, 'id' | 'title' | 'advice'> {
  tries(probe: Probe): readonly Try[] | Promise<readonly Try[]>;
  /** Said where there is nothing to try. */
  readonly nothing?: string;
}

/** A technique that is a list of requests: open if one of them has the canary in its response. */
export function byRequests({ tries, nothing = 'nothing to try', ...technique }: Requests): Technique {
  return {
    ...technique,
    async examine(probe) {
      const list = await tries(probe);
      return list.length === 0 ? notApplicable(nothing) : attemptAll(probe, list);
    },
  };
}

interface FieldValues extends Pick<Technique, 'id' | 'title' | 'advice'> {
  /** Header fields to send for the article, by what to call them. */
  readonly fields: Readonly<Record<string, HeaderFields>>;
}

/** A technique that asks for the article with other header fields. */
export function byFields({ fields, ...technique }: FieldValues): Technique {
  return byRequests({
    ...technique,
    tries: ({ article }) =>
      Object.entries(fields).map(([label, headers]) => ({ label, ask: { url: article, headers } })),
  });
}

/** Of one technique, for a page can name any number of addresses to try. */
const MOST_TRIES = 40;

async function attemptAll(probe: Probe, all: readonly Try[]): Promise<Finding> {
  const tries = all.slice(0, MOST_TRIES);
  const successes: string[] = [];
  const silences: string[] = [];
  for (const { label, ask } of tries) {
    try {
      const places = await probe.attempt(ask);
      if (places.length > 0) successes.push(`${label} (${inWords(places)})`);
    } catch (error) {
      if ((error instanceof NoWall || error instanceof Spent) && successes.length > 0) break;
      if (!(error instanceof SiteSilent)) throw error;
      silences.push(`${label}: ${error.message}`);
    }
  }
  if (successes.length > 0) return open(successes.join(', '));
  if (silences.length === tries.length) return notApplicable(silences[0] ?? '');
  const unanswered = silences.length > 0 ? `, ${silences.length} without an answer` : '';
  const sent = `${tries.length} ${tries.length === 1 ? 'request' : 'requests'}${unanswered}`;
  return tries.length < all.length ? note(`${sent}, ${all.length - tries.length} more not tried`) : closed(sent);
}

const PLACES: Readonly<Record<Place, string>> = {
  text: 'in the text',
  hidden: 'in a hidden element',
  'json-ld': 'in JSON-LD',
  script: 'in a script',
  meta: 'in a meta element',
  attribute: 'in an attribute',
  comment: 'in a comment',
  noscript: 'in noscript',
  template: 'in a template',
  body: 'in the body',
  header: 'in a header field',
};

export const inWords = (places: Iterable<Place>): string => [...places].map((place) => PLACES[place]).join(' and ');
