import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type Connection, openConnection } from './connection.js';
import { type Crowd, createCrowd } from './readers.js';

/** Some views of one site, to be made as fast as it answers them. */
export interface LoadOrder {
  /** Ports of the loopback, among which the views are shared out. The readers met there before go on reading. */
  readonly ports: readonly number[];
  readonly views: number;
  /** Views a second, however long the site takes for each. Default: as fast as it answers. */
  readonly rate?: number;
  /** Views that may be under way at once. Default: 32. */
  readonly atOnce?: number;
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

const loads = new Map<string, Promise<Load>>();

async function openLoad(ports: readonly number[]): Promise<Load> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) => openConnection(ports[index % ports.length] ?? 0)),
  );
  return { connections, crowd: createCrowd(SEED, PRESENT) };
}

async function run({ ports, views, rate, atOnce = CONNECTIONS }: LoadOrder): Promise<LoadResult> {
  const load = loads.get(ports.join()) ?? openLoad(ports);
  loads.set(ports.join(), load);
  const { connections, crowd } = await load;
  const latencies = new Float64Array(views);
  let begun = 0;
  let wrong = 0;

  /** When a view is due, in milliseconds of this run; one that is late is timed from when it was due. */
  const dueAt = (index: number) => (rate === undefined ? 0 : (index * 1000) / rate);

  async function readAlong(connection: Connection): Promise<void> {
    while (begun < views) {
      const index = begun++;
      const due = startedAt + dueAt(index);
      if (rate !== undefined) await until(due);
      const view = crowd.next();
      const sentAt = rate === undefined ? performance.now() : due;
      const { blocked } = await connection.get(pathOf(view.article), view.reader);
      latencies[index] = performance.now() - sentAt;
      if (blocked !== view.blocked) wrong += 1;
      crowd.done(view);
    }
  }

  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(connections.slice(0, atOnce).map(readAlong));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, latencies, wrong, readers: crowd.seen, busy: (user + system) / 1e6 / seconds };
}

/** A timer alone would be late by up to a millisecond. */
async function until(due: number): Promise<void> {
  for (let left = due - performance.now(); left > 0; left = due - performance.now()) {
    if (left > 2) await pause(left - 1);
    else await nextTurn();
  }
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
