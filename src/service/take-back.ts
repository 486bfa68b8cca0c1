import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Report } from '../events/index.js';
import { accountOf, articleOf, type Core, takeBackView, type View } from '../meter/index.js';
import { Problem } from './reply.js';

/** Takes back views that came to nothing where a cache showed the page. */
export interface TakeBacks {
  /** A name for a view that the store counted, and for no other. */
  name(): string;
  /**
   * Takes back the view of a question that is asked once more, as it was asked first.
   *
   * @throws {Problem} 400 where it names no view.
   */
  take(view: View, headers: IncomingHttpHeaders): Promise<void>;
}

export function createTakeBacks(core: Pick<Core, 'facts' | 'rules' | 'store'>, report: Report): TakeBacks {
  const process = randomBytes(9).toString('base64url');
  let named = 0;
  return {
    name() {
      named += 1;
      return `${process}-${named}`;
    },
    async take(view, headers) {
      const name = headers['paywall-take-back'];
      if (typeof name !== 'string' || name === '') throw new Problem(400, 'Send Paywall-Take-Back as it came');
      const article = await articleOf(view.article, view.target, report);
      const account = await accountOf(view.account, core.rules(), report);
      if (article !== null) await takeBackView(await core.facts(headers, account, article.name), name, core.store);
    },
  };
}
