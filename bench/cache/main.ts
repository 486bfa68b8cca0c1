import { type ChildProcess, fork } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { startCachingNginx } from '../../tests/proxies/page-caches.js';
import { runNginx } from '../../tests/proxies/run-nginx.js';
import { freePort } from '../../tests/support/ports.js';
import { ask, hear, stop } from '../processes.js';
import { seededRandom } from '../random.js';
import { median, quantile, sum } from '../statistics.js';
import { type Client, openClient } from './client.js';
import { type PartName, type PartState, TOKEN } from './part.js';

const options = new Command()
  .name('npm run bench:cache --')
  .description(
    'Compares the same pages from nginx: unmetered and cached, metered and cached, metered and made for each view.',
  )
  .option('--rounds <count>', 'how often each is measured', Number, 5)
  .option('--views <count>', 'views in a round', Number, 10_000)
  .option('--quick', 'show only that the benchmark runs; its figures say nothing', false)
  .parse()
  .opts<{ readonly rounds: number; readonly views: number; readonly quick: boolean }>();
const rounds = options.quick ? 1 : options.rounds;
const views = options.quick ? 500 : options.views;

const CONNECTIONS = 16;
const ARTICLES = 40;
/** Readers who read at one time; each leaves after so many views, and a new one comes. */
const PRESENT = 400;
const VIEWS_OF_READER = 14;
const TEXT = Buffer.from('and goes out again');

interface Reader {
  cookie: string;
  readonly read: Set<number>;
  views: number;
}

interface Round {
  readonly seconds: number;
  readonly latencies: Float64Array;
  readonly wrong: number;
  readonly renders: number;
  readonly questions: number;
}

const parts = new Map<PartName, ChildProcess>();
async function startPart(name: PartName): Promise<number> {
  const child = fork(fileURLToPath(new URL('./part.js', import.meta.url)), [name], {
    env: { ...process.env, NODE_ENV: 'production' },
    serialization: 'advanced',
  });
  parts.set(name, child);
  return (await hear<PartState>(child)).port;
}
async function answeredBy(name: PartName): Promise<number> {
  const child = parts.get(name);
  return child ? (await ask<PartState>(child, {})).answered : 0;
}

const [site, service, bare] = [await startPart('site'), await startPart('service'), await startPart('bare')];
const cached = await startCachingNginx({ service, site, token: TOKEN, variantToken: TOKEN });
const plainPort = await freePort();
const plain = await runNginx(
  plainPort,
  (dir) => `
  proxy_cache_path ${join(dir, 'pages')} keys_zone=pages:1m;
  upstream site { server 127.0.0.1:${site}; keepalive 16; }
  server {
    listen 127.0.0.1:${plainPort};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    location /plain/ { proxy_pass http://site; proxy_cache pages; proxy_cache_lock on; }
    location /made/ { proxy_pass http://site; }
  }
`,
);

interface Contender {
  readonly name: string;
  readonly port: number;
  path(article: number): string;
  readonly fields?: string;
  /** Whether what is shown depends on the reader; what is no page is only timed. */
  readonly metered?: boolean;
  readonly isPage?: boolean;
  readonly readers: Reader[];
  readonly random: () => number;
  readonly rounds: Round[];
}

const contender = (more: Omit<Contender, 'readers' | 'rounds' | 'random'>): Contender => ({
  isPage: true,
  ...more,
  readers: Array.from({ length: PRESENT }, newReader),
  random: seededRandom(14),
  rounds: [],
});
const QUESTION = `Authorization: Bearer ${TOKEN}\r\nX-Original-Method: GET\r\nX-Original-URI: /news/1\r\nPaywall-Article: 1\r\n`;
const bareAnswer = contender({
  name: '(an answer of node:http, without nginx)',
  port: bare,
  path: () => '/forward-auth',
  fields: QUESTION,
  isPage: false,
});
const decision = contender({
  name: '(a decision of the service, without nginx)',
  port: service,
  path: () => '/forward-auth',
  fields: QUESTION,
  isPage: false,
});
const contenders: readonly Contender[] = [
  contender({ name: 'unmetered, cached', port: plainPort, path: (article) => `/plain/${article}` }),
  contender({ name: 'metered, cached', port: cached.port, path: (article) => `/news/${article}`, metered: true }),
  contender({
    name: 'metered, made for each view',
    port: plainPort,
    path: (article) => `/made/${article}`,
    metered: true,
  }),
  bareAnswer,
  decision,
];

function newReader(): Reader {
  return { cookie: '', read: new Set(), views: 0 };
}

async function measure(one: Contender, clients: readonly Client[]): Promise<Round> {
  const latencies = new Float64Array(views);
  const before = { site: await answeredBy('site'), service: await answeredBy('service') };
  let begun = 0;
  let wrong = 0;
  const busy = new Set<number>();
  const free = (): number => {
    for (;;) {
      const place = Math.floor(one.random() * PRESENT);
      if (!busy.has(place)) return place;
    }
  };
  async function readAlong(client: Client): Promise<void> {
    while (begun < views) {
      const index = begun++;
      const place = free();
      busy.add(place);
      const reader = one.readers[place] ?? newReader();
      const article = Math.floor(one.random() * ARTICLES);
      const fields = `${one.fields ?? ''}${reader.cookie === '' ? '' : `Cookie: ${reader.cookie}\r\n`}`;
      const sentAt = performance.now();
      const page = await client.get(one.path(article), fields);
      latencies[index] = performance.now() - sentAt;
      busy.delete(place);
      if (page.status !== 200) throw new Error(`${one.name}: ${page.status}`);
      if (page.cookie !== '') reader.cookie = page.cookie;
      const due = one.metered !== true || reader.read.has(article) || reader.read.size < 10;
      if (one.isPage && page.body.includes(TEXT) !== due) wrong += 1;
      if (due) reader.read.add(article);
      reader.views += 1;
      if (one.isPage && reader.views >= VIEWS_OF_READER) one.readers[place] = newReader();
    }
  }
  const startedAt = performance.now();
  await Promise.all(clients.map(readAlong));
  const seconds = (performance.now() - startedAt) / 1000;
  const renders = (await answeredBy('site')) - before.site;
  return { seconds, latencies, wrong, renders, questions: (await answeredBy('service')) - before.service };
}

const connections = new Map<Contender, readonly Client[]>();
for (const one of contenders) {
  connections.set(one, await Promise.all(Array.from({ length: CONNECTIONS }, () => openClient(one.port))));
}
// One round that is not counted, for compilers and caches; what it makes is told apart.
const warm = new Map<Contender, Round>();
for (const one of contenders) warm.set(one, await measure(one, connections.get(one) ?? []));
for (let round = 1; round <= rounds; round += 1) {
  for (const one of contenders) one.rounds.push(await measure(one, connections.get(one) ?? []));
  process.stderr.write(`round ${round} of ${rounds}\n`);
}

const rateOf = ({ seconds }: Round) => views / seconds;
const [unmetered] = contenders;
const share = (one: Contender, other: Contender | undefined) =>
  median(one.rounds.map((round, index) => rateOf(round) / rateOf(other?.rounds[index] ?? round)));
const rows = contenders.map((one) => {
  const latencies = Float64Array.from(one.rounds.flatMap((round) => [...round.latencies])).sort();
  const all = [...one.rounds, ...(warm.get(one) ? [warm.get(one)] : [])].flatMap((round) => round ?? []);
  const per = (of: (round: Round) => number) => sum(one.rounds.map(of)) / (views * rounds);
  return [
    one.name,
    median(one.rounds.map(rateOf)).toFixed(0),
    share(one, unmetered).toFixed(2),
    `${sum(all.map(({ renders }) => renders))} in ${views * all.length}`,
    per(({ questions }) => questions).toFixed(2),
    `${quantile(latencies, 0.5).toFixed(2)} / ${quantile(latencies, 0.99).toFixed(2)}`,
    String(sum(all.map(({ wrong }) => wrong))),
  ];
});
const head = ['from nginx', 'views/s', 'of unmetered', 'renders', 'questions a view', 'p50 / p99 ms', 'wrong'];
process.stdout.write(`
${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

A decision of the service takes ${(1 / share(decision, bareAnswer)).toFixed(2)} times as long as an answer of node:http.
${rounds} rounds of ${views} views, ${ARTICLES} articles, readers of ${VIEWS_OF_READER} views each, ${CONNECTIONS} connections.
Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), the client and all parts on them.
`);

for (const clients of connections.values()) for (const client of clients) client.close();
await Promise.all([cached.stop(), plain.stop(), ...[...parts.values()].map(stop)]);
