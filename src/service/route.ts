import type { IncomingMessage } from 'node:http';
import type { Reply } from './reply.js';

/** What is answered at one path. */
export interface Route {
  readonly methods: readonly string[];
  readonly answer: (req: IncomingMessage) => Reply | Promise<Reply>;
  /** Whether it answers without a token. */
  readonly open?: boolean;
}
