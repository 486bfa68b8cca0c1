import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { SiteSilent } from '../errors.js';
import { readBody } from './body.js';

/** Header fields to send. */
export type HeaderFields = Readonly<Record<string, string>>;

/** One request. */
export interface Ask {
  readonly url: URL;
  /** Default: GET. */
  readonly method?: string;
  /** Besides the audit's own, or in place of them. */
  readonly headers?: HeaderFields;
}

/** The answer to it. */
export interface Received {
  /** Where it came from in the end. */
  readonly url: URL;
  readonly status: number;
  /** By lower-case name; fields of one name are joined by commas. */
  readonly headers: HeaderFields;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** Sends requests over kept connections. */
export interface Exchange {
  /** @throws {SiteSilent} */
  (ask: Ask): Promise<Received>;
  /** Lets go of the connections. */
  close(): void;
}

/**
 * Plain HTTP without any of the fields that `fetch` adds of its own, which sites may take for signs of a script.
 *
 * @param timeout Milliseconds for an answer with its body.
 */
export function createExchange(timeout: number): Exchange {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  const open = ({ url, method = 'GET', headers = {} }: Ask, signal: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = { method, headers, signal };
      const request =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: agents.https }, resolve)
          : httpRequest(url, { ...options, agent: agents.http }, resolve);
      request.on('error', reject).end();
    });

  const exchange = async (ask: Ask): Promise<Received> => {
    const signal = AbortSignal.timeout(timeout);
    try {
      const message = await open(ask, signal);
      return { ...headOf(message), url: ask.url, body: await readBody(message, ask.method) };
    } catch (error) {
      const reason = signal.aborted ? `no answer within ${timeout} ms` : reasonOf(error, ask.url);
      throw new SiteSilent(reason, { cause: error });
    }
  };
  const close = (): void => {
    agents.http.destroy();
    agents.https.destroy();
  };
  return Object.assign(exchange, { close });
}

function headOf({ statusCode = 0, headers }: IncomingMessage): Omit<Received, 'url' | 'body'> {
  const { 'set-cookie': setCookies = [], ...others } = headers;
  const fields = Object.entries(others).map(([name, value]) => [name, String(value)] as const);
  return { status: statusCode, headers: Object.fromEntries(fields), setCookies };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPROTO: 'no secure connection, for it does not speak TLS there, or no version of it in common',
};

function reasonOf(error: unknown, { host }: URL): string {
  const { code, message } = detailsOf(error);
  if (REASONS[code] !== undefined) return `${host}: ${REASONS[code]}`;
  if (!/CERT|TLS|SSL|UNABLE_TO_/.test(code)) return `${host}: ${message}`;
  return `${host}: no secure connection (${message}). For an authority of your own, set NODE_EXTRA_CA_CERTS`;
}

function detailsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: String(error) };
  return {
    code: 'code' in error ? String(error.code) : '',
    message: 'message' in error ? String(error.message) : String(error),
  };
}
