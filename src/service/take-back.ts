import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Report } from '../events/index.js';
import { type Added, readDay } from '../figures/index.js';
import { accountOf, articleOf, type Core, type Outcome, type Traces, takeBackView, type View } from '../meter/index.js';
import { type Fields, flag, object, optional, readOptions, required, wholeNumber } from '../options/index.js';
import { addressOf } from './address.js';
import { readCounts } from './figures.js';
import { Problem } from './reply.js';

/** Takes back views that came to nothing where a cache showed the page. */
export interface TakeBacks {
  /**
   * Names a view that has left something behind, and says what: it may be another process that is told of it. `undefined` for any
   * other.
   */
  name(outcome: Outcome): string | undefined;
  /**
   * Takes back the view of a question that is asked once more, as it was asked first.
   *
   * @throws {Problem} 400 where it names no view.
   */
  take(view: View, headers: IncomingHttpHeaders): Promise<void>;
}

/** Names of which it is remembered that they were taken back, for whoever tells of one twice. */
const MOST_REMEMBERED = 1000;

const INT32 = 2 ** 31;

const ADDED: Fields<Added> = { day: required(readDay), counts: required(readCounts) };

const TRACES: Fields<Traces> = {
  stored: required(flag),
  newReader: optional(wholeNumber(-INT32, INT32 - 1), undefined),
  figures: optional((value, option) => readOptions<Added>(object(value, option), option, ADDED), undefined),
};

/** What the store alone holds goes without saying. */
const STORED: Traces = { stored: true };

export function createTakeBacks(core: Pick<Core, 'facts' | 'figures' | 'rules' | 'store'>, report: Report): TakeBacks {
  const process = randomBytes(9).toString('base64url');
  let named = 0;
  const taken = new Set<string>();

  /** Whether it is the first time. The store knows for itself; the figures do not. */
  function isNew(name: string): boolean {
    if (taken.has(name)) return false;
    taken.add(name);
    if (taken.size > MOST_REMEMBERED) for (const oldest of taken) return taken.delete(oldest);
    return true;
  }

  return {
    name(outcome) {
      const traces = outcome.traces();
      if (!traces) return undefined;
      named += 1;
      const { stored, figures, newReader } = traces;
      const said = figures || newReader !== undefined ? { stored, figures, newReader } : null;
      return `${process}-${named}${said ? `.${Buffer.from(JSON.stringify(said)).toString('base64url')}` : ''}`;
    },
    async take(view, headers) {
      const given = headers['paywall-take-back'];
      const [name = '', said] = typeof given === 'string' ? given.split('.') : [];
      const traces = said === undefined ? STORED : tracesIn(said);
      if (name === '' || !traces) throw new Problem(400, 'Send Paywall-Take-Back as it came');
      const article = await articleOf(view.article, view.target, report);
      const account = await accountOf(view.account, core.rules(), report);
      if (article === null) return;
      const facts = await core.facts(headers, account, article.name, addressOf(headers));
      await takeBackView(facts, name, isNew(name) ? traces : { ...traces, figures: undefined }, core);
    },
  };
}

function tracesIn(said: string): Traces | null {
  try {
    const given: unknown = JSON.parse(Buffer.from(said, 'base64url').toString());
    return readOptions<Traces>(object(given, 'traces'), 'traces', TRACES);
  } catch {
    return null;
  }
}
