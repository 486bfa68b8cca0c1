import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait.js';
import { monotonic, type Sample } from './app/protocol.js';
import { gather } from './crowd.js';
import { judged } from './decisions.js';
import { DEADLINE, keepBusy, RATE, WARM_UP } from './fault.js';
import { createReader } from './reader.js';
import { type Row, report } from './report.js';
import { startSite } from './site.js';

const rows: Row[] = [];
keepBusy();
afterAll(() => report('6-shutdown', rows));

/** As in a rolling restart: new requests go to the next process, and the last one ends when its readers have their pages. */
test('SIGTERM of the site under load', async () => {
  const redis = await startRedis();
  const settings = { deployment: 'single', ports: [redis.port], ioredis: 6, deadline: DEADLINE } as const;
  const [first, second] = await Promise.all([startSite(settings), startSite(settings)]);
  let { port } = first;
  const exit = once(first.child, 'exit');
  const crowd = gather(
    RATE,
    () => port,
    async (at) => at === first.port && exit,
  );
  const last = createReader(() => port);
  try {
    await pause(WARM_UP);
    for (const article of ['last-1', 'last-2']) await last.view(article);
    const samples: Sample[] = [];
    // Whoever gives up last of all is the one for whom a site may have closed its store too soon.
    const givenUp = last.giveUp('endless-last', 2000);
    // A browser whose connection closes before it is heard would ask the next process.
    await waitFor('the first process to have decided on the last view', async () => {
      samples.push(...(await first.samples()));
      return samples.some(({ article }) => article === 'endless-last');
    });
    const from = monotonic();
    ({ port } = second);
    // A connection that a process has not taken yet when it closes its port is nobody's: a proxy gives it a moment.
    await createReader(() => first.port).seeSiteTurn();
    first.child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    const gone = monotonic();
    expect(await givenUp).toMatchObject({ outcome: 'aborted' });
    expect(await last.view('last-3')).toMatchObject({ outcome: 'served', read: 2 });
    await pause(WARM_UP);
    await crowd.disperse();

    samples.push(...(await second.samples()));
    const { overCounted, ...toll } = crowd.toll();
    const row: Row = {
      fault: 'SIGTERM of the site under load',
      seconds: (gone - from) / 1000,
      ...toll,
      ...judged(samples, DEADLINE),
      overCounted: overCounted.length,
      ...(await crowd.check()),
      recovery: undefined,
    };
    rows.push(row);
    expect(overCounted[0] ?? []).toEqual([]);
    expect(row).toMatchObject({ lost: 0, broken: 0, differing: 0 });
  } finally {
    await crowd.disperse();
    await Promise.all([first.stop(), second.stop()]);
    await redis.stop();
  }
}, 60_000);
