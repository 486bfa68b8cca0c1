import { setImmediate as turn } from 'node:timers/promises';
import { type Article, articles } from './articles/index.js';

/** Invented readers who are sent to a newsroom. */
export interface Crowd {
  /** How many. */
  readonly readers: number;
  /** The same seed makes the same readers. */
  readonly seed: number;
  /** How many read at a time. Default: 8. */
  readonly atOnce?: number;
}

/** A reader's browser, with its cookies. */
interface Browser {
  get(path: string): Promise<string | null>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<void>;
}

const METERED = articles.filter(({ access }) => access !== 'locked');

/** Has a crowd read at the newsroom of an origin: most read one article, some meet the wall, and some of these register. */
export async function sendReaders(origin: string, { readers, seed, atOnce = 8 }: Crowd): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < readers) {
      const nth = next++;
      await read(newBrowser(origin), random(seed * 100_003 + nth), `${seed}-${nth}`);
      await turn();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function read(browser: Browser, chance: () => number, name: string): Promise<void> {
  const wanted = appetite(chance);
  for (const article of shuffled(METERED, chance).slice(0, wanted)) {
    const state = await browser.get(pathOf(article));
    const registers = state === 'blocked' ? chance() < 0.25 : state === 'register-prompt' && chance() < 0.03;
    if (registers) await register(browser, article, name);
    else if (state === 'blocked' && chance() < 0.7) return;
  }
}

/** Two in three read one article. */
function appetite(chance: () => number): number {
  if (chance() < 0.66) return 1;
  let wanted = 2;
  while (wanted < METERED.length && chance() < 0.82) wanted += 1;
  return wanted;
}

async function register(browser: Browser, article: Article, name: string): Promise<void> {
  const next = pathOf(article);
  await browser.post('/register', {
    ...{ next, name: `Reader ${name}`, email: `reader-${name}@example.org`, password: 'an invented reader' },
  });
  await browser.get(next);
}

const pathOf = ({ slug }: Article): string => `/news/${slug}`;

/** The first articles are read more than the last. */
function shuffled(list: readonly Article[], chance: () => number): readonly Article[] {
  return list
    .map((article, index) => ({ article, at: chance() * (1 + index / 3) }))
    .sort((one, other) => one.at - other.at)
    .map(({ article }) => article);
}

function newBrowser(origin: string): Browser {
  const jar = new Map<string, string>();
  async function send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(origin + path, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    await response.arrayBuffer();
    for (const field of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(field) ?? [];
      jar.set(name, value);
    }
    return response;
  }
  return {
    async get(path) {
      const { headers } = await send(path, {});
      return /^[\w-]+/.exec(headers.get('paywall') ?? '')?.[0] ?? null;
    },
    async post(path, form) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await send(path, { method: 'POST', headers, body: new URLSearchParams({ ...form }).toString() });
    },
  };
}

/** Numbers from 0 to 1 that look like chance, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
