import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cluster, Redis } from 'ioredis';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { type Article, articles, lastSentence } from '../examples/newsroom/articles/index.js';
import { memoryStore, redisStore, type Store } from '../src/index.js';
import { redisOptions } from '../src/store/redis-options.js';
import { startCluster } from './support/cluster.js';
import { gatedSentences, nthArticle, openNewsroom, pathOf } from './support/newsroom.js';
import { randomPrefix, redisUrl } from './support/redis.js';
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
    const cluster = await startCluster({ masters: 3 });
    const nodes = cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
    const client = new Cluster(nodes, redisOptions('cluster'));
    await waitFor('the cluster to be ready', () => client.status === 'ready');
    return {
      newStore: () => redisStore(client, { prefix: randomPrefix() }),
      async close() {
        client.disconnect();
        await cluster.stop();
      },
    };
  },
};

describe.each(Object.entries(backends))('a reader in the newsroom, counted in %s', (_name, start) => {
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

  test('registers at the wall, comes back to the article, comments, and signs out to the wall', async () => {
    const reader = newReader(open().app);
    await reader.readUpTo(10);
    const article = nthArticle(11);
    const wall = await reader.read(11);
    expect(wall.html).not.toContain('comment-form');

    const registerPath = linkTo('/register', wall.html);
    const blank = (await reader.agent.get(registerPath)).text;
    const next = /name="next" value="([^"]*)"/.exec(blank)?.[1];
    expect(next).toBe(pathOf(article));

    const form = { next, name: 'Ida Quill', email: 'ida@example.org', password: 'correct horse' };
    const registered = await reader.submit('/register', form);
    expect(registered).toMatchObject({ status: 303, headers: { location: pathOf(article) } });
    const opened = await reader.read(11);
    expectPlain(opened, 11);
    expect(opened).toMatchObject({ header: 'free' });
    expect(opened.html).toContain('id="comment-form"');

    const comments = `${pathOf(article)}/comments`;
    const comment = 'Read <standing> up & twice.';
    expect(await reader.submit(comments, { comment: ' ' })).toMatchObject({ status: 422 });
    const posted = await reader.submit(comments, { comment });
    expect(posted).toMatchObject({ status: 303, headers: { location: `${pathOf(article)}#comments` } });
    const commented = (await reader.read(11)).html;
    expect(commented).toContain('Read &lt;standing&gt; up &amp; twice.');
    expect(commented).not.toContain(comment);

    expect((await reader.agent.get('/your-reading')).text).toContain('every article is open to you');
    for (const nth of [12, 13, 14]) expectPlain(await reader.read(nth), nth);

    expect(await reader.submit('/sign-out', {})).toMatchObject({ status: 303, headers: { location: '/' } });
    expectWall(await reader.read(11), 11);
    expect((await reader.read(11)).html).not.toContain('Read &lt;standing&gt;');

    const { email, password } = form;
    expect(await reader.submit('/sign-in', { email, password: 'wrong' })).toMatchObject({ status: 422 });
    expect(await reader.submit('/sign-in', { next, email, password })).toMatchObject({ status: 303 });
    expectPlain(await reader.read(11), 11);
  });

  test('sees in "Your reading this month" exactly what counted, and when it starts again', async () => {
    const reader = newReader(open().app);
    expect(await reader.reading()).toMatchObject({ slugs: [], text: expect.stringContaining('0 of 10') });
    for (const nth of [3, 1, 3, 7]) await reader.read(nth);
    await reader.agent.get('/news/no-such-article').expect(404);
    await reader.agent.head(pathOf(nthArticle(9)));
    const three = await reader.reading();
    expect([...three.slugs].sort()).toEqual([1, 3, 7].map((nth) => nthArticle(nth).slug).sort());
    expect(three.text).toContain('3 of 10 free articles read');
    expect(three.text).toContain('<time datetime="2026-12-01T00:00:00.000Z">1 December 2026');

    await reader.readUpTo(14);
    const full = await reader.reading();
    const read = [1, 3, 7, 2, 4, 5, 6, 8, 9, 10].map((nth) => nthArticle(nth).slug);
    expect([...full.slugs].sort()).toEqual(read.sort());
    expect(full.text).toContain('10 of 10 free articles read');
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
    const pass = /^paywall=[^;]+/.exec([sent['set-cookie'] ?? []].flat().join())?.[0] ?? '';
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
  new RegExp(`class="paywall-register" href="(${path}[^"]*)"`).exec(html)?.[1] ?? '';

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
  expect(html).toContain(`<p>${article.body[0]}</p>`);
  expect(html).toContain('class="paywall paywall-wall"');
  expect(html).toContain('loyal reader');
  expect(html).toContain('You’ve read all 10\u00a0free articles this month');
  expect(html).not.toContain('id="comments"');
  const said = decoded(html);
  expect(gatedSentences(article).filter((sentence) => said.includes(sentence))).toEqual([]);

  const data: unknown = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '');
  expect(data).toMatchObject({ headline: article.title, isAccessibleForFree: false });
  expect(data).not.toHaveProperty('articleBody');
  const values = JSON.stringify(data);
  expect(gatedSentences(article).filter((sentence) => values.includes(sentence))).toEqual([]);
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
