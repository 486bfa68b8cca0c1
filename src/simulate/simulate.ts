import { printable } from '../terminal/index.js';
import { SimulationError } from './errors.js';
import type { BadLine, Found } from './found.js';
import { readLines, type TellLine } from './log/lines.js';
import { createMajority } from './majority.js';
import { readSimulateOptions, type SimulateOptions } from './options.js';
import { createReaders } from './readers.js';
import { reportOf, type SimulationReport } from './report.js';
import { noLines, sort } from './sorting.js';

/** A log to be read, once. */
export interface Log {
  /** What it is called in messages. */
  readonly name: string;
  /** Its bytes, compressed with gzip or not. */
  open(): AsyncIterable<Uint8Array>;
}

/** Bad lines that are told of one by one. */
const MOST_TOLD = 3;
const LONGEST_TOLD = 120;

/**
 * Reads logs and says what limits would have done to their readers. It holds no log in memory, and of readers what `createReaders` says. All
 * that comes of it, a report or an error, is fit for a terminal: visitors have a hand in what a log holds.
 *
 * @param told Is given the number of lines read so far, now and then.
 * @param most Articles kept over all readers.
 * @throws {OptionError} for an option that is wrong.
 * @throws {SimulationError} where a log cannot be read, or nothing in it is a view of an article.
 */
export async function simulate(
  options: SimulateOptions,
  logs: readonly Log[],
  told: (lines: number) => void = () => undefined,
  most?: number,
): Promise<SimulationReport> {
  const settings = readSimulateOptions(options);
  const { periods } = settings;
  const readers = createReaders(most);
  const addresses = createMajority();
  const kinds = noLines();
  const badLines: BadLine[] = [];
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let withoutUserAgent = 0;
  let lines = 0;

  for (const log of logs) {
    const take: TellLine = (text, line) => {
      lines += 1;
      if (lines % TOLD_EVERY === 0) told(lines);
      const sorted = sort(text, settings);
      kinds[sorted.kind] += 1;
      if (sorted.kind === 'unreadable') {
        if (badLines.length < MOST_TOLD) {
          badLines.push({ log: log.name, line, why: sorted.why, text: (text ?? '').slice(0, LONGEST_TOLD) });
        }
        return;
      }
      from = Math.min(from, sorted.at);
      to = Math.max(to, sorted.at);
      if (sorted.kind !== 'view') return;
      const { at, reader, article, address, hasUserAgent } = sorted.view;
      readers.add(periods.at(at).key, reader, article);
      addresses.add(address ?? '');
      if (!hasUserAgent) withoutUserAgent += 1;
    };
    await readLog(log, take);
  }

  const found: Found = {
    kinds,
    badLines,
    readers,
    from,
    to,
    oneAddress: addresses.certain(),
    withoutUserAgent,
  };
  return printable(reportOf(found, settings));
}

const TOLD_EVERY = 250_000;

async function readLog({ name, open }: Log, take: TellLine): Promise<void> {
  try {
    await readLines(open(), take);
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
    throw new SimulationError(printable(`${name} cannot be read to its end: ${error.message}`), { cause: error });
  }
}

/** Errors of files and of zlib have a code; those of ours have none. */
function isOfTheSystem(error: unknown): error is { readonly code: unknown; readonly message: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
