// A site on Fastify: meter() takes the raw request and response.
import Fastify from 'fastify';
import { createPaywall } from 'metered-paywall';

const { PORT = 3000, SITE = `http://localhost:${PORT}`, PAYWALL_SECRET } = process.env;
const paywall = createPaywall({ site: SITE, keys: [{ id: '2026-11', secret: PAYWALL_SECRET }] });

const articles = new Map(Array.from({ length: 20 }, (_, n) => [`${n + 1}`, `The text of article ${n + 1}.`]));
const meter = paywall.meter({ article: (raw) => raw.articleId });

async function metered(request, reply) {
  let goesOn = false;
  request.raw.articleId = request.params.id;
  await meter(request.raw, reply.raw, () => {
    goesOn = true;
  });
  // Answered already, a prefetch for one: Fastify is not to answer once more.
  if (!goesOn) return reply.hijack();
}

const app = Fastify();

app.get('/', (_request, reply) => reply.type('text/html').send('<h1>The Example</h1>'));

app.get('/news/:id', { preHandler: metered }, (request, reply) => {
  const { id } = request.params;
  const text = articles.get(id);
  reply.type('text/html');
  if (text === undefined) return reply.code(404).send('<h1>No such article</h1>');
  return reply.send(pageOf(id, text, paywall.decisionOf(request.raw)));
});

await app.listen({ port: Number(PORT), host: '127.0.0.1' });

function pageOf(id, text, { state, read, limit }) {
  const headline = `<h1>Article ${id}</h1>`;
  if (state === 'blocked')
    return `${headline}<p>You have read ${read} articles. <a href="/register">Register</a> to read on.</p>`;
  const prompt = state === 'register-prompt' ? `<aside>You have read ${read} of ${limit} articles.</aside>` : '';
  return `${headline}<p>${text}</p>${prompt}`;
}
