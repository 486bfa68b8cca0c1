import { createPaywall, type Decision, type PaywallOptions, type RespondOptions } from '../../src/fetch.js';
import { NOON, SECRET } from '../support/site.js';

type Render = (decision: Decision, request: Request) => Response | Promise<Response>;

/** What a page is answered with: by the decision alone, unless a test says otherwise. */
export const page: Render = ({ state }) => new Response(state === 'blocked' ? 'TEASER' : 'TEXT');

/** A site on the web's own request and response. */
export function createWebSite(more: Partial<PaywallOptions> = {}) {
  const paywall = createPaywall({
    site: 'https://news.example',
    keys: [{ id: '2026-11', secret: SECRET }],
    clock: () => NOON,
    ...more,
  });
  const respond = (request: Request, render: Render = page, options: RespondOptions = {}) =>
    paywall.respond(request, options, render);
  return { paywall, respond };
}

/** A reader with a cookie jar, who asks for pages of one render or another. */
export function createWebReader({ respond }: Pick<ReturnType<typeof createWebSite>, 'respond'>) {
  let cookie = '';
  return {
    get cookie() {
      return cookie;
    },
    request(path: string, init: RequestInit = {}): Request {
      const headers = new Headers(init.headers);
      if (cookie) headers.set('Cookie', cookie);
      return new Request(`https://news.example${path}`, { ...init, headers });
    },
    async ask(path: string, render?: Render, init: RequestInit = {}, options: RespondOptions = {}) {
      const response = await respond(this.request(path, init), render, options);
      this.keep(response);
      return response;
    },
    async get(path: string, render?: Render, init: RequestInit = {}, options: RespondOptions = {}) {
      const response = await this.ask(path, render, init, options);
      const header = response.headers.get('Paywall') ?? '';
      return { response, header, state: header.split(';')[0] ?? '', text: await response.text() };
    },
    keep(response: Response) {
      const pass = response.headers.getSetCookie().find((one) => one.startsWith('__Host-paywall='));
      if (pass) cookie = pass.split(';')[0] ?? '';
    },
    async read(count: number) {
      for (let n = 1; n <= count; n += 1) await this.get(`/news/${n}`);
    },
  };
}
