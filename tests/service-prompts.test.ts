import { afterEach, describe, expect, test } from '@jest/globals';
import { createPrompts, type PromptOptions } from '../src/prompts.js';
import { createService, type DecisionRequest, type ServiceOptions } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { ask, http } from './support/service.js';
import { NOON, testOptions } from './support/site.js';

const PROMPTS: PromptOptions = {
  siteName: 'A & B',
  registerUrl: '/register',
  support: { url: '/support' },
  comments: true,
};

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

async function startService(more: Partial<ServiceOptions> = {}): Promise<number> {
  const { site, keys, clock = Date.now } = testOptions();
  const server = await serve(createService({ site, keys, clock, prompts: PROMPTS, ...more }));
  served.push(server);
  return server.port;
}

const down = { visit: () => Promise.reject(new Error('down')), takeBack: () => Promise.reject(new Error('down')) };

describe('the service, asked for prompts', () => {
  test('gives what createPrompts writes of the same decision', async () => {
    const port = await startService({ promptAfter: 0 });
    const prompt = { locale: 'de', pageUrl: '/news/a' };
    const { resetsAt, left, limit, ...answer } = await ask(port, { article: 'a', prompt });
    const prompts = createPrompts({ ...PROMPTS, clock: () => NOON });
    const decision = { ...answer, left: left ?? 0, limit: limit ?? 0, resetsAt: new Date(resetsAt) };
    expect(answer).toMatchObject({
      notice: prompts.notice(decision, prompt),
      meter: prompts.meter(decision, prompt),
      appeal: prompts.appeal(decision, prompt),
      head: prompts.head,
    });
  });

  test('gives none unasked', async () => {
    expect(await ask(await startService(), { article: 'a', prompt: null })).not.toHaveProperty('notice');
  });

  test.each<[string, DecisionRequest]>([
    ['the question', { article: 'a', prompt: {}, headers: { Cookie: 'x=1; paywall-dismissed=prompt' } }],
    ['a list', { article: 'a', prompt: {}, headers: { cookie: ['x=1', 'paywall-dismissed=prompt'] } }],
    ['the prompt', { article: 'a', prompt: { cookie: 'paywall-dismissed=prompt', locale: null } }],
  ])('knows of a dismissal by the cookie of %s', async (_where, question) => {
    const port = await startService({ promptAfter: 0 });
    expect(await ask(port, question)).toMatchObject({ state: 'register-prompt', notice: '' });
    expect((await ask(port, { article: 'a', prompt: {} })).notice).toContain('paywall-prompt');
  });

  test('tells a reader of an outage in words of its own', async () => {
    const port = await startService({ store: down, onStoreError: 'closed', onEvent: () => undefined });
    const first = await ask(port, { article: 'a' });
    const cookie = [first.headers['Set-Cookie'] ?? []].flat()[0]?.split(';')[0] ?? '';
    const answer = await ask(port, { article: 'b', prompt: {}, headers: { cookie } });
    expect(answer).toMatchObject({ state: 'blocked', reason: 'store-down' });
    expect(answer.notice).toContain('We can’t open this article just now');
  });

  test('tells a new reader of a network that has had its own in words of its own', async () => {
    const port = await startService({ newReaders: { perDay: 1, beyond: 'blocked' } });
    for (const address of ['198.51.100.7', '198.51.100.8']) await ask(port, { article: 'a', address });
    const { reason, state, notice } = await ask(port, { article: 'b', prompt: {}, address: '198.51.100.8' });
    expect({ reason, state }).toEqual({ reason: 'network', state: 'blocked' });
    expect(notice).toContain('No more free articles on this network today');
  });

  test('says how many comments wait at a wall', async () => {
    const port = await startService();
    const account = { id: 1 };
    const question = { article: { id: 'a', access: 'locked' }, prompt: { commentsWaiting: 12 } } as const;
    expect((await ask(port, question)).notice).toContain('12\u00a0comments are waiting');
    expect(await ask(port, { ...question, account })).toMatchObject({ state: 'free', notice: '' });
  });

  test('gives no HTML beside an answer that stands in for the page', async () => {
    const question = { article: 'a', prompt: {}, headers: { 'sec-purpose': 'prefetch' } };
    expect(await ask(await startService(), question)).toMatchObject({ answer: { status: 503 }, notice: '', head: '' });
  });

  test.each<[object, string]>([
    [{ lang: 'de' }, 'request.prompt.lang: there is no such option'],
    [{ locale: 7 }, 'request.prompt.locale: 7 is not a string'],
    [{ commentsWaiting: -1 }, 'request.prompt.commentsWaiting: -1 is not a whole number'],
  ])('refuses %p', async (prompt, detail) => {
    const port = await startService();
    const json = { 'Content-Type': 'application/json' };
    const { status, text } = await http(port, 'POST', '/decisions', json, JSON.stringify({ article: 'a', prompt }));
    expect(status).toBe(400);
    expect(text).toContain(detail);
  });

  test('refuses to write what it was given no words for, and counts nothing then', async () => {
    const { site, keys } = testOptions();
    const server = await serve(createService({ site, keys }));
    served.push(server);
    await expect(ask(server.port, { article: 'a', prompt: {} })).rejects.toThrow('has been given no prompts');
    for (const path of ['/paywall.css', '/paywall/dismiss']) {
      expect(await http(server.port, 'GET', path)).toMatchObject({ status: 404 });
    }
  });

  test('refuses wrong prompts at its start', () => {
    const { site, keys } = testOptions();
    const prompts = { ...PROMPTS, registerUrl: 'javascript:alert(1)' };
    expect(() => createService({ site, keys, prompts })).toThrow(
      /^createService\.prompts\.registerUrl: .* is not a web/,
    );
  });
});

describe('what browsers ask the service for', () => {
  test('is served without a token, the hashed for ever', async () => {
    const port = await startService({ token: 'a-token-that-is-long-enough' });
    const { assets } = createPrompts(PROMPTS);
    for (const { url, type, text } of [assets.styles, assets.script]) {
      const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' };
      expect(await http(port, 'GET', url)).toMatchObject({ status: 200, text, headers });
    }
    expect(await http(port, 'GET', '/paywall/other.css')).toMatchObject({ status: 404 });
  });

  test('is the style sheet at an address that stays, too', async () => {
    const port = await startService({ token: 'a-token-that-is-long-enough' });
    const { text, headers } = await http(port, 'GET', '/paywall.css');
    expect(text).toBe(createPrompts(PROMPTS).assets.styles.text);
    expect(headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, no-cache' });
    const again = await http(port, 'GET', '/paywall.css', { 'If-None-Match': String(headers.etag) });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(await http(port, 'POST', '/paywall.css')).toMatchObject({ status: 405 });
  });

  test('is the form that closes a prompt, by the clock of the service', async () => {
    const port = await startService();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const closed = await http(port, 'POST', '/paywall/dismiss?to=/news/a', form, `prompt=${NOON / 1000 + 60}`);
    expect(closed).toMatchObject({ status: 303, headers: { location: '/news/a#paywall-prompt' } });
    expect(closed.headers['set-cookie']).toEqual(['paywall-dismissed=prompt; Max-Age=60; Path=/; SameSite=Lax']);
  });
});
