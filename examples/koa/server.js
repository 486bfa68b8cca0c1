// A site on Koa: meter() takes the Node request and response behind a context.
import Koa from 'koa';
import { createPaywall } from 'metered-paywall';

const { PORT = 3000, SITE = `http://localhost:${PORT}`, PAYWALL_SECRET } = process.env;
const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: PAYWALL_SECRET }] });

const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
const idOf = (path) => /^\/news\/([^/?#]+)/.exec(path)?.[1];
const meter = paywall.meter({ article: (req) => idOf(req.url) ?? null });

const app = new Koa();

app.use(async (ctx, next) => {
  let goesOn = false;
  await meter(ctx.req, ctx.res, () => {
    goesOn = true;
  });
  // Answered already, a prefetch for one: Koa is not to answer once more.
  if (!goesOn) ctx.respond = false;
  else await next();
});

app.use((ctx) => {
  const id = idOf(ctx.path);
  ctx.type = 'html';
  if (id === undefined) {
    ctx.body = '<h1>The Example</h1>';
    return;
  }
  const text = articles.get(id);
  ctx.status = text === undefined ? 404 : 200;
  ctx.body = text === undefined ? '<h1>No such article</h1>' : pageOf(id, text, paywall.decisionOf(ctx.req));
});

app.listen(Number(PORT), '127.0.0.1');

function pageOf(id, text, { state, read, limit }) {
  const headline = `<h1>Article ${id}</h1>`;
  if (state === 'blocked')
    return `${headline}<p>You have read ${read} articles. <a href="/register">Register</a> to read on.</p>`;
  const prompt = state === 'register-prompt' ? `<aside>You have read ${read} of ${limit} articles.</aside>` : '';
  return `${headline}<p>${text}</p>${prompt}`;
}
