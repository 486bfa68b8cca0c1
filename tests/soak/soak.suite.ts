import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Footprint } from '../faults/app/protocol.js';
import { gather } from '../faults/crowd.js';
import { hangUp } from '../faults/reader.js';
import { freeze, thaw } from '../faults/rigs.js';
import { type Site, startSite } from '../faults/site.js';
import { startRedis } from '../support/redis.js';

/** How long in all, in seconds; a tenth of it Redis is frozen at a stretch. */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 600);
const ROUNDS = 10;
const RATE = 300;

/** Milliseconds for connections to close and timers to run out, before the site is looked at. */
const REST = 2000;

/** What may be added by the last rounds over the first, in bytes and as a share. */
const HEAP_GROWTH = 2 * 2 ** 20;
const RSS_GROWTH = 0.2;

/** The cap on calls that the store owes an answer to, and some for the connection itself. */
const MOST_QUEUED = 1000 + 10;

test(
  'a site under load and faults stays as it is',
  async () => {
    let redis = await startRedis();
    const site = await startSite({ deployment: 'single', ports: [redis.port], ioredis: 6, deadline: 50 });
    const length = (SECONDS * 1000) / (ROUNDS + 1);
    const resting: Footprint[] = [];

    const killed = async () => {
      await redis.stop();
      await pause(length / 6);
      redis = await startRedis({ port: redis.port });
    };
    const frozen = async () => {
      freeze(redis);
      await pause(length / 6);
      thaw(redis);
    };

    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const crowd = gather(RATE, () => site.port);
        await pause(length / 3);
        await (round % 2 === 0 ? killed() : frozen());
        await pause(length / 3);
        await crowd.disperse();
        expect(crowd.toll()).toMatchObject({ lost: 0, broken: 0, overCounted: [] });
        await rested(site, resting);
      }

      const during = await watchFrozen(site, () => freeze(redis), length);
      thaw(redis);
      await rested(site, resting);
      keep(resting, during);

      const [first, ...later] = halves(resting);
      for (const last of later) {
        expect(last.heap - first.heap).toBeLessThan(HEAP_GROWTH);
        expect(last.rss / first.rss - 1).toBeLessThan(RSS_GROWTH);
        expect(last.resources).toEqual(first.resources);
        expect(last.listeners).toBe(first.listeners);
        expect(last.queued).toBe(0);
      }
      expect(Math.max(...during.map(({ queued }) => queued))).toBeLessThan(MOST_QUEUED);
      expect(mean(during.slice(-3)) - mean(during.slice(0, 3))).toBeLessThan(HEAP_GROWTH);
    } finally {
      await site.stop();
      await redis.stop();
    }
  },
  SECONDS * 2000 + 120_000,
);

/** Looks at the site once nobody asks it anything. */
async function rested(site: Site, resting: Footprint[]): Promise<void> {
  hangUp();
  await site.samples();
  await pause(REST);
  resting.push(await site.footprint());
}

/** Looks at the site again and again while readers come and Redis is frozen. */
async function watchFrozen(site: Site, inflict: () => void, length: number): Promise<readonly Footprint[]> {
  const crowd = gather(RATE, () => site.port);
  await pause(REST);
  inflict();
  const seen: Footprint[] = [];
  for (const end = performance.now() + length; performance.now() < end; ) {
    await pause(length / 20);
    await site.samples();
    seen.push(await site.footprint());
  }
  await crowd.disperse();
  return seen;
}

/** The site once it has warmed up, and after each of the last rounds. */
function halves(resting: readonly Footprint[]): readonly [Footprint, ...Footprint[]] {
  const [first, ...later] = resting.slice(ROUNDS / 2);
  if (!first) throw new Error('a soak has rounds');
  return [first, ...later];
}

function mean(footprints: readonly Footprint[]): number {
  return footprints.reduce((sum, { heap }) => sum + heap, 0) / footprints.length;
}

/** Keeps and prints what was seen. */
function keep(resting: readonly Footprint[], during: readonly Footprint[]): void {
  mkdirSync('build', { recursive: true });
  writeFileSync('build/soak.json', JSON.stringify({ seconds: SECONDS, resting, frozen: during }, null, 2));
  const line = ({ heap, rss, resources, listeners, queued }: Footprint) =>
    `heap ${megabytes(heap)}  rss ${megabytes(rss)}  listeners ${listeners}  queued ${queued}  ${JSON.stringify(resources)}\n`;
  process.stdout.write(`At rest, after each round:\n${resting.map(line).join('')}`);
  process.stdout.write(`While Redis was frozen:\n${during.map(line).join('')}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
