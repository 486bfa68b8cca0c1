import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { type Article, articles, lastSentence } from '../examples/newsroom/articles/index.js';
import { memoryFigures, memoryStore, redisStore, type Store } from '../src/index.js';
import { redisOptions } from '../src/store/redis-options.js';
import { sharedCluster } from './support/cluster.js';
import { gatedSentences, nthArticle, openNewsroom, pathOf } from './support/newsroom.js';
import { randomPrefix, redisUrl } from './support/redis.js';
import { LONG } from './support/rounds.js';
import { NOON } from './support/site.js';
import { waitFor } from './support/wait.js';

interface Backend {
  newStore(): Store;
  close(): Promise<void>;
}

const backends = {
  memory: async (): Promise<Backend> => ({
    newStore: memoryStore,
    close: async () => undefined,
  }),

  async Redis(): Promise<Backend> {
    const client = new Redis(redisUrl(), redisOptions());
    await waitFor('Redis to be ready', () => client.status === 'ready');
    return {
      newStore: () => redisStore(client, { prefix: randomPrefix() }),
      close: async () => client.disconnect(),
    };
  },

  async 'a Redis Cluster of three masters'(): Promise<Backend> {
    const client = new Cluster(await sharedCluster(), redisOptions('cluster'));
    await waitFor('the cluster to be ready', () => client.status === 'ready');
    return {
      newStore: () => redisStore(client, { prefix: randomPrefix() }),
      close: async () => client.disconnect(),
    };
  },
};

/** In the long runs in each; else in one Redis. */
const COUNTED_IN = Object.entries(backends).filter(([name]) => LONG || name === 'Redis');

describe.each(COUNTED_IN)('a reader in the newsroom, counted in %s', (_name, start) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.close());

  const open = () => openNewsroom({ store: backend.newStore() });

  test('reads three articles plain, seven with the prompt, and meets the wall at the eleventh', async () => {
    const reader = newReader(open().app);
    for (const nth of [1, 2, 3]) expectPlain(await reader.read(nth), nth);
    for (const nth of [4, 5, 6, 7, 8, 9, 10]) expectPrompt(await reader.read(nth), nth, nth - 1);
    expectWall(await reader.read(11), 11);
  });

  test('finds what was read before still open, whenever and however often', async () => {
    const reader = newReader(open().app);
    await reader.readUpTo(11);
    for (const nth of [2, 2, 10]) expectPrompt(await reader.read(nth), nth, 9);
    expectWall(await reader.read(12), 12);
  });

  test('gains nothing by going back to an older pass', async () => {
    const { app } = open();
    const reader = newReader(app);
    const { pass } = await reader.read(1);
    await reader.readUpTo(10);
    expectWall(await newReader(app).read(11, { Cookie: pass }), 11);
  });

  test('registers at the wall, comes back to the article, comments, signs out to the wall, and in again', async () => {
    const reader = newReader(open().app);
    await reader.readUpTo(10);
    const article = nthArticle(11);
    const wall = await reader.read(11);
    expect(wall.html).not.toContain('comment-form');
    expect(wall.html).toContain('2\u00a0comments are waiting for you.');

    const registerPath = linkTo('/register', wall.html);
    const blank = (await reader.agent.get(registerPath)).text;
    const next = /name="next" value="([^"]*)"/.exec(blank)?.[1];
    expect(next).toBe(pathOf(article));

    const form = { next, name: 'Ida Quill', email: 'ida@example.org', password: 'correct horse' };
    const registered = await reader.submit('/register', form);
    expect(registered).toMatchObject({ status: 303, headers: { location: pathOf(article) } });
    const opened = await reader.read(11);
    expectPlain(opened, 11);
    expect(opened).toMatchObject({ header: expect.stringMatching(/^free; read=10; left=3; limit=14;/) });
    expect(opened.html).toContain('Welcome, Ida Quill. Your account is ready: you can read 14 articles a month');
    expect((await reader.read(11)).html).not.toContain('Welcome, Ida Quill');
    expect(opened.html).toContain('id="comment-form"');

    const comments = `${pathOf(article)}/comments`;
    const comment = 'Read <standing> up & twice.';
    const refused = await reader.submit(comments, { comment: ' ' });
    expect(refused).toMatchObject({ status: 303, headers: { location: `${pathOf(article)}#comment-form` } });
    expect((await reader.read(11)).html).toContain('Write a comment before you post it');
    expect((await reader.read(11)).html).not.toContain('Write a comment before you post it');
    const posted = await reader.submit(comments, { comment });
    expect(posted).toMatchObject({ status: 303, headers: { location: `${pathOf(article)}#comments` } });
    const commented = (await reader.read(11)).html;
    expect(commented).toContain('Read &lt;standing&gt; up &amp; twice.');
    expect(commented).not.toContain(comment);

    expect((await reader.reading()).text).toContain('You have read 11 articles</strong> and can open 3 more');
    expectPlain(await reader.read(12), 12);

    expect(await reader.submit('/sign-out', {})).toMatchObject({ status: 303, headers: { location: '/' } });
    // What was read with the account stays open in this browser, and everything else is behind the wall.
    expectPrompt(await reader.read(11), 11, 9);
    expectWall(await reader.read(13), 13);

    const { email, password } = form;
    expect(await reader.submit('/sign-in', { email, password: 'wrong' })).toMatchObject({ status: 422 });
    expect(await reader.submit('/sign-in', { next, email, password })).toMatchObject({ status: 303 });
    expectPlain(await reader.read(11), 11);
  });

  test('meets the prompt and the wall again with an account, and subscribes', async () => {
    const reader = newReader(open().app);
    await reader.submit('/register', ACCOUNT);
    await reader.readUpTo(12);
    const prompt = await reader.read(13);
    expect(prompt.header).toMatch(/^register-prompt; read=12; left=1; limit=14;/);
    expect(prompt.html).toContain('Subscribe to receive full access to The Longshore.');
    expect(prompt.html).not.toContain('class="paywall-register"');
    await reader.read(14);
    const wall = await reader.read(15);
    expect(wall.header).toMatch(/^blocked; read=14; left=0; limit=14;/);
    expect(wall.html).toContain('You’ve read all your 14\u00a0articles this month');
    expectTeaser(wall.html, 15);

    const path = linkTo('/subscribe', wall.html);
    const next = /name="next" value="([^"]*)"/.exec((await reader.agent.get(path)).text)?.[1];
    expect(next).toBe(pathOf(nthArticle(15)));
    expect(await reader.submit('/subscribe', { next })).toMatchObject({ status: 303, headers: { location: next } });
    const opened = await reader.read(15);
    expectPlain(opened, 15);
    expect(opened.html).toContain('Nothing was charged: this is a demonstration.');
    expect((await reader.reading()).text).toContain('You are a subscriber: every article is open to you');
  });

  test('opens the locked article by subscribing alone', async () => {
    const { app } = open();
    const nobody = newReader(app);
    const locked = await nobody.read(LOCKED);
    expect(locked.header).toBe('blocked; locked');
    expect(locked.html).toContain('This article is for subscribers');
    expect(meterOf(locked.html)).toBe('0 of 10\u00a0free articles this month');
    expectTeaser(locked.html, LOCKED);
    const registered = newReader(app);
    await registered.submit('/register', ACCOUNT);
    expectTeaser((await registered.read(LOCKED)).html, LOCKED);
    const subscriber = newReader(app);
    await subscriber.submit('/subscribe', { ...ACCOUNT, email: 'ada@example.org' });
    expectPlain(await subscriber.read(LOCKED), LOCKED);
    expect((await subscriber.agent.get('/')).text).not.toContain('NaN');
  });

  test('shows no text to whoever may not read it in the answer to a comment', async () => {
    const reader = newReader(open().app);
    await reader.submit('/register', ACCOUNT);
    for (const comment of [' ', 'I have not read this.']) {
      const path = pathOf(nthArticle(LOCKED));
      const answer = await reader.submit(`${path}/comments`, { comment });
      expect(answer).toMatchObject({ status: 303, headers: { location: path } });
      expectTeaser(answer.text, LOCKED, false);
      expect((await reader.agent.get(path)).text).not.toContain('I have not read this.');
    }
  });

  test('reads one story in prompt, wall, masthead, header field and "Your reading", and again on a reload', async () => {
    const reader = newReader(open().app);
    for (let nth = 1; nth <= 11; nth += 1) {
      const [first, again] = [await reader.read(nth), await reader.read(nth)];
      const read = Math.min(nth, 10);
      for (const { html, header } of [first, again]) {
        expect(meterOf(html)).toBe(`${read} of 10\u00a0free articles this month`);
        expect(html).not.toMatch(/NaN|Infinity/);
        if (nth >= 4 && nth <= 10) expect(html).toContain(`You have read ${nth - 1}\u00a0articles this month`);
        expect(header).toContain(`; read=${nth - 1}; left=${10 - read}; limit=10;`);
      }
      const { text, slugs } = await reader.reading();
      expect(meterOf(text)).toBe(`${read} of 10\u00a0free articles this month`);
      expect(text).toContain(`You have read ${read === 1 ? '1 article' : `${read} articles`}</strong>`);
      expect(slugs).toHaveLength(read);
    }
  });

  test('sees in "Your reading this month" exactly what counted, and when it starts again', async () => {
    const reader = newReader(open().app);
    expect(await reader.reading()).toMatchObject({
      slugs: [],
      text: expect.stringContaining('You have read nothing yet'),
    });
    for (const nth of [3, 1, 3, 7]) await reader.read(nth);
    await reader.agent.get('/news/no-such-article').expect(404);
    await reader.agent.head(pathOf(nthArticle(9)));
    const three = await reader.reading();
    expect(three.slugs).toEqual([3, 1, 7].map((nth) => nthArticle(nth).slug));
    expect(three.text).toContain('You have read 3 articles</strong> and can open 7 more');
    expect(three.text).toContain('<time datetime="2026-12-01T00:00:00.000Z">1 December 2026');

    await reader.readUpTo(14);
    const full = await reader.reading();
    const read = [3, 1, 7, 2, 4, 5, 6, 8, 9, 10].map((nth) => nthArticle(nth).slug);
    expect(full.slugs).toEqual(read);
    expect(full.text).toContain('You have read 10 articles</strong>. They stay open to you.');
  });

  test('starts afresh in another browser', async () => {
    const { app } = open();
    const first = newReader(app);
    await first.readUpTo(11);
    const second = newReader(app);
    expectPlain(await second.read(11), 11);
    expectWall(await first.read(11), 11);
  });

  test('starts afresh when the month does, and not a second before', async () => {
    const { app, setClock } = open();
    const december = Date.UTC(2026, 11, 1);
    const reader = newReader(app);
    await reader.readUpTo(11);
    setClock(december - 1000);
    expectWall(await reader.read(11), 11);
    setClock(december);
    for (const nth of [11, 12, 13]) expectPlain(await reader.read(nth), nth);
    expectPrompt(await reader.read(1), 1, 3);
    expect((await reader.reading()).slugs).toHaveLength(4);
  });
});

interface Served {
  readonly status: number;
  readonly html: string;
  /** The `Paywall` header. */
  readonly header: string | undefined;
  /** The pass that came with the page, as a `Cookie` header. */
  readonly pass: string;
}

/** A reader with a browser's cookies. */
function newReader(app: Parameters<typeof request.agent>[0]) {
  const agent: TestAgent = request.agent(app);

  async function read(nth: number, headers: Readonly<Record<string, string>> = {}): Promise<Served> {
    const { status, text, headers: sent } = await agent.get(pathOf(nthArticle(nth))).set(headers);
    const cookies = [sent['set-cookie'] ?? []].flat().map((cookie) => String(cookie));
    const pass = cookies.find((cookie) => cookie.startsWith('paywall='))?.split(';')[0] ?? '';
    return { status, html: text, header: sent.paywall, pass };
  }

  return {
    agent,
    read,

    async readUpTo(last: number): Promise<void> {
      for (let nth = 1; nth <= last; nth += 1) await read(nth);
    },

    submit: (path: string, fields: Readonly<Record<string, string | undefined>>) =>
      agent.post(path).type('form').send(fields),

    async reading() {
      const { text } = await agent.get('/your-reading').expect(200);
      const list = /<ol class="reading-list">.*?<\/ol>/s.exec(text)?.[0] ?? '';
      return { text, slugs: [...list.matchAll(/href="\/news\/([^"]+)"/g)].map(([, slug = '']) => slug) };
    },
  };
}

const linkTo = (path: string, html: string): string =>
  new RegExp(`class="paywall-[a-z]+" href="(${path}[^"]*)"`).exec(html)?.[1] ?? '';

const meterOf = (html: string): string => /class="paywall paywall-meter"[^>]*>\s*<p>([^<]*)</.exec(html)?.[1] ?? '';

const ACCOUNT = { name: 'Ida Quill', email: 'ida@example.org', password: 'correct horse' } as const;

/** The newsroom's one locked article. */
const LOCKED = articles.findIndex(({ access }) => access === 'locked') + 1;

function expectPlain({ status, html, header }: Served, nth: number): void {
  expect({ status, header }).toEqual({ status: 200, header: expect.stringMatching(/^free\b/) });
  expect(html).not.toMatch(/class="paywall paywall-(prompt|wall)\b/);
  expectWhole(html, nthArticle(nth));
}

function expectPrompt({ status, html, header }: Served, nth: number, read: number): void {
  expect({ status, header }).toEqual({
    status: 200,
    header: expect.stringMatching(new RegExp(`^register-prompt; read=${read};`)),
  });
  expect(html).toMatch(/class="paywall paywall-prompt\b/);
  expect(html).toContain(`You have read ${read}\u00a0articles this month`);
  expectWhole(html, nthArticle(nth));
}

function expectWhole(html: string, article: Article): void {
  for (const paragraph of article.body) expect(html).toContain(`<p>${paragraph}</p>`);
  expect(html).toContain(lastSentence(article));
}

/** The teaser, the wall, and no sentence of the rest: not in the text, nor in data, attributes or headers. */
function expectWall({ status, html, header }: Served, nth: number): void {
  const article = nthArticle(nth);
  expect({ status, header }).toEqual({ status: 200, header: expect.stringMatching(/^blocked; read=10; left=0;/) });
  expect(html).toContain('loyal reader');
  expect(html).toContain('You’ve read all 10\u00a0free articles this month');
  expectTeaser(html, nth);

  const data: unknown = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
  expect(data).toMatchObject({ headline: article.title, isAccessibleForFree: false });
  expect(data).not.toHaveProperty('articleBody');
  const values = JSON.stringify(data);
  expect(gatedSentences(article).filter((sentence) => values.includes(sentence))).toEqual([]);
}

/** @param shown Whether the page is the article's own, and not only to be without the rest of it. */
function expectTeaser(html: string, nth: number, shown = true): void {
  const article = nthArticle(nth);
  expect(html.includes(`<p>${article.body[0]}</p>`)).toBe(shown);
  expect(html.includes('class="paywall paywall-wall"')).toBe(shown);
  expect(html).not.toContain('id="comments"');
  const said = decoded(html);
  expect(gatedSentences(article).filter((sentence) => said.includes(sentence))).toEqual([]);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The markup with its character references resolved, so that an escaped sentence is found too. */
function decoded(html: string): string {
  return html
    .replace(/&#(x?)([\da-f]+);/gi, (_, hex, digits) => String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name] ?? '');
}

test('every article of the newsroom has text that a blocked reader does not get', () => {
  for (const article of articles) {
    expect(gatedSentences(article).length).toBeGreaterThan(10);
    expect(gatedSentences(article).at(-1)).toBe(lastSentence(article));
  }
});

test('a newsroom counts who registers from which wall, and who subscribes', async () => {
  const figures = memoryFigures();
  const reader = newReader(openNewsroom({ figures }).app);
  await reader.readUpTo(11);
  const next = pathOf(nthArticle(11));
  await reader.submit('/register', { ...ACCOUNT, next });
  await reader.submit('/subscribe', { next });
  await figures.close();
  const { id } = nthArticle(11);
  const periods = { option: 'month', timeZone: 'Europe/London' } as const;
  const { sum } = await figures.begin({ periods, clock: () => NOON, report: () => undefined }).read();
  const [anonymous, registered] = sum.plans;
  expect(anonymous?.converted.registered).toMatchObject({ total: 1, wall: 1 });
  expect(registered).toMatchObject({ plan: 'registered', converted: { subscribed: { total: 1 } } });
  expect(sum.articles.find(({ name }) => name === String(id))).toMatchObject({
    walls: 1,
    registered: 1,
    subscribed: 1,
  });
});

test('a newsroom where registering gives full access promises it, and has nothing to subscribe to', async () => {
  const reader = newReader(openNewsroom({ registered: 'full' }).app);
  await reader.readUpTo(3);
  expect((await reader.read(4)).html).toContain('Register to receive full access to The Longshore.');
  expect((await reader.read(LOCKED)).html).toContain('This article is for registered readers');
  await reader.agent.get('/subscribe').expect(404);
  expect((await reader.agent.get('/')).text).toContain('For registered readers');
  await reader.submit('/register', ACCOUNT);
  expectPlain(await reader.read(LOCKED), LOCKED);
  expect((await reader.reading()).text).toContain('You are registered: every article is open to you');
});

test('pages are compressed, and so are style sheets', async () => {
  const { app } = openNewsroom();
  for (const path of ['/', pathOf(nthArticle(1)), '/style.css']) {
    const { headers } = await request(app).get(path).set('Accept-Encoding', 'gzip').expect(200);
    expect({ path, encoding: headers['content-encoding'] }).toEqual({ path, encoding: 'gzip' });
  }
});

test('whoever forgot a password is told that this is a demonstration', async () => {
  const reader = newReader(openNewsroom().app);
  const signIn = (await reader.agent.get('/sign-in?next=/your-reading')).text;
  const path = /href="(\/forgotten-password[^"]*)"/.exec(signIn)?.[1] ?? '';
  const { text } = await reader.agent.get(path).expect(200);
  expect(text).toContain('This one is a demonstration');
  expect(text).toContain('href="/register?next=%2Fyour-reading"');
});
