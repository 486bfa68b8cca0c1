import { type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http';
import type { DecisionRequest, DecisionResponse } from '../../src/service.js';

/** What comes back of a question. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** One HTTP request on a connection of its own, with a body as it is. */
export function http(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    asking.on('error', reject).end(body);
  });
}

/** Asks for a decision as a back end does. */
export async function ask(port: number, question: DecisionRequest): Promise<DecisionResponse> {
  const json = { 'Content-Type': 'application/json' };
  const { status, text } = await http(port, 'POST', '/decisions', json, JSON.stringify(question));
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return JSON.parse(text);
}

/**
 * A site in no language in particular. It knows `/news/:slug` and nothing else, signs in whoever sends `X-User`, and does with
 * a decision what it is told to.
 */
export function plainSite(servicePort: number): RequestListener {
  return async (req, res) => {
    if (!/^\/news\/[a-z0-9-]+$/.test(req.url ?? '')) return void res.writeHead(404).end('no such page');
    const { cookie = null, 'sec-purpose': purpose = null, 'x-user': user } = req.headers;
    const decision = await ask(servicePort, {
      article: req.url ?? '',
      method: req.method ?? null,
      headers: { cookie, 'sec-purpose': String(purpose) },
      account: typeof user === 'string' ? { id: user, plan: 'limited' } : null,
    });
    show(res, decision);
  };
}

function show(res: ServerResponse, { state, headers, answer }: DecisionResponse): void {
  if (answer) return void res.writeHead(answer.status, answer.headers).end();
  for (const [name, value] of Object.entries(headers)) res.appendHeader(name, value);
  res.end(state === 'blocked' ? 'TEASER' : 'TEXT');
}
