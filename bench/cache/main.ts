import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { type PageCache, startCachingNginx, startCachingVarnish } from '../../tests/proxies/page-caches.js';
import { runNginx } from '../../tests/proxies/run-nginx.js';
import { startWorker } from '../../tests/proxies/worker-cache.js';
import { freePort } from '../../tests/support/ports.js';
import { ask, hear, stop } from '../processes.js';
import { seededRandom } from '../random.js';
import { median, quantile, sum } from '../statistics.js';
import { type Client, openClient } from './client.js';
import type { PartName, PartState } from './part.js';
import { processorSeconds } from './processor.js';
import { KEY, TOKEN } from './service-options.js';

const options = new Command()
  .name('npm run bench:cache --')
  .description(
    'Compares the same pages out of caches: unmetered, metered by nginx, Varnish and a Worker, and metered as they are made.',
  )
  .option('--contenders <words>', 'only those whose names have one of these words (a;b), besides the unmetered', '')
  .option('--rounds <count>', 'how often each is measured', Number, 5)
  .option('--views <count>', 'views in a round', Number, 10_000)
  .option('--quick', 'show only that the benchmark runs; its figures say nothing', false)
  .parse()
  .opts<{ readonly rounds: number; readonly views: number; readonly quick: boolean; readonly contenders: string }>();
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
  /** Microseconds of processor time a view, by who took it. */
  readonly took: Readonly<Record<Taker, number>>;
}

type Taker = 'client' | 'cache' | 'service' | 'site';

const pairs = { own: generateKeyPairSync('ed25519'), edge: generateKeyPairSync('ed25519') };
const BENCH_KEYS = JSON.stringify({
  own: pairs.own.privateKey.export({ format: 'jwk' }),
  edge: pairs.edge.publicKey.export({ format: 'jwk' }),
});
const edgeKey = JSON.stringify({ ...pairs.edge.privateKey.export({ format: 'jwk' }), kid: 'edge', alg: 'EdDSA' });

const parts = new Map<PartName, ChildProcess>();
async function startPart(name: PartName, more: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = fork(fileURLToPath(new URL('./part.js', import.meta.url)), [name], {
    env: { ...process.env, NODE_ENV: 'production', BENCH_KEYS, ...more },
    serialization: 'advanced',
  });
  parts.set(name, child);
  return (await hear<PartState>(child)).port;
}
async function answeredBy(name: PartName): Promise<number> {
  const child = parts.get(name);
  return child ? (await ask<PartState>(child, {})).answered : 0;
}

const [site, service] = [await startPart('site'), await startPart('service')];
const behind = { service, site, token: TOKEN, variantToken: TOKEN };
/** What the service says to a new reader, word for word, of a server that decides nothing. */
async function startBareAnswer(): Promise<number> {
  const { ok, headers } = await fetch(`http://127.0.0.1:${service}/forward-auth`, {
    headers: {
      ...{ Authorization: `Bearer ${TOKEN}`, 'Paywall-Article': '1', 'Paywall-Access': 'metered' },
      ...{ 'X-Original-Method': 'GET', 'X-Original-URI': '/news/1', 'X-Forwarded-For': '192.0.2.7' },
    },
  });
  if (!ok) throw new Error('the service does not answer');
  const fields = [...headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name)).flat();
  return startPart('bareAnswer', { BENCH_ANSWER: JSON.stringify(fields) });
}
/** What decides behind a cache, and how each is started; the last decides nothing, and shows what to ask costs. */
const CACHES: Readonly<Record<string, () => Promise<PageCache>>> = {
  'metered, nginx': () => startCachingNginx(behind),
  'metered, nginx with njs': () =>
    startCachingNginx({ ...behind, njsKey: JSON.stringify({ kid: KEY.id, secret: KEY.secret }) }),
  'metered, Varnish': () => startCachingVarnish(behind),
  'metered, Worker': async () => startWorker({ ...behind, service: await startPart('edgeService'), edgeKey }),
  'a bare answer, nginx': async () => startCachingNginx({ ...behind, service: await startBareAnswer() }),
};
const isWanted = (name: string) => options.contenders.split(';').some((word) => name.includes(word));
const caches = new Map<string, PageCache>();
for (const [name, start] of Object.entries(CACHES)) if (isWanted(name)) caches.set(name, await start());
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
  /** The process that the client talks to. */
  readonly pid?: number | undefined;
  /** Which service it asks. */
  readonly asks?: PartName;
  path(article: number): string;
  /** Whether what is shown depends on the reader. */
  readonly metered?: boolean;
  readonly readers: Reader[];
  readonly random: () => number;
  readonly rounds: Round[];
}

const contender = (more: Omit<Contender, 'readers' | 'rounds' | 'random'>): Contender => ({
  ...more,
  readers: Array.from({ length: PRESENT }, newReader),
  random: seededRandom(14),
  rounds: [],
});
const articleAt = (folder: string) => (article: number) => `/${folder}/${article}`;
const unmeteredOne = contender({ name: 'unmetered, nginx', port: plainPort, pid: plain.pid, path: articleAt('plain') });
const others: readonly Contender[] = [
  ...[...caches].map(([name, { port, pid }]) =>
    contender({
      ...{ name, port, pid, path: articleAt('news'), metered: name.startsWith('metered') },
      asks: name.endsWith('Worker') ? 'edgeService' : name.startsWith('a bare answer') ? 'bareAnswer' : 'service',
    }),
  ),
  contender({
    ...{ name: 'metered, made for each view', port: plainPort, pid: plain.pid },
    ...{ path: articleAt('made'), metered: true },
  }),
];
const contenders: readonly Contender[] = [unmeteredOne, ...others.filter(({ name }) => isWanted(name))];

function newReader(): Reader {
  return { cookie: '', read: new Set(), views: 0 };
}

async function measure(one: Contender, clients: readonly Client[]): Promise<Round> {
  const latencies = new Float64Array(views);
  const asks = one.asks ?? 'service';
  const before = { site: await answeredBy('site'), service: await answeredBy(asks) };
  const tookBefore = takenSoFar(one);
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
      const fields = reader.cookie === '' ? '' : `Cookie: ${reader.cookie}\r\n`;
      const sentAt = performance.now();
      const page = await client.get(one.path(article), fields);
      latencies[index] = performance.now() - sentAt;
      busy.delete(place);
      if (page.status !== 200) throw new Error(`${one.name}: ${page.status}`);
      if (page.cookie !== '') reader.cookie = page.cookie;
      const due = one.metered !== true || reader.read.has(article) || reader.read.size < 10;
      if (page.body.includes(TEXT) !== due) wrong += 1;
      if (due) reader.read.add(article);
      reader.views += 1;
      if (reader.views >= VIEWS_OF_READER) one.readers[place] = newReader();
    }
  }
  const startedAt = performance.now();
  await Promise.all(clients.map(readAlong));
  const seconds = (performance.now() - startedAt) / 1000;
  const tookAfter = takenSoFar(one);
  const perView = (taker: Taker) => ((tookAfter[taker] - tookBefore[taker]) / views) * 1e6;
  const took = {
    client: perView('client'),
    cache: perView('cache'),
    service: perView('service'),
    site: perView('site'),
  };
  const renders = (await answeredBy('site')) - before.site;
  return { seconds, latencies, wrong, renders, questions: (await answeredBy(asks)) - before.service, took };
}

/** Seconds of processor time so far. */
function takenSoFar({ pid, asks = 'service' }: Contender): Record<Taker, number> {
  const own = process.cpuUsage();
  const part = (which: PartName): number => processorSeconds(parts.get(which)?.pid ?? 0);
  return {
    client: (own.user + own.system) / 1e6,
    cache: pid === undefined ? 0 : processorSeconds(pid),
    service: part(asks),
    site: part('site'),
  };
}

/** Of one view, all in all. */
const tookAll = ({ took }: Round): number => sum(Object.values(took));

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
/** By processor time, the client's too: that is what bounds the rate, whoever else is on these cores meanwhile. */
const share = (one: Contender, other: Contender | undefined) =>
  median(one.rounds.map((round, index) => tookAll(other?.rounds[index] ?? round) / tookAll(round)));
const rows = contenders.map((one) => {
  const latencies = Float64Array.from(one.rounds.flatMap((round) => [...round.latencies])).sort();
  const all = [...one.rounds, ...(warm.get(one) ? [warm.get(one)] : [])].flatMap((round) => round ?? []);
  const per = (of: (round: Round) => number) => sum(one.rounds.map(of)) / (views * rounds);
  return [
    one.name,
    median(one.rounds.map(rateOf)).toFixed(0),
    share(one, unmetered).toFixed(2),
    (['client', 'cache', 'service', 'site'] as const)
      .map((taker) => median(one.rounds.map(({ took }) => took[taker])).toFixed(0))
      .join(' + '),
    `${sum(all.map(({ renders }) => renders))} in ${views * all.length}`,
    per(({ questions }) => questions).toFixed(2),
    `${quantile(latencies, 0.5).toFixed(2)} / ${quantile(latencies, 0.99).toFixed(2)}`,
    String(sum(all.map(({ wrong }) => wrong))),
  ];
});
const head = [
  '',
  'views/s',
  'of unmetered',
  'µs a view: client, cache, service, site',
  'renders',
  'questions a view',
  'p50 / p99 ms',
  'wrong',
];
process.stdout.write(`
${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${rounds} rounds of ${views} views, ${ARTICLES} articles, readers of ${VIEWS_OF_READER} views each, ${CONNECTIONS} connections.
Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), the client and all parts on them.
`);

for (const clients of connections.values()) for (const client of clients) client.close();
await Promise.all([...[...caches.values(), plain].map((cache) => cache.stop()), ...[...parts.values()].map(stop)]);
