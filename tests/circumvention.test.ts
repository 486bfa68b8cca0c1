import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attack, givenAway, LIMITS, readerWhoRead, STATES, serveNewsroom, stateOf } from './circumvention/newsroom.js';
import { TECHNIQUES, type Technique } from './circumvention/techniques.js';
import { type Browser, createBrowser, type Served, send } from './support/http.js';
import { nthArticle, pathOf } from './support/newsroom.js';
import { LONG, seed } from './support/rounds.js';

const QUOTA = LIMITS.blockAfter;

let newsroom: Served;
let blocked: Browser;
let cookiesOfBlocked: string;
beforeAll(async () => {
  newsroom = await serveNewsroom();
  blocked = await readerWhoRead(QUOTA, newsroom);
  cookiesOfBlocked = blocked.cookie;
});
afterAll(() => newsroom.close());

/** In the long runs all; else that with nothing left: from nothing read on walks whoever uses a technique for every view. */
const STATES_TRIED = Object.entries(STATES).filter(([, read]) => LONG || read === QUOTA);

/** In the long runs a reader for each technique; else one for all that begin with nothing left, each in a browser of its own. */
async function readerIn(read: number): Promise<Browser> {
  if (LONG || read !== QUOTA) return readerWhoRead(read, newsroom);
  return createBrowser(newsroom.port, undefined, cookiesOfBlocked);
}

/** Reads on by the techniques, one article after another, and tells which articles were given away. */
async function walk(views: number, ...techniques: readonly Technique[]): Promise<number[]> {
  const reader = createBrowser(newsroom.port);
  const found = new Set<number>();
  for (let nth = 1; nth <= views; nth += 1) {
    for (const given of givenAway(await reader.send(attack(nth, ...techniques)))) found.add(given);
  }
  return [...found];
}

/**
 * What a technique is tried together with. In the long runs a fifth of itself and all after it, another fifth with another seed: in time
 * each pair is tried; else a few from among all kinds.
 */
function partnersOf(technique: Technique): readonly Technique[] {
  const own = TECHNIQUES.indexOf(technique);
  if (LONG) return TECHNIQUES.slice(own).filter((_, index) => (index + seed()) % 5 === 0);
  return TECHNIQUES.filter((_, index) => (own + index) % 127 === 0);
}

test('a plain GET is what techniques are measured by: it gives away as many articles as the limit, and no more', async () => {
  expect(await walk(QUOTA + 2)).toEqual([1, 2, 3]);
});

describe.each(TECHNIQUES)('$name', (technique) => {
  test.each(STATES_TRIED)('gains %s nothing', async (_state, read) => {
    const reader = await readerIn(read);
    const next = read + 1;
    const answer = await reader.send(attack(next, technique));
    const seen = givenAway(answer);
    if (read >= QUOTA) expect(seen).toEqual([]);
    else expect([[], [next]]).toContainEqual(seen);

    // An article that was given away has been counted; one that was not may still be read, and then it is counted.
    for (let nth = next; nth <= QUOTA; nth += 1) await reader.send(attack(nth));
    const beyond = await reader.send(attack(QUOTA + 1));
    expect(stateOf(beyond)).toBe('blocked');
    expect(givenAway(beyond)).toEqual([]);
  });

  test('opens no article past the limit to one who uses it for every view', async () => {
    expect((await walk(QUOTA + 2, technique)).length).toBeLessThanOrEqual(QUOTA);
  });

  test('opens nothing together with any other', async () => {
    const opened: string[] = [];
    for (const other of partnersOf(technique)) {
      const seen = givenAway(await blocked.send(attack(QUOTA + 1, technique, other)));
      if (seen.length > 0) opened.push(`${other.name} gave away ${seen}`);
    }
    expect(opened).toEqual([]);
  });
});

const sendsFields = ({ headers }: Technique) => headers !== undefined;

test.each(TECHNIQUES.filter(sendsFields))(
  '$name with any other field, from the first view on, opens no more than the limit',
  async (technique) => {
    const tooMany: string[] = [];
    for (const other of partnersOf(technique).filter(sendsFields)) {
      const seen = await walk(QUOTA + 1, technique, other);
      if (seen.length > QUOTA) tooMany.push(other.name);
    }
    expect(tooMany).toEqual([]);
  },
);

test.each([
  ['the first page seen in full', 1],
  ['the wall', QUOTA + 1],
])('the validator of %s opens nothing when sent back', async (_page, nth) => {
  const reader = await readerWhoRead(QUOTA, newsroom);
  const { etag = '' } = (await reader.send(attack(nth))).headers;
  const answer = await reader.send({ ...attack(QUOTA + 1), headers: { 'If-None-Match': etag } });
  expect(givenAway(answer)).toEqual([]);
  expect(stateOf(answer)).toBe('blocked');
});

describe('an account', () => {
  test('with full access is not metered, whatever else its reader sends', async () => {
    const subscriber = createBrowser(newsroom.port);
    await subscriber.send({
      ...{ path: '/subscribe', method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      body: 'name=Ann&email=ann%40mail.example&password=a+long+password',
    });
    for (const [index, { headers = {} }] of TECHNIQUES.entries()) {
      const answer = await subscriber.send({ path: pathOf(nthArticle((index % 15) + 1)), headers });
      expect(answer.headers).toMatchObject({ paywall: 'free' });
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });

  test.each(['session=forged', 'session=', 'session=__proto__', 'account=1; subscriber=true; session=constructor'])(
    'that only a cookie claims (%s) opens nothing',
    async (claim) => {
      const blocked = await readerWhoRead(QUOTA, newsroom);
      const answer = await send(newsroom.port, {
        ...attack(QUOTA + 1),
        headers: { Cookie: `${blocked.cookie}; ${claim}` },
      });
      expect(givenAway(answer)).toEqual([]);
      expect(stateOf(answer)).toBe('blocked');
    },
  );
});

describe('what a meter cannot do', () => {
  test('clearing cookies gives exactly the documented quota again: each time, and no more', async () => {
    for (let time = 0; time < 3; time += 1) expect(await walk(QUOTA + 2)).toEqual([1, 2, 3]);
  });

  test('a browser that keeps no cookies reads every article, each as its first', async () => {
    for (let nth = 1; nth <= QUOTA + 2; nth += 1) {
      const answer = await send(newsroom.port, attack(nth));
      expect(answer.headers.paywall).toMatch(/^free; read=0;/);
      expect(givenAway(answer)).toEqual([nth]);
    }
  });
});
