// A site on Node's own http: meter() takes its request and its response as they are.
import { createServer } from 'node:http';
import { createPaywall } from 'metered-paywall';

const { PORT = 3000, SITE = `http://localhost:${PORT}`, PAYWALL_SECRET } = process.env;
const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: PAYWALL_SECRET }] });

const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
const idOf = (url) => /^\/news\/([^/?#]+)/.exec(url)?.[1];
const meter = paywall.meter({ article: (req) => idOf(req.url) ?? null });

createServer((req, res) => {
  const id = idOf(req.url);
  // What the meter answers by itself, such as a prefetch, goes no further.
  meter(req, res, () => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (id === undefined) return res.end('<h1>The Example</h1>');
    const text = articles.get(id);
    if (text === undefined) {
      res.statusCode = 404;
      return res.end('<h1>No such article</h1>');
    }
    res.end(pageOf(id, text, paywall.decisionOf(req)));
  });
}).listen(Number(PORT), '127.0.0.1');

function pageOf(id, text, { state, read, limit }) {
  const headline = `<h1>Article ${id}</h1>`;
  if (state === 'blocked')
    return `${headline}<p>You have read ${read} articles. <a href="/register">Register</a> to read on.</p>`;
  const prompt = state === 'register-prompt' ? `<aside>You have read ${read} of ${limit} articles.</aside>` : '';
  return `${headline}<p>${text}</p>${prompt}`;
}
