import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { Redis } from 'ioredis';
import { type Account, createPaywall, redisOptions, redisStore } from '../src/index.js';
import { type Listening, listen } from './support/listen.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { rounds } from './support/rounds.js';
import { testOptions } from './support/site.js';
import { waitFor } from './support/wait.js';

const LIMIT = 10;
const ARTICLES = Array.from({ length: rounds(18, 39) }, (_, index) => `article-${index + 1}`);
/** No view may be decided without Redis, however busy this machine is. */
const DEADLINE = 5000;
/** Milliseconds that a page may take, and a reader's patience. */
const SLOWEST = 12;

const account = (id: string | undefined): Account | null => (id === undefined ? null : { id, plan: 'limited' });

const moment = () => pause(Math.random() * SLOWEST);

describe(`two requests at once for each of ${ARTICLES.length} articles, through two processes, one of them given up at any time`, () => {
  let sites: readonly (Listening & { readonly client: Redis })[];
  /** By reader, the articles that were shown, as the site itself tells. */
  const shown = new Map<string, Set<string>>();
  let open = 0;

  async function startProcess(prefix: string): Promise<Listening & { readonly client: Redis }> {
    const client = new Redis(redisUrl(), { ...redisOptions(), socketTimeout: DEADLINE });
    await waitFor('Redis to be ready', () => client.status === 'ready');
    const paywall = createPaywall(
      testOptions({
        store: redisStore(client, { prefix }),
        deadline: DEADLINE,
        plans: { limited: { promptAfter: 3, blockAfter: LIMIT } },
        account: (req) => account(req.get('X-User')),
        onView: (view, req) => {
          open -= 1;
          const reader = req.get('X-Reader') ?? '';
          if (view.decision.state === 'blocked' || !view.shown) return;
          shown.set(reader, (shown.get(reader) ?? new Set()).add(String(req.params.slug)));
        },
      }),
    );
    const app = express();
    const begun: express.RequestHandler = (_req, _res, next) => {
      open += 1;
      next();
    };
    app.get('/news/:slug', begun, paywall.meter(), async (req, res) => {
      await moment();
      if (req.query.end === '404') res.status(404);
      res.send(req.paywall.state === 'blocked' ? 'TEASER' : 'TEXT');
    });
    return { ...(await listen(app)), client };
  }

  beforeAll(async () => {
    const prefix = randomPrefix();
    sites = await Promise.all([startProcess(prefix), startProcess(prefix)]);
  });
  afterAll(() =>
    Promise.all(
      sites.map(async (site) => {
        await site.close();
        site.client.disconnect();
      }),
    ),
  );

  interface Answer {
    readonly text: string;
    readonly pass: string | undefined;
  }

  async function view(
    process: number,
    path: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const response = await fetch(`${sites[process]?.origin}/news/${path}`, { headers, ...(signal && { signal }) });
    return { text: await response.text(), pass: response.headers.getSetCookie()[0]?.split(';')[0] };
  }

  /** A view that its reader may give up; the first half of them while the page is made. */
  async function impatient(process: number, path: string, headers: Record<string, string>): Promise<Answer | null> {
    const patience = new AbortController();
    const left = moment().then(() => patience.abort());
    const answer = await view(process, path, headers, patience.signal).catch(() => null);
    await left;
    return answer;
  }

  /** The race, after which the reader reads on, one article after the other, until the wall. */
  async function race(reader: string, user: string | undefined, honest: boolean): Promise<number> {
    const who = { 'X-Reader': reader, ...(user === undefined ? {} : { 'X-User': user }) };
    let newest = (await view(0, 'first', who)).pass ?? '';
    const first = newest;
    const cookie = () => ({ ...who, Cookie: honest ? newest : first });
    const keep = (answer: Answer | null) => {
      newest = answer?.pass ?? newest;
    };
    const lanes = [0, 1, 2].map(async (lane) => {
      for (const [index, article] of ARTICLES.entries()) {
        if (index % 3 !== lane) continue;
        const headers = cookie();
        const ending = index % 5 === 0 ? '?end=404' : '';
        const [one, other] = await Promise.all([
          impatient(index % 2, article, headers),
          ending || index % 7 === 0
            ? impatient(1 - (index % 2), `${article}${ending}`, headers)
            : view(1 - (index % 2), article, headers),
        ]);
        keep(one);
        keep(other);
      }
    });
    await Promise.all(lanes);
    await waitFor('every view to be over', () => open === 0);
    // Over one connection Redis hears of a view that was given up before it answers what is asked later.
    await Promise.all(sites.map(({ client }) => client.ping()));
    for (const article of ARTICLES) keep(await view(1, article, cookie()));
    await waitFor('every view to be over', () => open === 0);
    return shown.get(reader)?.size ?? 0;
  }

  test.each([
    ['a reader who keeps every pass', undefined, true],
    ['a reader who sends the first pass again and again', undefined, false],
    ['an account', 'ann', true],
    ['an account that sends the first pass again and again', 'bob', false],
  ])('exactly 10 are shown to %s', async (_who, user, honest) => {
    for (let round = 0; round < rounds(1, 8); round += 1) {
      const name = `${user ?? 'reader'}-${honest}-${round}`;
      expect(await race(name, user && name, honest)).toBe(LIMIT);
    }
  });
});
