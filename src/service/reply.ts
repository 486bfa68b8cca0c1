import { type OutgoingHttpHeader, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import { OptionError } from '../options/index.js';

/** What the service answers. */
export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Thrown for a request that cannot be answered as it was asked. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly headers: OutgoingHttpHeaders = {},
  ) {
    super(detail);
  }
}

/**
 * What is read of a request.
 *
 * @throws {Problem} 400 where something in it is wrong.
 */
export function readAsked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof OptionError ? new Problem(400, error.message) : error;
  }
}

/** JSON has no infinity: `null` stands for it, in both directions. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export function json(value: unknown): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** Problem details (RFC 9457 section 3) whose type is the status itself. */
export function problemReply({ status, message, headers }: Problem): Reply {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: JSON.stringify({ title: STATUS_CODES[status], status, detail: message }),
  };
}

/** Answers with it. */
export function send(res: ServerResponse, { status, headers, body = '' }: Reply): void {
  // As a list: node:http then has no object to go through once more.
  const fields: OutgoingHttpHeader[] = headers['Cache-Control'] === undefined ? ['Cache-Control', 'no-store'] : [];
  if (status !== 304 && status !== 204) fields.push('Content-Length', Buffer.byteLength(body));
  for (const name in headers) fields.push(name, headers[name] ?? '');
  res.writeHead(status, fields);
  res.end(body);
}
