// A site in a Worker. Many isolates share no memory: on a real edge, count in the service (PAYWALL_SERVICE).
import { createPaywall, memoryStore, serviceStore } from 'metered-paywall/fetch';

const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
let paywall;

/** One for the isolate, made at the first request: only then the environment is known. */
function paywallOf({ SITE, PAYWALL_SECRET, PAYWALL_SERVICE, TOKEN }) {
  paywall ??= createPaywall({
    site: SITE,
    keys: [{ id: '2026-11', secret: PAYWALL_SECRET }],
    store: PAYWALL_SERVICE ? serviceStore(PAYWALL_SERVICE, { token: TOKEN }) : memoryStore(),
  });
  return paywall;
}

export default {
  fetch(request, env, context) {
    const id = /^\/news\/([^/]+)/.exec(new URL(request.url).pathname)?.[1];
    if (id === undefined) return html('<h1>The Example</h1>');
    const options = { article: () => id, waitUntil: (work) => context.waitUntil(work) };
    return paywallOf(env).respond(request, options, (decision) => {
      const text = articles.get(id);
      return text === undefined ? html('<h1>No such article</h1>', 404) : html(pageOf(id, text, decision));
    });
  },
};

function html(body, status = 200) {
  return new Response(body, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

function pageOf(id, text, { state, read, limit }) {
  const headline = `<h1>Article ${id}</h1>`;
  if (state === 'blocked')
    return `${headline}<p>You have read ${read} articles. <a href="/register">Register</a> to read on.</p>`;
  const prompt = state === 'register-prompt' ? `<aside>You have read ${read} of ${limit} articles.</aside>` : '';
  return `${headline}<p>${text}</p>${prompt}`;
}
