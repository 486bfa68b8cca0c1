import { parse } from 'cookie';
import { isRecord } from '../../options/index.js';
import type { Fields } from './format.js';
import { fieldOf, textOf, valueAt } from './json.js';
import { timeOf } from './time.js';

/** A request, as far as a line tells of it. */
export interface Request {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Empty where the line holds no request, such as of one that was cut off. */
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** The request's fields that are logged, by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly address: string | undefined;
}

/** What a line is called in nginx's formats, in JSON of nginx, Caddy, Traefik, Cloudflare and pino, each in this order. */
export const NAMES = {
  time: ['msec', 'time_iso8601', 'time_local', 'ts', 'StartUTC', 'EdgeStartTimestamp', 'timestamp', 'time'],
  request: ['request'],
  method: ['request_method', 'request.method', 'RequestMethod', 'ClientRequestMethod', 'req.method', 'method'],
  target: ['request_uri', 'request.uri', 'RequestPath', 'ClientRequestURI', 'req.url', 'uri', 'url'],
  status: ['status', 'DownstreamStatus', 'EdgeResponseStatus', 'res.statusCode', 'statusCode'],
  address: ['remote_addr', 'request.client_ip', 'request.remote_ip', 'ClientHost', 'ClientIP', 'req.remoteAddress'],
} as const;

/** Where JSON has the request's fields, under names of their own. */
const HEADERS = ['request.headers', 'req.headers'] as const;
const HEADER = /^(?:http_|request_(?=[A-Z]))(.+)$/;
const USER_AGENT = 'ClientRequestUserAgent';

const REQUEST = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/;

/** @returns what is wrong, for a line that says too little. */
export function requestOf(fields: Fields): Request | string {
  const time = first(fields, NAMES.time);
  const at = time === undefined ? null : timeOf(time);
  if (at === null) return time === undefined ? 'it has no time' : 'its time has no date, or names no zone';
  const status = first(fields, NAMES.status);
  if (status === undefined || !/^\d{1,3}$/.test(status)) return 'it has no status';
  const line = requestLineOf(fields);
  if (line === null) return 'it has no request';
  return { at, ...line, status: Number(status), headers: headersOf(fields), address: first(fields, NAMES.address) };
}

function requestLineOf(fields: Fields): Pick<Request, 'method' | 'target'> | null {
  const line = first(fields, NAMES.request);
  const [, method = '', target = ''] = (line !== undefined && REQUEST.exec(line)) || [];
  if (method !== '') return { method, target };
  const asked = first(fields, NAMES.target);
  if (asked !== undefined) return { method: first(fields, NAMES.method) ?? 'GET', target: asked };
  // An empty one, too, is what a server logs, where a connection was closed or was no HTTP.
  return typeof fields.request === 'string' ? { method, target } : null;
}

function first(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fieldOf(fields, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function headersOf(fields: Fields): Request['headers'] {
  const headers: Record<string, string | undefined> = Object.create(null);
  for (const name in fields) {
    const [, header] = (name.includes('_') && HEADER.exec(name)) || [];
    if (header !== undefined) headers[header.replaceAll('_', '-').toLowerCase()] = textOf(fields[name]);
  }
  for (const name of HEADERS) {
    const within = valueAt(fields, name);
    if (isRecord(within))
      for (const [header, value] of Object.entries(within)) headers[header.toLowerCase()] = textOf(value);
  }
  headers['user-agent'] ??= textOf(fields[USER_AGENT]);
  return headers;
}

/** What a field says of the reader: one of the line's, or as `cookie_…` one of the cookies in it. */
export function readerField(fields: Fields, { headers }: Request, name: string): string | undefined {
  const value = fieldOf(fields, name);
  const { cookie } = headers;
  if (value !== undefined || cookie === undefined || !name.startsWith(COOKIE)) return value;
  return textOf(parse(cookie)[name.slice(COOKIE.length)]);
}

const COOKIE = 'cookie_';
