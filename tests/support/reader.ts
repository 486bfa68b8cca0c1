import type { Express } from 'express';
import request from 'supertest';

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

  async function send(
    method: 'get' | 'head',
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const app = apps[turn++ % apps.length];
    if (!app) throw new Error('a reader needs a site');
    const response = await request(app)
      [method](path)
      .set({ ...cookieHeader(), ...headers });
    const cookies: readonly string[] = response.get('Set-Cookie') ?? [];
    for (const cookie of cookies) keep(cookie);
    return {
      ...readHeader(response.headers.paywall),
      status: response.status,
      text: response.text,
      headers: response.headers,
      cookies,
    };
  }

  const cookieHeader = (): Record<string, string> => (jar.size > 0 ? { Cookie: text() } : {});
  const text = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (setCookie: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    jar.set(name, value);
  };

  return {
    get: (path, headers = {}) => send('get', path, headers),
    head: (path) => send('head', path, {}),
    get cookie() {
      return text();
    },
    replace(cookie) {
      jar.clear();
      for (const pair of cookie.split('; ').filter(Boolean)) keep(pair);
    },
  };
}

function readHeader(header: string | undefined): Pick<Answer, 'state' | 'figures' | 'header'> {
  const [state, ...parameters] = header?.split('; ') ?? [];
  const figures = Object.fromEntries(
    parameters.map((parameter) => {
      const [name = '', value] = parameter.split('=');
      return [name, value ?? (true as const)];
    }),
  );
  return { state, figures, header };
}
