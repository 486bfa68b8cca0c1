import type { Entry } from '../../src/policy/document.js';

// What an editor gives a reader.

export const ANNA = { by: 'Anna' };

/** When the month of `NOON` ends, in UTC. */
export const MONTH_END = Date.UTC(2026, 11, 1);

/** One article granted. */
export const ENTRY: Entry = { generation: 0, granted: 1, ends: MONTH_END, opened: [] };
