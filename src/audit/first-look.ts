import type { AskAs } from './catalogue.js';
import { AuditError, SiteSilent } from './errors.js';
import type { Received } from './http/exchange.js';
import { type Ending, endingOf } from './page/ending.js';
import { isHtml, placesOf, shownText } from './page/places.js';
import { squeeze } from './page/squeeze.js';
import { readPaywallField } from './paywall-header.js';

/** The article as a new reader meets it. */
export interface FirstLook {
  readonly page: Received;
  readonly front: Received | undefined;
  /** How to know that the article is there to its end; the owner's canary alone, where one is given. */
  readonly ending: Ending;
  /** Whether the site's `Paywall` field tells the state and the numbers of a view. */
  readonly told: boolean;
}

/** In letters and digits. Less may stand anywhere. */
const SHORTEST_CANARY = 12;
const LEAST_SENTENCES = 2;

/** @throws {AuditError} where the article cannot be read, or its end not be known. */
export async function takeFirstLook(article: URL, canary: string | undefined, askAs: AskAs): Promise<FirstLook> {
  const page = await askAs({ url: article });
  checkIsArticle(page);
  const front = await frontPage(article, askAs);
  const field = readPaywallField(page.headers);
  if (field?.locked) {
    throw new AuditError('The article is locked: no meter opens it. Audit one that is metered');
  }
  if (field?.state === 'blocked') {
    throw new AuditError(
      'A new reader from this network is blocked at once, so there is no article to compare with. Raise `newReaders` while you audit, or audit from another network',
    );
  }
  const ending = canary === undefined ? foundEnding(page, front) : givenEnding(page, canary);
  return { page, front, ending, told: field?.read !== undefined };
}

function checkIsArticle(page: Received): void {
  const { status, headers, url } = page;
  if (status === 401) {
    throw new AuditError(`${url.host} asks for a password (401). Send it: --header "Authorization: Basic …"`);
  }
  if (status >= 300 && status < 400) {
    throw new AuditError(`The article has moved to ${headers.location}. Audit it there`);
  }
  if (status !== 200) throw new AuditError(`A new reader gets no article, but status ${status}`);
  if (!isHtml(page)) throw new AuditError(`A new reader gets no page, but ${headers['content-type']}`);
}

async function frontPage(article: URL, askAs: AskAs): Promise<Received | undefined> {
  try {
    const front = await askAs({ url: new URL('/', article) });
    return front.status === 200 && isHtml(front) ? front : undefined;
  } catch (error) {
    if (error instanceof SiteSilent) return undefined;
    throw error;
  }
}

function foundEnding(page: Received, front: Received | undefined): Ending {
  const ending = endingOf(page, front ? [shownText(front)] : []);
  if (ending.length >= LEAST_SENTENCES) return ending;
  throw new AuditError(
    'No text of an article is found in the page: it may be very short, or be put there by scripts. Give a sentence from its end: --canary "…"',
  );
}

function givenEnding(page: Received, text: string): Ending {
  const squeezed = squeeze(text);
  if (squeezed.length < SHORTEST_CANARY) {
    throw new AuditError(
      'The canary is too short to be found nowhere else. Give a whole sentence from the article’s end',
    );
  }
  if (placesOf(page, squeezed).size === 0) {
    throw new AuditError(
      'The canary is not in the page that a new reader gets. Copy a sentence from the end of the article as it is, without a line break in it',
    );
  }
  return [{ text, squeezed }];
}
