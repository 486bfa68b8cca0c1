import { setTimeout as pause } from 'node:timers/promises';
import { createReader, type Entry, type Reader } from './reader.js';

/** One who reads on, in their own way. */
interface Visitor {
  readonly reader: Reader;
  /** Sometimes opens two articles at once. */
  readonly tabs: boolean;
  busy: boolean;
  steps: number;
}

/** What readers went through. */
export interface Toll {
  readonly views: number;
  /** Requests without any answer. */
  readonly lost: number;
  /** Answers of status 500 and above, and texts that a blocked reader should not have. */
  readonly broken: number;
  /** The logs of readers of whom more articles were counted than they had been served, up to the first such view. */
  readonly overCounted: readonly (readonly Entry[])[];
}

/** What a healthy store says of each reader, against their own log. */
export interface Healed {
  readonly readers: number;
  /** Counted otherwise than served, of those who opened one article at a time. */
  readonly differing: number;
  /** Counted lower than served, of those who opened two at once: the store heard of neither, and one cookie was lost. */
  readonly undercounted: number;
}

/** What the store knew of a reader, and what they had been served. */
interface Comparison {
  readonly tabs: boolean;
  readonly read: number;
  readonly served: number;
}

/** A crowd of readers, each view at its time whatever became of the last. */
export interface Crowd {
  /** Stops asking, and waits for what is under way. */
  disperse(): Promise<void>;
  /** Each reads one article more. */
  check(): Promise<Healed>;
  toll(): Toll;
}

export const LIMIT = 10;
const AT_ONCE = 120;
const VIEWS_EACH = 16;
const TICK = 10;

/** Milliseconds before one who gave up asks for something else: to go back and to choose takes any reader longer. */
const SECOND_THOUGHT = 200;

/**
 * Lets a crowd come in: articles by the number, one view in ten of an article already read, one in 25 of an article
 * that does not exist, one in 30 given up; every third reader opens two articles at once now and then.
 *
 * @param rate Views a second.
 * @param port Tells which port the site is at.
 * @param gone Waits for the end of the process that was at a port.
 */
export function gather(rate: number, port: () => number, gone?: (port: number) => Promise<unknown>): Crowd {
  const all: Visitor[] = [];
  const present: Visitor[] = [];
  const underway = new Set<Promise<unknown>>();
  let articles = 0;
  let asked = 0;

  function admit(): void {
    const visitor = { reader: createReader(port, gone), tabs: all.length % 3 === 0, busy: false, steps: 0 };
    all.push(visitor);
    present.push(visitor);
  }

  async function step(visitor: Visitor): Promise<void> {
    visitor.busy = true;
    visitor.steps += 1;
    await act(visitor);
    visitor.busy = false;
    if (visitor.steps < VIEWS_EACH) return;
    present.splice(present.indexOf(visitor), 1);
    admit();
  }

  async function act({ reader, tabs }: Visitor): Promise<void> {
    asked += 1;
    const chance = Math.random();
    const known = [...reader.served];
    if (chance < 0.04) await reader.view(`gone-${articles++}`);
    else if (chance < 0.07) {
      await reader.giveUp(`endless-${articles++}`, 5 + Math.random() * 100);
      await pause(SECOND_THOUGHT);
      await reader.seeSiteTurn();
    } else if (chance < 0.17 && known.length > 0) await reader.view(known[articles++ % known.length] ?? '');
    else if (tabs && chance < 0.3) {
      asked += 1;
      await Promise.all([reader.view(`a-${articles++}`), reader.view(`a-${articles++}`)]);
    } else await reader.view(`a-${articles++}`);
  }

  for (let i = 0; i < AT_ONCE; i += 1) admit();
  const began = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * rate;
    while (asked < due) {
      const idle = present.filter(({ busy }) => !busy);
      const visitor = idle[Math.floor(Math.random() * idle.length)];
      if (!visitor) return;
      const walk = step(visitor);
      underway.add(walk);
      walk.finally(() => underway.delete(walk));
    }
  }, TICK);

  return {
    async disperse() {
      clearInterval(timer);
      await Promise.all(underway);
    },

    async check() {
      const seen = all.filter(({ steps }) => steps > 0);
      const verdicts: Comparison[] = [];
      // One after another within each of a few rows, so that the store is not flooded by the check itself.
      for (let row = 0; row < seen.length; row += 20)
        verdicts.push(...(await Promise.all(seen.slice(row, row + 20).map(compare))));
      const of = (tabs: boolean) => verdicts.filter((verdict) => verdict.tabs === tabs);
      return {
        readers: seen.length,
        differing: of(false).filter(({ read, served }) => read !== served).length,
        undercounted: of(true).filter(({ read, served }) => read < served).length,
      };
    },

    toll() {
      const logs = all.map(({ reader }) => reader.log);
      const entries = logs.flat();
      return {
        views: entries.length,
        lost: entries.filter(({ outcome }) => outcome === 'lost').length,
        broken: entries.filter(({ outcome }) => outcome === 'broken').length,
        overCounted: logs.flatMap((log) => {
          const first = log.findIndex(isOverCounted);
          return first < 0 ? [] : [log.slice(0, first + 1)];
        }),
      };
    },
  };

  /** A view of a new article that the store decided tells what it knew before. */
  async function compare({ reader, tabs }: Visitor): Promise<Comparison> {
    for (let attempt = 0; ; attempt += 1) {
      const served = Math.min(reader.served.size, LIMIT);
      const { read, degraded } = await reader.view(`last-${articles++}`);
      if (!degraded || attempt === 5) return { tabs, read, served };
    }
  }
}

/** In the manner of Jepsen: what the log says against what the reader was told. */
function isOverCounted({ outcome, read, atMost }: Entry): boolean {
  return read > atMost || (outcome === 'blocked' && atMost < LIMIT);
}
