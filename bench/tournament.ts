import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../tests/support/redis.js';
import { CONTENDERS, type ContenderName } from './contenders/index.js';
import type { LoadOrder, LoadResult } from './load.js';
import { ask, hear, start, stop } from './processes.js';
import {
  type BytesAtTheLimit,
  fillWithReaders,
  measureBytesAtTheLimit,
  type RedisFigures,
  readFigures,
} from './redis-figures.js';
import type { ServerState } from './server.js';
import { quantile, sum } from './statistics.js';

export interface TournamentOptions {
  readonly names: readonly ContenderName[];
  readonly rounds: number;
  /** What the bare site works in a round; the others are given as many views. */
  readonly seconds: number;
  /** What each site works before the first round. */
  readonly warmUpViews: number;
  /** The site whose processor profile is to be written to the working directory. */
  readonly profile: ContenderName | undefined;
  readonly progress: (text: string) => void;
}

/** How a site did in one round. */
export interface Round {
  readonly viewsPerSecond: number;
  /** Microseconds of processor time that the site's process took for each view. */
  readonly cpuPerView: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Views answered otherwise than an exact meter would. */
  readonly wrong: number;
  /** Share of one core that the load generator took. */
  readonly loadBusy: number;
}

/** How a site did in all. */
export interface Standing {
  readonly name: ContenderName;
  /** Milliseconds of the slowest view in a hundred where views come at 30 % of what the bare site can do. */
  readonly p99AtEase: number;
  /** Milliseconds of a view that comes alone: the median. */
  readonly alone: number;
  readonly viewsPerRound: number;
  readonly rounds: readonly Round[];
  readonly roundTripsPerView: number;
  /** Of all readers met, whether Redis ever heard of them or not. */
  readonly redisBytesPerReader: number;
}

interface Contestant {
  readonly name: ContenderName;
  readonly servers: readonly Server[];
  readonly redis: Redis;
  readonly redisServer: RedisServer;
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

interface Slice extends LoadResult {
  readonly views: number;
  readonly cpu: number;
}

/** Share of what the bare site can do, at which most sites are run. */
const EASE = 0.3;

/** A neighbour's burst is over in about as long, so it falls on all sites alike. */
const SLICE_SECONDS = 0.25;

/** Lets every site serve the same readers, by turns, each in a process of its own and with a Redis of its own. */
export async function runTournament(options: TournamentOptions): Promise<Standing[]> {
  const { names, rounds, seconds, warmUpViews, progress } = options;
  const contestants: Contestant[] = [];
  const load = start('load', [], []);
  try {
    for (const name of names) contestants.push(await enter(name, name === options.profile));
    const empty = await Promise.all(contestants.map(({ redis }) => readFigures(redis)));

    let speed = 0;
    for (const contestant of contestants) {
      progress(`warming up ${contestant.name}`);
      await runSlice(contestant, load, { views: warmUpViews });
      const slice = await runSlice(contestant, load, { views: warmUpViews });
      speed = Math.max(speed, slice.views / slice.seconds);
    }
    const slices = Math.ceil(seconds / SLICE_SECONDS);
    const views = Math.max(1, Math.round((speed * seconds) / slices));

    const warm = await Promise.all(contestants.map(({ redis }) => readFigures(redis)));
    const done = contestants.map((): Slice[][] => []);
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      for (const slicesOfOne of done) slicesOfOne.push([]);
      const taken = await byTurns(contestants, slices, (contestant) => runSlice(contestant, load, { views }));
      for (const [index, ofOne] of taken.entries()) done[index]?.at(-1)?.push(...ofOne);
    }
    const end = await Promise.all(contestants.map(({ redis }) => readFigures(redis)));

    progress('views at ease, and views alone');
    const atEase = { views: Math.ceil(views * EASE), rate: (views / SLICE_SECONDS) * EASE };
    const eases = await byTurns(contestants, rounds * slices, (contestant) => runSlice(contestant, load, atEase));
    const alone = { views: Math.ceil(views / 20), atOnce: 1 };
    const alones = await byTurns(contestants, rounds * slices, (contestant) => runSlice(contestant, load, alone));

    return contestants.map(({ name }, index) => {
      const roundsOfOne = done[index] ?? [];
      const viewsInAll = views * slices * rounds;
      const readers = roundsOfOne.at(-1)?.at(-1)?.readers ?? 0;
      return {
        name,
        p99AtEase: quantile(latenciesOf(eases[index] ?? []), 0.99),
        alone: quantile(latenciesOf(alones[index] ?? []), 0.5),
        viewsPerRound: views * slices,
        rounds: roundsOfOne.map(roundOf),
        roundTripsPerView: (roundTrips(name, end[index]) - roundTrips(name, warm[index])) / viewsInAll,
        redisBytesPerReader: ((end[index]?.usedMemory ?? 0) - (empty[index]?.usedMemory ?? 0)) / readers,
      };
    });
  } finally {
    await Promise.all(contestants.map(leave));
    await stop(load);
  }
}

/** What our store takes of a Redis of its own. */
export async function measureBytes(): Promise<BytesAtTheLimit> {
  const server = await startRedis();
  const redis = new Redis(server.url);
  try {
    return await measureBytesAtTheLimit(redis);
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

/** So many times each contestant's turn, another one first each time. */
async function byTurns(
  contestants: readonly Contestant[],
  times: number,
  take: (contestant: Contestant) => Promise<Slice>,
): Promise<readonly (readonly Slice[])[]> {
  const taken = contestants.map((): Slice[] => []);
  for (let turn = 0; turn < times * contestants.length; turn += 1) {
    const index = (turn + Math.floor(turn / contestants.length)) % contestants.length;
    const contestant = contestants[index];
    if (contestant) taken[index]?.push(await take(contestant));
  }
  return taken;
}

function latenciesOf(slices: readonly Slice[]): Float64Array {
  return Float64Array.from(slices.flatMap(({ latencies }) => [...latencies])).sort();
}

async function enter(name: ContenderName, profiled: boolean): Promise<Contestant> {
  const redisServer = await startRedis();
  const { processes = 1, readersBefore = 0 } = CONTENDERS[name];
  const redis = new Redis(redisServer.url);
  if (readersBefore > 0) await fillWithReaders(redis, readersBefore);
  const profiling = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-name=${name}.cpuprofile`];
  const servers = await Promise.all(
    Array.from({ length: processes }, async () => {
      const server = start('server', [name, redisServer.url], profiled ? profiling : []);
      return { process: server, port: (await hear<ServerState>(server)).port };
    }),
  );
  return { name, servers, redisServer, redis };
}

async function leave({ servers, redis, redisServer }: Contestant): Promise<void> {
  await Promise.all(servers.map((server) => stop(server.process)));
  redis.disconnect();
  await redisServer.stop();
}

async function runSlice({ servers }: Contestant, load: ChildProcess, order: Omit<LoadOrder, 'ports'>): Promise<Slice> {
  const before = await processorTime(servers);
  const result = await ask<LoadResult>(load, { ...order, ports: servers.map(({ port }) => port) });
  const after = await processorTime(servers);
  return { ...result, views: order.views, cpu: after - before };
}

async function processorTime(servers: readonly Server[]): Promise<number> {
  const states = await Promise.all(servers.map((server) => ask<ServerState>(server.process, {})));
  return sum(states.map(({ cpu }) => cpu));
}

function roundOf(slices: readonly Slice[]): Round {
  const views = sum(slices.map((slice) => slice.views));
  const seconds = sum(slices.map((slice) => slice.seconds));
  const latencies = latenciesOf(slices);
  return {
    viewsPerSecond: views / seconds,
    cpuPerView: sum(slices.map((slice) => slice.cpu)) / views,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    wrong: sum(slices.map((slice) => slice.wrong)),
    loadBusy: sum(slices.map((slice) => slice.busy * slice.seconds)) / seconds,
  };
}

function roundTrips(name: ContenderName, figures: RedisFigures | undefined): number {
  return sum(CONTENDERS[name].roundTrips.map((command) => figures?.calls.get(command) ?? 0));
}
