import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Redis } from 'ioredis';
import { memoryStore, redisOptions, redisStore } from '../../src/index.js';
import { createService } from '../../src/service.js';
import { startRedis } from '../../tests/support/redis.js';
import { ask, hear, stop } from '../processes.js';
import { seededRandom } from '../random.js';
import { median } from '../statistics.js';
import { type Client, openClient } from './client.js';
import { SERVICE, TOKEN } from './service-options.js';

// What an answer of the service takes over one of node:http that says the same: the very same requests, and the very same fields in
// answer, in processor time of the process that answers.

/** Who answers, each in a process of its own. */
const ROLES = ['memoryStore', 'redisStore', 'node:http'] as const;
type Role = (typeof ROLES)[number];

interface State {
  readonly port: number;
  /** Microseconds of processor time so far. */
  readonly took: number;
}

/** Names and values, one after the other. */
type Fields = readonly string[];

/** Milliseconds that the store is waited for, however busy the machine is: a store given up would spare work. */
const PATIENCE = 5000;

const CONNECTIONS = 16;
const ARTICLES = 40;
/** Readers who read at one time; each leaves after so many views, and a new one comes. */
const PRESENT = 400;
const VIEWS_OF_READER = 14;

interface Sent {
  readonly path: string;
  readonly fields: string;
}

/** As caches ask. */
const BEARER = `Authorization: Bearer ${TOKEN}\r\n`;
const QUESTIONS: Readonly<Record<string, (article: number) => Sent>> = {
  'GET /forward-auth': (article) => ({
    path: '/forward-auth',
    fields: `${BEARER}X-Original-Method: GET\r\nX-Original-URI: /news/${article}\r\nX-Forwarded-For: 192.0.2.7\r\nPaywall-Article: ${article}\r\nPaywall-Access: metered\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n`,
  }),
  'GET /check': (article) => ({ path: `/check?article=${article}&access=metered`, fields: BEARER }),
};

const [, , given, redisUrl = ''] = process.argv;
const role = ROLES.find((each) => each === given);
if (process.send && role) answerAs(role);
else await compare();

function answerAs(one: Role): void {
  let answers: readonly Fields[] = [];
  let nth = 0;
  const bare: RequestListener = (_req, res) =>
    void res.writeHead(200, [...(answers[nth++ % answers.length] ?? [])]).end();
  const store =
    one === 'redisStore'
      ? redisStore(new Redis(redisUrl, { ...redisOptions(), socketTimeout: PATIENCE }))
      : memoryStore();
  const listener = one === 'node:http' ? bare : createService({ ...SERVICE, store, deadline: PATIENCE });
  const server = createServer({ keepAliveTimeout: 600_000, headersTimeout: 0, requestTimeout: 0 }, listener);
  const tell = (): void => {
    const address = server.address();
    const { user, system } = process.cpuUsage();
    const port = typeof address === 'object' && address ? address.port : 0;
    process.send?.({ port, took: user + system } satisfies State);
  };
  server.listen(0, '127.0.0.1', tell);
  process.on('message', (question: { readonly answers?: readonly Fields[] }) => {
    answers = question.answers ?? answers;
    tell();
  });
  process.on('disconnect', () => process.exit());
}

/** Readers' views, each with the pass that the answer to the one before has brought; and what was asked and answered. */
async function walk(
  clients: readonly Client[],
  random: () => number,
  count: number,
  questionOf: (article: number) => Sent,
): Promise<{ readonly sent: readonly Sent[]; readonly answers: readonly Fields[] }> {
  const readers = Array.from({ length: PRESENT }, () => ({ cookie: '', views: 0, isBusy: false }));
  const sent: Sent[] = [];
  const answers: Fields[] = [];
  async function readAlong(client: Client): Promise<void> {
    while (sent.length < count) {
      const reader = readers[Math.floor(random() * PRESENT)];
      if (!reader || reader.isBusy) continue;
      reader.isBusy = true;
      const { path, fields } = questionOf(Math.floor(random() * ARTICLES));
      const question = { path, fields: reader.cookie === '' ? fields : `${fields}Cookie: ${reader.cookie}\r\n` };
      sent.push(question);
      const { status, cookie, head } = await client.get(question.path, question.fields);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      answers.push(fieldsOf(head));
      reader.isBusy = false;
      reader.views += 1;
      reader.cookie = reader.views >= VIEWS_OF_READER ? '' : cookie || reader.cookie;
      if (reader.cookie === '') reader.views = 0;
    }
  }
  await Promise.all(clients.map(readAlong));
  return { sent, answers };
}

async function replay(clients: readonly Client[], sent: readonly Sent[]): Promise<void> {
  let at = 0;
  async function askAlong(client: Client): Promise<void> {
    for (let next = sent[at++]; next; next = sent[at++]) await client.get(next.path, next.fields);
  }
  await Promise.all(clients.map(askAlong));
}

/** What node:http sets by itself is not set again. */
function fieldsOf(head: string): Fields {
  const lines = head.split('\r\n').slice(1);
  return lines
    .map((line) => /^([^:]+): (.*)$/.exec(line) ?? [])
    .filter(([, name = '']) => !/^(?:date|connection|keep-alive)$/i.test(name))
    .flatMap(([, name = '', value = '']) => [name, value]);
}

async function compare(): Promise<void> {
  const options = new Command()
    .name('npm run bench:answers --')
    .description('Compares an answer of the service with one of node:http that says the same, by processor time.')
    .option('--rounds <count>', 'how often each is measured', Number, 7)
    .option('--answers <count>', 'answers in a round', Number, 20_000)
    .option('--quick', 'show only that the benchmark runs; its figures say nothing', false)
    .option('--profile <folder>', 'where each process leaves a profile of its processor time', '')
    .parse()
    .opts<{ readonly rounds: number; readonly answers: number; readonly quick: boolean; readonly profile: string }>();
  const rounds = options.quick ? 1 : options.rounds;
  const count = options.quick ? 500 : options.answers;
  const redis = await startRedis();
  const children = new Map<Role, ChildProcess>();
  const clients = new Map<Role, readonly Client[]>();
  for (const each of ROLES) {
    const child = fork(fileURLToPath(import.meta.url), [each, redis.url], {
      execArgv: options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [],
      env: { ...process.env, NODE_ENV: 'production' },
      serialization: 'advanced',
    });
    children.set(each, child);
    const { port } = await hear<State>(child);
    clients.set(each, await Promise.all(Array.from({ length: CONNECTIONS }, () => openClient(port))));
  }
  const tell = async (each: Role, question = {}): Promise<State> => {
    const child = children.get(each);
    if (!child) throw new Error(`nobody answers as ${each}`);
    return ask<State>(child, question);
  };

  const rows: (readonly string[])[] = [];
  for (const [what, questionOf] of Object.entries(QUESTIONS)) {
    const took = new Map<Role, number[]>(ROLES.map((each) => [each, []]));
    // One round is not counted, for compilers.
    for (let round = 0; round <= rounds; round += 1) {
      let walked: Awaited<ReturnType<typeof walk>> | undefined;
      for (const each of ROLES) {
        const ours = clients.get(each) ?? [];
        const before = await tell(each, each === 'node:http' ? { answers: walked?.answers } : {});
        if (each === 'node:http') await replay(ours, walked?.sent ?? []);
        else walked = await walk(ours, seededRandom(14 + round), count, questionOf);
        const after = await tell(each);
        if (round > 0) took.get(each)?.push((after.took - before.took) / count);
      }
    }
    const bare = took.get('node:http') ?? [];
    const cells = ROLES.map((each) => {
      const of = took.get(each) ?? [];
      const times = median(of.map((one, index) => one / (bare[index] ?? one)));
      return each === 'node:http' ? median(of).toFixed(1) : `${median(of).toFixed(1)}, or ${times.toFixed(2)} times`;
    });
    rows.push([what, ...cells]);
  }
  const head = ['µs of processor time an answer', ...ROLES.map((each) => `\`${each}\``)];
  process.stdout.write(`
${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

${rounds} rounds of ${count} answers, readers of ${VIEWS_OF_READER} views each, ${CONNECTIONS} connections.
Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), the client and all parts on them.
`);
  for (const each of clients.values()) for (const client of each) client.close();
  await Promise.all([...children.values()].map(stop));
  await redis.stop();
}
