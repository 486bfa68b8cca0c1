import { describe, expect, test } from '@jest/globals';
import { type EndedView, memoryStore, type PaywallOptions, type Store } from '../../src/fetch.js';
import { NOON } from '../support/site.js';
import { createWebReader, createWebSite } from './web-site.js';

/** A site that tells how views ended and what was taken back, and a reader of one article on it. */
async function siteWithReader(more: Partial<PaywallOptions> = {}) {
  const ended: EndedView[] = [];
  const takenBack: string[] = [];
  const memory = memoryStore({ clock: () => NOON });
  const store: Store = {
    visit: (visit) => memory.visit(visit),
    takeBack: (key, takeBacks) => {
      takenBack.push(...takeBacks.map(({ view }) => view));
      return memory.takeBack(key, takeBacks);
    },
  };
  const site = createWebSite({ store, onView: (view) => ended.push(view), ...more });
  const reader = createWebReader(site);
  await reader.read(1);
  const last = () => ended.at(-1);
  return { ...site, reader, ended, takenBack, last };
}

/** A page whose body does this each time that more of it is asked for. */
function streamed(pull: (controller: { enqueue(chunk: Uint8Array): void; error(fault: unknown): void }) => void) {
  return new Response(new ReadableStream<Uint8Array>({ pull }));
}

describe('a view is taken back', () => {
  test.each([
    ['an error', () => new Response('no such article', { status: 404 })],
    ['a redirect', () => Response.redirect('https://news.example/elsewhere', 302)],
    ['a network error', () => Response.error()],
  ])('that ends in %s', async (_what, render) => {
    const { reader, last, takenBack } = await siteWithReader();
    const response = await reader.ask('/news/2', render);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(last()).toMatchObject({ shown: false, counted: false, takenBack: true });
    const { header } = await reader.get('/news/3');
    expect(header).toMatch(/read=1;/);
    expect(takenBack).toHaveLength(1);
  });

  test('whose page throws, and what it throws is thrown on', async () => {
    const { reader, last } = await siteWithReader();
    const fault = new Error('NEXT_HTTP_ERROR_FALLBACK;404');
    const thrown = reader.ask('/news/2', () => {
      throw fault;
    });
    await expect(thrown).rejects.toBe(fault);
    expect(last()).toMatchObject({ status: null, takenBack: true });
    expect((await reader.get('/news/3')).header).toMatch(/read=1;/);
  });

  test('whose page is no response', async () => {
    const { reader, paywall, last } = await siteWithReader();
    const nothing: unknown = undefined;
    const given = paywall.respond(reader.request('/news/2'), {}, () => nothing as Response);
    await expect(given).rejects.toThrow(TypeError);
    expect(last()).toMatchObject({ takenBack: true });
  });

  test('whose page has been read already', async () => {
    const { reader, last } = await siteWithReader();
    const page = new Response('TEXT');
    await page.text();
    await expect(reader.ask('/news/2', () => page)).rejects.toThrow(/locked|used/);
    expect(last()).toMatchObject({ takenBack: true });
  });

  test('that its reader leaves while the page is rendered, at once', async () => {
    const { reader, ended, last } = await siteWithReader();
    const leaving = new AbortController();
    const before = ended.length;
    const response = await reader.ask(
      '/news/2',
      () => {
        leaving.abort();
        expect(ended).toHaveLength(before + 1);
        return new Response('TEXT');
      },
      { signal: leaving.signal },
    );
    await response.text();
    expect(ended).toHaveLength(before + 1);
    expect(last()).toMatchObject({ status: null, shown: false, takenBack: true });
  });

  test('or not counted at all, whose reader has left before', async () => {
    const { reader, last } = await siteWithReader();
    await reader.ask('/news/2', undefined, { signal: AbortSignal.abort() });
    expect(last()).toMatchObject({ status: null, shown: false, counted: false });
    expect((await reader.get('/news/3')).header).toMatch(/read=1;/);
  });

  test('whose body nobody waits for', async () => {
    const { reader, last } = await siteWithReader();
    const reasons: unknown[] = [];
    const body = new ReadableStream<Uint8Array>({
      pull: () => new Promise(() => undefined),
      cancel: (reason) => void reasons.push(reason),
    });
    const response = await reader.ask('/news/2', () => new Response(body));
    const stream = response.body?.getReader();
    void stream?.read();
    await stream?.cancel('gone');
    expect(reasons).toEqual(['gone']);
    expect(last()).toMatchObject({ status: null, takenBack: true });
  });

  test('whose body fails before its first byte', async () => {
    const { reader, last } = await siteWithReader();
    const fault = new Error('no article after all');
    const response = await reader.ask('/news/2', () => streamed((controller) => controller.error(fault)));
    await expect(response.text()).rejects.toBe(fault);
    expect(last()).toMatchObject({ takenBack: true });
  });

  test('with the platform asked to wait for it', async () => {
    const { reader } = await siteWithReader();
    const waitedFor: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void waitedFor.push(work);
    await reader.ask('/news/2', () => new Response(null, { status: 404 }), {}, { waitUntil });
    expect(waitedFor).toHaveLength(1);
    await expect(Promise.all(waitedFor)).resolves.toBeDefined();
    await reader.get('/news/3', undefined, {}, { waitUntil });
    expect(waitedFor).toHaveLength(1);
  });
});

describe('a view stays counted', () => {
  test('whose body is left after its first byte', async () => {
    const { reader, last } = await siteWithReader();
    const letters = streamed((controller) => controller.enqueue(new TextEncoder().encode('a')));
    const response = await reader.ask('/news/2', () => letters);
    const stream = response.body?.getReader();
    await stream?.read();
    await stream?.cancel();
    expect(last()).toMatchObject({ status: 200, shown: true, counted: true });
    expect((await reader.get('/news/3')).header).toMatch(/read=2;/);
  });

  test('whose request is aborted once the page is under way', async () => {
    const { reader, last } = await siteWithReader();
    const leaving = new AbortController();
    const response = await reader.ask('/news/2', undefined, { signal: leaving.signal });
    expect(await response.text()).toBe('TEXT');
    leaving.abort();
    expect(last()).toMatchObject({ status: 200, shown: true, counted: true });
  });

  test('though waitUntil() fails, which is told of', async () => {
    const codes: string[] = [];
    const { reader } = await siteWithReader({ onEvent: ({ code }) => codes.push(code) });
    const waitUntil = () => {
      throw new TypeError('Illegal invocation');
    };
    await reader.ask('/news/2', () => new Response(null, { status: 500 }), {}, { waitUntil });
    expect(codes).toEqual(['ERR_PAYWALL_TAKE_BACK']);
  });
});
