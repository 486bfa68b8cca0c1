import { Buffer } from 'node:buffer';
import type { Log, SimulateOptions, SimulationReport } from '../../src/simulate/index.js';
import { simulate } from '../../src/simulate/index.js';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** What a line may say; the rest is as of a reader who is shown an article. */
export interface Said {
  readonly address?: string;
  readonly time?: string;
  readonly request?: string;
  readonly status?: number;
  readonly agent?: string;
}

/** A line as nginx and Apache write it in their combined format. */
export function combinedLine({
  address = '192.0.2.1',
  time = '15/Nov/2026:12:00:00 +0000',
  request = 'GET /news/1 HTTP/1.1',
  status = 200,
  agent = FIREFOX,
}: Said = {}): string {
  return `${address} - - [${time}] "${request}" ${status} 1234 "-" "${agent}"`;
}

/** A log of these bytes, in pieces of so many. */
export function logOf(content: string | Uint8Array | readonly string[], name = 'access.log', piece = 1000): Log {
  const bytes = Buffer.from(
    typeof content === 'object' && !(content instanceof Uint8Array) ? content.join('\n') : content,
  );
  return {
    name,
    async *open() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

/** What follows from one log of articles below /news/. */
export function simulated(
  content: string | Uint8Array | readonly string[],
  options: Partial<SimulateOptions> = {},
): Promise<SimulationReport> {
  return simulate({ articles: ['/news/:id'], ...options }, [logOf(content)]);
}
