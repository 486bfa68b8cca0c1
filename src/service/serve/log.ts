import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { PaywallEvent } from '../../events/index.js';
import type { ServiceOptions } from '../options.js';

/** What is logged: faults; decisions as well; or decisions with the names of articles. Never anything of a reader. */
export type Logged = 'faults' | 'decisions' | 'articles';

/** A log of one JSON object a line. */
export interface Log {
  /** What the service is to tell of. */
  readonly listeners: Pick<ServiceOptions, 'onEvent' | 'onDecision'>;
  /** Gives each request the id that its lines are logged with, and its response the same: its own `X-Request-Id`, or a new one. */
  identified(listener: RequestListener): RequestListener;
}

/** An id of any other service's that fits into a line. */
const REQUEST_ID = /^[\w.:+/=@-]{1,128}$/;

/**
 * @param out Takes lines of decisions.
 * @param err Takes lines of faults.
 */
export function createLog(logged: Logged, out: (line: string) => void, err: (line: string) => void): Log {
  const requests = new AsyncLocalStorage<string>();
  const line = (level: string, said: object): string =>
    JSON.stringify({ time: new Date().toISOString(), level, ...said, requestId: requests.getStore() });

  function onEvent({ code, message, count, error }: PaywallEvent): void {
    const level = code.startsWith('ERR_') ? 'error' : 'info';
    const cause = error instanceof Error ? error.message : undefined;
    err(line(level, { code, message, count, error: cause }));
  }

  const onDecision: ServiceOptions['onDecision'] = (decision, article) => {
    const { state, reason, read, left, limit, counted, degraded, access, account, plan } = decision;
    const said = { state, reason, read, left, limit, counted, degraded, access, account, plan };
    out(line('info', { message: 'decision', ...said, ...(logged === 'articles' && { article }) }));
  };

  return {
    listeners: logged === 'faults' ? { onEvent } : { onEvent, onDecision },

    identified: (listener) => (req, res) => {
      const given = req.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      res.setHeader('X-Request-Id', id);
      requests.run(id, listener, req, res);
    },
  };
}
