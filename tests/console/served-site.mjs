// One process of a site that writes a line of JSON for all that it serves: SITE, PORT, REDIS_URL and PACKAGE, the compiled package's folder.
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { Redis } from 'ioredis';

const { SITE, PORT, REDIS_URL, PACKAGE, SECRET, PASSWORD, NOW } = process.env;
const { createPaywall, redisFigures, redisOptions, redisStore, signedPolicy } = await import(join(PACKAGE, 'index.js'));
const { createConsole } = await import(join(PACKAGE, 'console.js'));

const clock = () => Number(NOW);
const log = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const client = new Redis(REDIS_URL, redisOptions());
client.on('error', () => undefined);
const figures = redisFigures(client);
const policy = signedPolicy();
const accountOf = (req) => /account=(\w+)/.exec(req.headers.cookie ?? '')?.[1];

const paywall = createPaywall({
  site: SITE,
  keys: [{ id: '2026-11', secret: SECRET }],
  store: redisStore(client),
  figures,
  policy,
  clock,
  plans: { registered: { promptAfter: 20, blockAfter: 30 } },
  account: (req) => accountOf(req) && { id: accountOf(req), plan: 'registered' },
  onEvent: () => undefined,
  onView: ({ decision, shown, counted }, req) => {
    const { state, reason, read, degraded, account } = decision;
    log({ ...{ state, reason, read, degraded, account, shown, counted }, article: req.params.slug });
  },
});

const app = express();
app.use('/paywall/console', createConsole(paywall, { password: PASSWORD, clock }));
app.get('/news/:slug', paywall.meter({ article: (req) => req.params.slug }), (req, res) => {
  if (req.query.fails) res.status(500);
  res.send(req.paywall.state);
});
app.post('/register/:slug', async (req, res) => {
  await paywall.converted(req, 'registered', { article: req.params.slug });
  log({ registered: req.params.slug });
  res.cookie('account', String(req.query.name)).redirect(303, `/news/${req.params.slug}`);
});

const server = createServer(app).listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => {
  policy.close();
  server.closeIdleConnections();
  server.close(async () => {
    await figures.close();
    await client.quit();
  });
});
