import express, { type NextFunction, type Request, type Response } from 'express';
import { createPaywall } from '../../../src/index.js';
import { redisStore } from '../../../src/store/redis.js';
import { connect } from './client.js';
import { footprint } from './footprint.js';
import { processorTime } from './processor.js';
import { type AppSettings, type Message, monotonic, type Question, type Sample, SETTINGS } from './protocol.js';

const TEXT = 'Lorem ipsum dolor sit amet, consectetur adipisici elit. '.repeat(40);
const ASKED: readonly string[] = ['new-article', 'limit', 'store-down'];

const settings: AppSettings = JSON.parse(process.env[SETTINGS] ?? '');
const client = connect(settings);
client.on('error', () => undefined);

const paywall = createPaywall({
  site: 'http://localhost',
  keys: [{ id: 'faults', secret: 'a secret of thirty-two bytes or more' }],
  store: redisStore(client),
  deadline: settings.deadline,
  onEvent: ({ code, message, count, error }) => process.stderr.write(`${code} ${count} ${message} ${error ?? ''}\n`),
});
let samples: Sample[] = [];

function stamp(_req: Request, res: Response, next: NextFunction): void {
  res.locals.from = monotonic();
  res.locals.had = processorTime();
  next();
}

function note({ params, paywall: { degraded, reason } }: Request, res: Response, next: NextFunction): void {
  const article = String(params.slug);
  const { from, had } = res.locals;
  const has = processorTime();
  samples.push({
    ...{ article, from, to: monotonic(), degraded, asked: ASKED.includes(reason) },
    ...{ worked: has.worked - had.worked, waited: has.waited - had.waited },
  });
  next();
}

/** Some articles do not exist, some are never answered. */
function answer(req: Request, res: Response): void {
  const slug = String(req.params.slug);
  if (slug.startsWith('gone')) res.status(404).send('no such article');
  else if (!slug.startsWith('endless'))
    res.send(req.paywall.state === 'blocked' ? 'TEASER' : `TEXT of ${slug} ${TEXT}`);
}

const app = express();
app.get('/about', (_req, res) => void res.send('about'));
app.get('/news/:slug', stamp, paywall.meter(), note, answer);
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) tell({ kind: 'listening', port: address.port });
});

function tell(message: Message): void {
  process.send?.(message);
}

process.on('message', (question: Question) => {
  if (question === 'footprint') return tell({ kind: 'footprint', footprint: footprint(client) });
  tell({ kind: 'samples', samples });
  samples = [];
});
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  server.close(() => {
    clearInterval(idle);
    // As docs/operations.md says: a moment later, when the site has been told of the last reader who left.
    setTimeout(async () => {
      await client.quit().catch(() => client.disconnect());
      process.disconnect();
    }, 100);
  });
});
