import { expect } from '@jest/globals';
import express from 'express';
import { createPaywall, type PaywallEvent, type PaywallOptions } from '../../src/index.js';
import { createBrowser, type Served, serve } from '../support/http.js';
import { claimsOf } from '../support/keys.js';
import { readPass } from '../support/pass.js';
import { NOON, SECRET } from '../support/site.js';
import { type RawAnswer, sendRaw } from './raw.js';

export const LIMIT = 3;
export const ORIGIN = 'http://news.example';

/** A site under fire, and a reader who has read as many articles as the limit. */
export interface FuzzedSite extends Served {
  /** The blocked reader's cookie, as `name=value`. */
  readonly blocked: string;
  /** Everything that the paywall reported. */
  readonly events: readonly PaywallEvent[];
  send(target: string, fields: readonly (readonly [string, string])[]): Promise<RawAnswer>;
}

/** A site whose every address under `/news/` is an article, with pages that say who gets them and when the count ends. */
export async function startFuzzedSite(more: Partial<PaywallOptions> = {}): Promise<FuzzedSite> {
  const events: PaywallEvent[] = [];
  const paywall = createPaywall({
    site: ORIGIN,
    keys: [{ id: '2026-11', secret: SECRET }],
    clock: () => NOON,
    promptAfter: 1,
    blockAfter: LIMIT,
    onEvent: (event) => events.push(event),
    ...more,
  });
  const app = express();
  app.set('trust proxy', 'loopback');
  app.get('/news/:slug', paywall.meter(), (req, res) => {
    const text = req.paywall.state === 'blocked' ? 'TEASER' : `TEXT of ${encodeURIComponent(String(req.params.slug))}`;
    res.type('txt').send(`${text}\nuntil ${req.paywall.resetsAt.toISOString()}`);
  });
  app.use((_req, res) => void res.status(404).send('no such page'));
  const served = await serve(app);
  const reader = createBrowser(served.port);
  for (let nth = 1; nth <= LIMIT; nth += 1) await reader.send({ path: `/news/read-${nth}` });
  return {
    ...served,
    blocked: reader.cookie,
    events,
    send: (target, fields) => sendRaw(served.port, target, fields),
  };
}

/** What holds of every answer, whatever was sent. */
export function expectSound(answer: RawAnswer, { events }: FuzzedSite): void {
  expect(answer.status).toBeGreaterThanOrEqual(200);
  expect(answer.status).toBeLessThan(500);
  const said = answer.headers.get('paywall');
  const kept = said?.startsWith('blocked') ? /^private, no-store/ : /^private, no-cache/;
  if (said === undefined || said === null) expect(answer.text).not.toContain('TEXT');
  else expect(answer.headers.get('cache-control')).toMatch(kept);
  expect(events.filter(({ code }) => code === 'ERR_PAYWALL_INTERNAL')).toEqual([]);
}

/** The reader of whom the answer's new pass speaks; `undefined` where it brings none. */
export function newReader({ headers }: RawAnswer): unknown {
  const [, token] = /paywall=([\w.-]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
  return token === undefined ? undefined : readerOf(token);
}

/** The reader of a pass of either format, unverified. */
function readerOf(token: string): unknown {
  const { sub, p } = claimsOf(token);
  return p === undefined ? sub : readPass(token).reader;
}

/** A blocked reader sees the full text of a new article only by becoming a new reader, whose first view it is. */
export function expectNoGain(answer: RawAnswer, { blocked }: FuzzedSite): void {
  if (!answer.text.includes('TEXT')) return;
  expect(answer.headers.get('paywall')).toMatch(/^(?:free|register-prompt); read=0; left=2;/);
  expect(newReader(answer)).toMatch(/^[\w-]{16}$/);
  expect(newReader(answer)).not.toBe(readerOf(blocked));
}
