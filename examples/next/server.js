// Next's App Router behind a server of its own, so that the meter sees what each response really comes to: a page cannot tell
// its own status, nor can a proxy.js before it.
import { createServer } from 'node:http';
import { createPaywall } from 'metered-paywall';
import next from 'next';
import { articles } from './articles.js';

const { PORT = 3000, SITE = `http://localhost:${PORT}`, PAYWALL_SECRET } = process.env;
const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: PAYWALL_SECRET }] });
// The page and what the router asks for in its place (RSC) have one path, and so are one article. An article that is missing is
// none: of a page the meter would take it back by the 404, but to its router Next sends notFound() with the status 200.
const meter = paywall.meter({
  article: (req) => {
    const id = /^\/news\/([^/?#]+)/.exec(req.url)?.[1];
    return articles.has(id) ? id : null;
  },
});

const app = next({ hostname: '127.0.0.1', port: Number(PORT) });
await app.prepare();
const handle = app.getRequestHandler();

createServer((req, res) => {
  meter(req, res, () => {
    // In place of whatever a reader sent by that name.
    req.headers['x-paywall'] = JSON.stringify(req.paywall);
    handle(req, res);
  });
}).listen(Number(PORT), '127.0.0.1');
