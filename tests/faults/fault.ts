import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppSettings, monotonic, type Sample } from './app/protocol.js';
import { type Crowd, gather } from './crowd.js';
import { type Decisions, judged, recoveredAt } from './decisions.js';
import { type Row, report } from './report.js';
import { type Site, startSite } from './site.js';

/** The store under a site, and what can be done to it. */
export interface Rig {
  readonly deployment?: AppSettings['deployment'];
  readonly ports: readonly number[];
  /** Does the harm, and returns once it is done; a fault that heals itself returns when it has. */
  inflict(): Promise<unknown>;
  /** Undoes it, and returns once the store serves again. */
  heal?(): Promise<unknown>;
  stop(): Promise<unknown>;
}

/** One fault to put a site through. */
export interface Fault {
  readonly name: string;
  /** Seconds that it lasts in full. */
  readonly lasts: number;
  /** It begins before the site does. */
  readonly atStart?: boolean;
  readonly ioredis?: 5 | 6;
  readonly prepare: () => Promise<Rig>;
}

/** Milliseconds: the site's own setting, what a decision may take beyond it, and how long the store may be back unnoticed. */
export const DEADLINE = 50;
const MARGIN = 20;
const WAY_BACK = 1000;

/** Views a second. */
export const RATE = Number(process.env.FAULT_RATE ?? 300);

/** How much of its full length each fault lasts, though never less than a second and a half. */
const SCALE = Number(process.env.FAULT_SCALE ?? 1);

export const WARM_UP = 1500;
const AFTERMATH = 2500;
const LEAST = 1.5;
const TEST_TIMEOUT = 180_000;

/** How many processes keep the machine busy beside the site. */
const BUSY = Number(process.env.FAULT_BUSY ?? 0);

/** Does nothing else than to take a processor, until it is killed or whoever started it is gone. */
const BUSY_LOOP = 'const { ppid } = process; while (process.ppid === ppid) for (let i = 0; i < 1e8; i += 1);';

/** Keeps the machine busy while the tests of this file run, where that is asked for. */
export function keepBusy(): void {
  const loops: ChildProcess[] = [];
  beforeAll(() => {
    while (loops.length < BUSY) loops.push(spawn(process.execPath, ['-e', BUSY_LOOP], { stdio: 'ignore' }));
  });
  afterAll(() => {
    for (const loop of loops) loop.kill('SIGKILL');
  });
}

/** Puts a site through faults, one after another, and reports on each. */
export function testFaults(suite: string, faults: readonly Fault[]): void {
  const rows: Row[] = [];
  keepBusy();
  afterAll(() => report(suite, rows));

  test.each(faults)(
    '$name',
    async (fault) => {
      const { row, overCounted, log } = await run(fault);
      rows.push(row);
      const { lost, broken, differing } = row;
      const found = { overCounted: overCounted[0] ?? [], lost, broken, differing };
      const fine = { overCounted: [], lost: 0, broken: 0, differing: 0 };
      // A reader's whole log, and what the site said of the store, are what explains a failure.
      if (!isDeepStrictEqual(found, fine)) expect({ ...found, log }).toEqual(fine);
      expect(row.worst).toBeLessThanOrEqual(DEADLINE + MARGIN);
      if (row.recovery !== undefined) expect(row.recovery).toBeLessThanOrEqual(WAY_BACK);
    },
    TEST_TIMEOUT,
  );
}

async function run(fault: Fault) {
  const rig = await fault.prepare();
  let site: Site | undefined;
  let crowd: Crowd | undefined;
  try {
    if (fault.atStart) await rig.inflict();
    const { deployment = 'single', ports } = rig;
    const started = await startSite({ deployment, ports, ioredis: fault.ioredis ?? 6, deadline: DEADLINE });
    site = started;
    crowd = gather(RATE, () => started.port);
    await pause(WARM_UP);

    const from = monotonic();
    if (!fault.atStart) await rig.inflict();
    if (rig.heal) await pause(1000 * Math.max(LEAST, fault.lasts * SCALE));
    await rig.heal?.();
    const healed = monotonic();
    await pause(AFTERMATH);
    await crowd.disperse();
    const samples = await started.samples();
    const healing = await crowd.check();

    const { overCounted, ...toll } = crowd.toll();
    const during = samples.filter((sample: Sample) => sample.from >= from);
    const decisions: Decisions = judged(during, DEADLINE);
    const recovered = recoveredAt(during, healed);
    const row: Row = {
      fault: fault.name,
      seconds: (healed - from) / 1000,
      ...toll,
      ...decisions,
      overCounted: overCounted.length,
      ...healing,
      recovery: rig.heal && recovered - healed,
    };
    return { row, overCounted, log: started.log() };
  } finally {
    await crowd?.disperse();
    await site?.stop();
    await rig.stop();
  }
}
