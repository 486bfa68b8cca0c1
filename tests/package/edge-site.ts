/** A site on the web's own request and response, whatever hands it those. */
export const EDGE_SITE = `
import { createPaywall, memoryStore } from 'metered-paywall/fetch';

const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: '2026-11', secret: 'a secret of thirty-two bytes or more' }],
  store: memoryStore(),
  promptAfter: 1,
  blockAfter: 3,
  period: 'week',
  timeZone: 'America/New_York',
});

export const waitedFor = [];

export function respond(request, context) {
  const waitUntil = (work) => {
    waitedFor.push(work);
    context?.waitUntil?.(work);
  };
  return paywall.respond(request, { waitUntil }, ({ state }) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/missing')) return new Response('no such article', { status: 404 });
    if (pathname.endsWith('/moved')) return Response.redirect('https://news.example/elsewhere', 302);
    if (state === 'blocked') return new Response('TEASER');
    const letters = ['T', 'E', 'X', 'T'];
    return new Response(
      new ReadableStream({
        async pull(controller) {
          const letter = letters.shift();
          if (letter === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(letter));
        },
      }),
      { headers: [['Set-Cookie', 'theme=dark'], ['Set-Cookie', 'lang=en']] },
    );
  });
}
`;

/** What a reader meets there, one line a request: status, state, articles read, cookies and body. */
export async function walk(get: (path: string, init: RequestInit) => Promise<Response>): Promise<string[]> {
  let pass = '';
  const lines: string[] = [];
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await get(path, { redirect: 'manual', ...init, headers: { ...init.headers, cookie: pass } });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(/[=;]/, 1)[0] ?? '');
    const own = response.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-paywall='));
    pass = own?.split(';')[0] ?? pass;
    const [state = '', read = ''] = (response.headers.get('paywall') ?? 'none').split('; ');
    lines.push([response.status, state, read, cookies.join('+'), await response.text()].filter(Boolean).join(' '));
  };
  await ask('/news/1');
  await ask('/news/2');
  await ask('/news/missing');
  await ask('/news/moved');
  await ask('/news/3', { headers: { 'sec-purpose': 'prefetch' } });
  await ask('/news/3', { method: 'HEAD' });
  await ask('/news/3');
  await ask('/news/4');
  await ask('/news/1');
  return lines;
}

/** What it says everywhere. */
export const WALK = [
  '200 free read=0 theme+lang+__Host-paywall TEXT',
  '200 register-prompt read=1 theme+lang+__Host-paywall TEXT',
  '404 none no such article',
  '302 none',
  '503 none',
  '200 register-prompt read=2 theme+lang',
  '200 register-prompt read=2 theme+lang+__Host-paywall TEXT',
  '200 blocked read=3 __Host-paywall TEASER',
  '200 register-prompt read=2 theme+lang TEXT',
];
