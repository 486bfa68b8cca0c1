import { afterAll } from '@jest/globals';
import type { Express } from 'express';
import { type Received, type Sent, type Served, send, serve } from './http.js';

export interface Answer {
  readonly status: number;
  readonly state: string | undefined;
  /** The parameters of the `Paywall` header; a bare one is `true`. */
  readonly figures: Readonly<Record<string, string | true>>;
  readonly header: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

/** A reader with a browser's cookie jar. */
export interface Reader {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  head(path: string): Promise<Answer>;
  /** What the reader's cookies are now, as a `Cookie` header. */
  readonly cookie: string;
  /** Puts other cookies into the jar. */
  replace(cookie: string): void;
}

/** A reader who has not been here yet; `apps` are asked in turn, as behind a load balancer. */
export function createReader(...apps: readonly Express[]): Reader {
  const jar = new Map<string, string>();
  let turn = 0;

  async function ask(method: 'GET' | 'HEAD', path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const app = apps[turn++ % apps.length];
    if (!app) throw new Error('a reader needs a site');
    const received = await sendTo(app, { method, path, headers: { ...cookieHeader(), ...headers } });
    const cookies: readonly string[] = received.headers['set-cookie'] ?? [];
    for (const cookie of cookies) keep(cookie);
    return { ...received, ...readHeader(received), headers: single(received.headers), cookies };
  }

  const cookieHeader = (): Record<string, string> => (jar.size > 0 ? { Cookie: text() } : {});
  const text = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (setCookie: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    jar.set(name, value);
  };

  return {
    get: (path, headers = {}) => ask('GET', path, headers),
    head: (path) => ask('HEAD', path, {}),
    get cookie() {
      return text();
    },
    replace(cookie) {
      jar.clear();
      for (const pair of cookie.split('; ').filter(Boolean)) keep(pair);
    },
  };
}

/** Asks a site once, as nobody in particular. */
export async function sendTo(app: Express, sent: Sent): Promise<Received> {
  const { port } = await served(app);
  return send(port, sent);
}

const MOST_SERVED = 50;

const serving = new Map<Express, Promise<Served>>();

/** Where a site is served. The latest few stay so, for to listen anew for each request takes longer than to answer it. */
function served(app: Express): Promise<Served> {
  const site = serving.get(app) ?? serve(app);
  serving.delete(app);
  serving.set(app, site);
  const [oldest] = serving.keys();
  if (oldest !== undefined && serving.size > MOST_SERVED) void close(oldest);
  return site;
}

async function close(app: Express): Promise<void> {
  const site = serving.get(app);
  serving.delete(app);
  await (await site)?.close();
}

afterAll(() => Promise.all([...serving.keys()].map(close)));

function single(headers: Received['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function readHeader({ headers }: Received): Pick<Answer, 'state' | 'figures' | 'header'> {
  const header = headers.paywall === undefined ? undefined : String(headers.paywall);
  const [state, ...parameters] = header?.split('; ') ?? [];
  const figures = Object.fromEntries(
    parameters.map((parameter) => {
      const [name = '', value] = parameter.split('=');
      return [name, value ?? (true as const)];
    }),
  );
  return { state, figures, header };
}
