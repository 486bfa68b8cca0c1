import { afterEach, describe, expect, test } from '@jest/globals';
import express, { type Request, type Response } from 'express';
import { createPaywall, type EndedView, memoryStore, type Store } from '../../src/index.js';
import { type Browser, createBrowser, type Served, send, serve } from '../support/http.js';
import { testOptions } from '../support/site.js';
import { waitFor } from '../support/wait.js';

/** Ways for a view to come to nothing once it has been held back for a while. */
const ENDINGS: Readonly<Record<string, (res: Response) => void>> = {
  'is redirected': (res) => res.redirect(301, '/elsewhere'),
  'is not satisfiable': (res) => void res.status(416).end(),
  'is left by its reader': (res) => void res.destroy(),
};

let site: Served;
afterEach(() => site.close());

/** A site that holds back what is asked for with `?hold` until it is told how that ends. */
async function startSite(store: Store = memoryStore({ clock: () => 0 })) {
  const held: Response[] = [];
  const paywall = createPaywall(testOptions({ promptAfter: 1, blockAfter: 3, store, deadline: 10_000 }));
  const app = express();
  app.get('/news/:slug', paywall.meter(), (req, res) => {
    if ('hold' in req.query) held.push(res);
    else if ('fail' in req.query) res.status(404).end();
    else res.send(req.paywall.state === 'blocked' ? 'TEASER' : 'TEXT');
  });
  site = await serve(app);
  return held;
}

/** Sends a view that stays open, and tells how to end it. */
async function hold(held: Response[], path: string, headers: Readonly<Record<string, string>>) {
  const before = held.length;
  const answer = send(site.port, { path: `${path}?hold`, headers }).catch(() => undefined);
  await waitFor('the view to be held', () => held.length > before);
  return async (end: (res: Response) => void) => {
    const res = held.at(before);
    if (!res) throw new Error('nothing is held');
    end(res);
    await answer;
  };
}

/** A store that acts at once, and whose replies can be kept under way. */
function storeThatHoldsReplies() {
  const store = memoryStore({ clock: () => 0 });
  const waiting: (() => void)[] = [];
  let holding = false;
  const slow: Store = {
    ...store,
    async visit(visit) {
      const visited = await store.visit(visit);
      if (holding) await new Promise<void>((resolve) => waiting.push(resolve));
      return visited;
    },
  };
  const replies = {
    hold() {
      holding = true;
    },
    held: () => waiting.length,
    release() {
      holding = false;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
  return { store: slow, replies };
}

async function readerWithOneArticle(): Promise<Browser> {
  const reader = createBrowser(site.port);
  await reader.send({ path: '/news/first' });
  return reader;
}

describe.each(Object.entries(ENDINGS))('an article asked for twice at once, one view of which %s', (_how, end) => {
  test('was read all the same: with an old cookie, no more than the limit is', async () => {
    const held = await startSite();
    const headers = { Cookie: (await readerWithOneArticle()).cookie };
    let read = 1;
    for (const slug of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const finish = await hold(held, `/news/${slug}`, headers);
      const { text } = await send(site.port, { path: `/news/${slug}`, headers });
      if (text === 'TEXT') read += 1;
      await finish(end);
    }
    expect(read).toBe(3);
  });

  test('was read all the same where the store has answered the other but its reply is under way', async () => {
    const { store, replies } = storeThatHoldsReplies();
    const held = await startSite(store);
    const headers = { Cookie: (await readerWithOneArticle()).cookie };
    let read = 1;
    for (const slug of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const finish = await hold(held, `/news/${slug}`, headers);
      replies.hold();
      const other = send(site.port, { path: `/news/${slug}`, headers });
      await waitFor('the store to have answered', () => replies.held() === 1);
      await finish(end);
      replies.release();
      if ((await other).text === 'TEXT') read += 1;
    }
    expect(read).toBe(3);
  });

  test('and the other view of which fails too, was not read', async () => {
    const held = await startSite();
    const headers = { Cookie: (await readerWithOneArticle()).cookie };
    for (const slug of ['a', 'b', 'c', 'd']) {
      const finish = await hold(held, `/news/${slug}`, headers);
      if (slug < 'c') {
        await send(site.port, { path: `/news/${slug}?fail`, headers });
        await finish(end);
      } else {
        const finishOther = await hold(held, `/news/${slug}`, headers);
        await finish(end);
        await finishOther((res) => void res.status(500).end());
      }
    }
    const { headers: answered } = await send(site.port, { path: '/news/last', headers });
    expect(answered.paywall).toContain('read=1;');
  });
});

test('what another view of the reader may yet take back is in no pass until it is shown', async () => {
  const held = await startSite();
  const reader = await readerWithOneArticle();
  const finish = await hold(held, '/news/a', { Cookie: reader.cookie });
  await reader.send({ path: '/news/b' });
  await finish((res) => void res.status(404).end());
  const { headers, text } = await reader.send({ path: '/news/c' });
  expect(text).toBe('TEXT');
  expect(headers.paywall).toContain('read=2;');
});

test('a reader who has gone away before the view is decided is counted nowhere', async () => {
  const store = memoryStore({ clock: () => 0 });
  const asked: number[] = [];
  const counting: Store = {
    ...store,
    visit(visit) {
      asked.push(visit.article);
      return store.visit(visit);
    },
  };
  const ended: EndedView[] = [];
  const paywall = createPaywall(
    testOptions({ promptAfter: 1, blockAfter: 3, store: counting, onView: (view) => void ended.push(view) }),
  );
  const waiting: { readonly req: Request; readonly next: () => void }[] = [];
  const app = express();
  app.get('/news/:slug', (req, _res, next) => ('wait' in req.query ? waiting.push({ req, next }) : next()));
  app.get('/news/:slug', paywall.meter(), (_req, res) => void res.send('TEXT'));
  site = await serve(app);
  const reader = await readerWithOneArticle();

  const patience = new AbortController();
  const headers = { Cookie: reader.cookie };
  const left = fetch(`http://127.0.0.1:${site.port}/news/left?wait`, { headers, signal: patience.signal });
  await waitFor('the request', () => waiting.length === 1);
  patience.abort();
  await expect(left).rejects.toThrow();
  await waitFor('the reader to be gone', () => waiting[0]?.req.aborted === true);
  waiting[0]?.next();
  await waitFor('the view to be over', () => ended.length === 2);
  expect(asked).toEqual([]);
  expect(ended[1]).toMatchObject({ status: null, shown: false, counted: false, takenBack: false });
  expect(ended[1]?.decision).toMatchObject({ reason: 'left', counted: false });
  expect((await reader.send({ path: '/news/next' })).headers.paywall).toContain('read=1;');
});
