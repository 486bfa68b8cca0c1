import { articles, lastSentence } from '../../examples/newsroom/articles/index.js';
import { type Browser, createBrowser, type Received, type Sent, type Served, serve } from '../support/http.js';
import { nthArticle, openNewsroom, pathOf } from '../support/newsroom.js';
import type { Technique } from './techniques.js';

/** The limits of the newsroom under attack: low, so that every state is near. */
export const LIMITS = { promptAfter: 1, blockAfter: 3 } as const;

/** How many articles a reader has read by plain GETs when an attack begins. */
export const STATES = { 'a new reader': 0, 'a free reader': 1, 'a prompted reader': 2, 'a blocked reader': 3 } as const;

/** The newsroom with its low limits, over real sockets. */
export function serveNewsroom(): Promise<Served> {
  return serve(openNewsroom(LIMITS).app);
}

/** A reader who has read the first articles, as many as told, by plain GETs. */
export async function readerWhoRead(count: number, { port }: Served): Promise<Browser> {
  const browser = createBrowser(port);
  for (let nth = 1; nth <= count; nth += 1) await browser.send({ path: pathOf(nthArticle(nth)) });
  return browser;
}

/** A request for the nth article by these techniques together; of a field that both set, both values are sent. */
export function attack(nth: number, ...techniques: readonly Technique[]): Sent {
  const plain = pathOf(nthArticle(nth));
  const path = techniques.reduce((written, technique) => technique.path?.(written) ?? written, plain);
  const query = techniques.flatMap((technique) => technique.query ?? []).join('&');
  const method = techniques.find((technique) => technique.method !== undefined)?.method ?? 'GET';
  const headers: Record<string, string[]> = {};
  for (const [name, value] of techniques.flatMap((technique) => Object.entries(technique.headers ?? {}))) {
    headers[name] = [...(headers[name] ?? []), value];
  }
  return { method, headers, path: query === '' ? path : `${path}?${query}` };
}

const CANARIES = articles.map(({ slug }, index) => ({
  nth: index + 1,
  slug,
  sentence: lastSentence(nthArticle(index + 1)),
}));

/** Which articles, counted from 1, a response gives away: it holds the last sentence of their text. */
export function givenAway({ text, headers }: Received): number[] {
  const sent = text + JSON.stringify(headers);
  return CANARIES.filter(({ sentence }) => sent.includes(sentence)).map(({ nth }) => nth);
}

export function stateOf({ headers }: Received): string | undefined {
  return String(headers.paywall ?? '').split(';')[0];
}
