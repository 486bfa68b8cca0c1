import { afterEach } from '@jest/globals';
import express, { type Request } from 'express';
import { type ConsoleOptions, createConsole } from '../../src/console.js';
import { memoryFigures, memoryStore, type PaywallOptions, signedPolicy } from '../../src/index.js';
import { type Browser, createBrowser, type Received, type Served, serve } from '../support/http.js';
import { createTestSite, frozenClock } from '../support/site.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Characters that would be markup, in a name that a site gave. */
export const HOSTILE = `<img src=x onerror="alert('1')">&`;

/** A site with a console, whose editors are named by a field of the request. */
export async function openConsole(more: Partial<PaywallOptions> = {}, options: ConsoleOptions<Request> = {}) {
  const time = frozenClock();
  const policy = signedPolicy();
  const { app, paywall } = createTestSite({
    ...{ clock: time.clock, store: memoryStore(), figures: memoryFigures(), policy, timeZone: 'Europe/Berlin' },
    plans: { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' },
    ...more,
  });
  const editor = (req: Request) => req.get('x-editor') ?? null;
  const usual = options.password === undefined ? { editor } : {};
  const site = express();
  site.use('/paywall/console', createConsole(paywall, { ...usual, clock: time.clock, ...options }));
  site.use(app);
  const server: Served = await serve(site);
  open.push(server, policy);

  const reader = (): Browser => createBrowser(server.port);
  const read = async (by: Browser, ...slugs: readonly (string | number)[]): Promise<readonly string[]> => {
    const states: string[] = [];
    for (const slug of slugs) states.push(String((await by.send({ path: `/news/${slug}` })).headers.paywall));
    return states.map((state) => state.split(';')[0] ?? '');
  };
  return { server, time, policy, paywall, reader, read, editor: editorAt(server.port) };
}

/** What they say of each request over TLS. */
const AS_BROWSERS = { 'Sec-Fetch-Site': 'same-origin' };

/** What an editor does in a browser. */
export interface EditorAt {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Received>;
  /** Sends a form as it stands on a page: with the token that the page has. */
  post(path: string, form: Readonly<Record<string, string | number>>): Promise<Received>;
  token(): Promise<string>;
  send: Browser['send'];
}

export function editorAt(port: number, name = 'Anna Lind', base = '/paywall/console'): EditorAt {
  const browser = createBrowser(port);
  const get: EditorAt['get'] = (path, headers = {}) =>
    browser.send({ path: base + path, headers: { ...AS_BROWSERS, 'X-Editor': name, ...headers } });
  const token = async (): Promise<string> => hiddenIn(await get('/reader'), 'token');
  return {
    get,
    token,
    send: (sent) =>
      browser.send({ ...sent, path: base + sent.path, headers: { ...AS_BROWSERS, 'X-Editor': name, ...sent.headers } }),
    async post(path, form) {
      const fields = Object.entries({ token: await token(), ...form }).map(([field, value]) => [field, String(value)]);
      return browser.send({
        path: base + path,
        method: 'POST',
        headers: { ...AS_BROWSERS, 'X-Editor': name, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(Object.fromEntries(fields)).toString(),
      });
    },
  };
}

/** The value of a hidden field. */
export function hiddenIn({ text }: Received, name: string): string {
  const [, value] = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(text) ?? [];
  if (value === undefined) throw new Error(`no hidden field ${name} in: ${text.slice(0, 500)}`);
  return value;
}

/** The text of a page, without its tags. */
export const wordsOf = ({ text }: Received): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
