import { type Connection, openConnection } from './connection.js';
import { type Crowd, createCrowd } from './readers.js';

/** Some views of one site, to be made as fast as it answers them. */
export interface LoadOrder {
  /** A port of the loopback. The readers met there before go on reading. */
  readonly port: number;
  readonly views: number;
}

/** How the site did. */
export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds that each view took. */
  readonly latencies: Float64Array;
  /** Views that an exact meter would have answered otherwise: an article walled that was free, or free that was due a wall. */
  readonly wrong: number;
  /** Readers met on this port so far. */
  readonly readers: number;
  /** Share of one core that the load generator itself took. */
  readonly busy: number;
}

interface Load {
  readonly connections: readonly Connection[];
  readonly crowd: Crowd;
}

const SEED = 2026;
const CONNECTIONS = 32;
const PRESENT = 1000;

const loads = new Map<number, Promise<Load>>();

async function openLoad(port: number): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(port)));
  return { connections, crowd: createCrowd(SEED, PRESENT) };
}

async function run({ port, views }: LoadOrder): Promise<LoadResult> {
  const load = loads.get(port) ?? openLoad(port);
  loads.set(port, load);
  const { connections, crowd } = await load;
  const latencies = new Float64Array(views);
  let begun = 0;
  let wrong = 0;

  async function readAlong(connection: Connection): Promise<void> {
    while (begun < views) {
      const index = begun++;
      const view = crowd.next();
      const sentAt = performance.now();
      const { blocked } = await connection.get(pathOf(view.article), view.reader);
      latencies[index] = performance.now() - sentAt;
      if (blocked !== view.blocked) wrong += 1;
      crowd.done(view);
    }
  }

  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(connections.map(readAlong));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, latencies, wrong, readers: crowd.seen, busy: (user + system) / 1e6 / seconds };
}

function pathOf(article: number): string {
  return `/news/a-headline-of-some-length-on-the-events-of-the-day-${article}`;
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
