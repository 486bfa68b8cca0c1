import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../tests/support/redis.js';
import { CONTENDERS, type ContenderName } from './contenders/index.js';
import type { LoadOrder, LoadResult } from './load.js';
import { ask, hear, start, stop } from './processes.js';
import { type BytesAtTheLimit, measureBytesAtTheLimit, type RedisFigures, readFigures } from './redis-figures.js';
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
  readonly viewsPerRound: number;
  readonly rounds: readonly Round[];
  readonly roundTripsPerView: number;
  /** Of all readers met, whether Redis ever heard of them or not. */
  readonly redisBytesPerReader: number;
}

interface Contestant {
  readonly name: ContenderName;
  readonly server: ChildProcess;
  readonly port: number;
  readonly redis: Redis;
  readonly redisServer: RedisServer;
}

interface Slice extends LoadResult {
  readonly views: number;
  readonly cpu: number;
}

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
      await runSlice(contestant, load, warmUpViews);
      const slice = await runSlice(contestant, load, warmUpViews);
      speed = Math.max(speed, slice.views / slice.seconds);
    }
    const slices = Math.ceil(seconds / SLICE_SECONDS);
    const views = Math.max(1, Math.round((speed * seconds) / slices));

    const warm = await Promise.all(contestants.map(({ redis }) => readFigures(redis)));
    const done = contestants.map((): Slice[][] => []);
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      for (const slicesOfOne of done) slicesOfOne.push([]);
      for (let turn = 0; turn < slices * contestants.length; turn += 1) {
        const index = (turn + Math.floor(turn / contestants.length)) % contestants.length;
        const contestant = contestants[index];
        if (contestant) done[index]?.at(-1)?.push(await runSlice(contestant, load, views));
      }
    }
    const end = await Promise.all(contestants.map(({ redis }) => readFigures(redis)));

    return contestants.map(({ name }, index) => {
      const roundsOfOne = done[index] ?? [];
      const viewsInAll = views * slices * rounds;
      const readers = roundsOfOne.at(-1)?.at(-1)?.readers ?? 0;
      return {
        name,
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

async function enter(name: ContenderName, profiled: boolean): Promise<Contestant> {
  const redisServer = await startRedis();
  const profiling = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-name=${name}.cpuprofile`];
  const server = start('server', [name, redisServer.url], profiled ? profiling : []);
  const { port } = await hear<ServerState>(server);
  return { name, server, port, redisServer, redis: new Redis(redisServer.url) };
}

async function leave({ server, redis, redisServer }: Contestant): Promise<void> {
  await stop(server);
  redis.disconnect();
  await redisServer.stop();
}

async function runSlice({ server, port }: Contestant, load: ChildProcess, views: number): Promise<Slice> {
  const before = await ask<ServerState>(server, {});
  const order: LoadOrder = { port, views };
  const result = await ask<LoadResult>(load, order);
  const after = await ask<ServerState>(server, {});
  return { ...result, views, cpu: after.cpu - before.cpu };
}

function roundOf(slices: readonly Slice[]): Round {
  const views = sum(slices.map((slice) => slice.views));
  const seconds = sum(slices.map((slice) => slice.seconds));
  const latencies = Float64Array.from(slices.flatMap((slice) => [...slice.latencies])).sort();
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
