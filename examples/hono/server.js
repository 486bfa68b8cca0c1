// A site on Hono, which has the web's own requests and responses: on Node here, and alike on Deno, Bun and Workers.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPaywall } from 'metered-paywall/fetch';

const { PORT = 3000, SITE = `http://localhost:${PORT}`, PAYWALL_SECRET } = process.env;
const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: PAYWALL_SECRET }] });

const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
const app = new Hono();

app.get('/', (c) => c.html('<h1>The Example</h1>'));

app.get('/news/:id', (c) => {
  const id = c.req.param('id');
  return paywall.respond(c.req.raw, { article: () => id }, (decision) => {
    const text = articles.get(id);
    return text === undefined ? c.html('<h1>No such article</h1>', 404) : c.html(pageOf(id, text, decision));
  });
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) });

function pageOf(id, text, { state, read, limit }) {
  const headline = `<h1>Article ${id}</h1>`;
  if (state === 'blocked')
    return `${headline}<p>You have read ${read} articles. <a href="/register">Register</a> to read on.</p>`;
  const prompt = state === 'register-prompt' ? `<aside>You have read ${read} of ${limit} articles.</aside>` : '';
  return `${headline}<p>${text}</p>${prompt}`;
}
