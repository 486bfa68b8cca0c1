import { describe, expect, test } from '@jest/globals';
import { createPaywall, type FiguresReport, memoryFigures, memoryStore } from '../../src/fetch.js';
import { simulate } from '../../src/simulate/index.js';
import { SECRET } from '../support/site.js';
import { logOf, simulated } from './logs.js';

/** One request, as it was; what is logged of it follows. */
interface Request {
  readonly at: number;
  readonly reader: number;
  readonly path: string;
  readonly method: string;
  readonly status: number;
  readonly purpose: string;
  readonly agent: string;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FROM = Date.parse('2026-10-01T00:00:00+02:00');
const TO = Date.parse('2026-12-01T00:00:00+01:00');
const ZONE = 'Europe/Berlin';

/** What readers of a site asked for in two months: some of them little, some much, all of them something twice. */
function requestsOf(seed: number, count: number): readonly Request[] {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const oneOf = <T>(usual: T, unusual: readonly T[]): T =>
    random() < 0.92 ? usual : (unusual[upTo(unusual.length)] ?? usual);
  return Array.from({ length: count }, (_, index) => {
    const path = oneOf(`/news/${upTo(30)}`, ['/', '/news/gone', '/news/moved']);
    return {
      at: FROM + Math.floor(((TO - FROM) * index) / count),
      reader: Math.floor(50 * random() ** 3),
      path,
      method: oneOf('GET', ['HEAD', 'POST']),
      status: path === '/news/gone' ? 404 : path === '/news/moved' ? 301 : oneOf(200, [304]),
      purpose: oneOf('-', ['prefetch', 'prefetch;prerender']),
      agent: oneOf('Opera', ['GPTBot/1.0']),
    };
  });
}

/** In UTC, in the zone of a server far from it, or in seconds. */
const TIMES: readonly ((at: number) => string)[] = [
  (at) => new Date(at).toISOString(),
  (at) => new Date(at - 8 * 3_600_000).toISOString().replace('Z', '-08:00'),
  (at) => String(at / 1000),
];

const lineOf = ({ at, reader, path, method, status, purpose, agent }: Request, index: number): string =>
  JSON.stringify({
    time: TIMES[index % TIMES.length]?.(at),
    request: `${method} ${path}${index % 5 === 0 ? '?utm_source=x' : ''} HTTP/1.1`,
    status,
    http_user_agent: agent,
    http_sec_purpose: purpose,
    visitor: `v${reader}`,
  });

/** The same requests to the meter, each reader with a browser of their own. */
async function metered(requests: readonly Request[], limits: Limits): Promise<FiguresReport & { reReadAhead: number }> {
  let now = FROM;
  const paywall = createPaywall({
    site: 'https://news.example',
    keys: [{ id: 'k', secret: SECRET }],
    store: memoryStore(),
    figures: memoryFigures(),
    clock: () => now,
    timeZone: ZONE,
    aiCrawlers: 'block',
    ...limits,
  });
  const jars = new Map<number, string>();
  let reReadAhead = 0;
  for (const { at, reader, path, method, status, purpose, agent } of requests) {
    now = at;
    const headers = {
      'User-Agent': agent,
      Cookie: jars.get(reader) ?? '',
      ...(purpose !== '-' && { 'Sec-Purpose': purpose }),
    };
    const request = new Request(`https://news.example${path}`, { method, headers });
    const response = await paywall.respond(
      request,
      { article: () => (isArticle(path) ? path : null) },
      () => new Response(null, { status }),
    );
    const pass = response.headers.getSetCookie().find((one) => one.startsWith('__Host-paywall='));
    // What has been read is shown to a prefetch as well; a log cannot tell these from the others.
    if (purpose !== '-' && method === 'GET' && isArticle(path) && response.status < 400) reReadAhead += 1;
    if (pass !== undefined) jars.set(reader, pass.split(';')[0] ?? '');
  }
  const report = await paywall.figures?.read({ from: '2026-10-01', to: '2026-11-30' });
  await paywall.figures?.close();
  if (!report) throw new Error('no figures');
  return { ...report, reReadAhead };
}

const isArticle = (path: string): boolean => /^\/news\/\d+$/.test(path);

interface Limits {
  readonly promptAfter: number;
  readonly blockAfter: number;
}

const counts = ({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }) => [
  numerator,
  denominator,
];

const OPTIONS = { timeZone: ZONE, reader: 'visitor' };

describe('where a log names readers as the meter does', () => {
  const requests = requestsOf(2026, 1200);
  const lines = requests.map(lineOf);

  test.each<Limits>([
    { promptAfter: 3, blockAfter: 10 },
    { promptAfter: 0, blockAfter: 1 },
    { promptAfter: 5, blockAfter: 5 },
    { promptAfter: Number.POSITIVE_INFINITY, blockAfter: 8 },
  ])('its figures are those of the meter, with limits %j', async (limits) => {
    const { sum, reReadAhead } = await metered(requests, limits);
    const [rates, plan] = [sum.rates[0], sum.plans[0]];
    if (!rates || !plan) throw new Error('no figures of readers');
    const report = await simulated(lines, { ...OPTIONS, ...limits });
    const { asked, distribution, readers } = report;
    expect(readers).toBe(rates.all.readers);
    expect(counts(asked.all.prompted)).toEqual(counts(rates.all.prompted));
    expect(counts(asked.all.stopRate)).toEqual(counts(rates.all.stopRate));
    // Where nobody reads two articles, there are none of whom it could be told.
    if (limits.blockAfter > 1) {
      expect(counts(asked.returning.prompted)).toEqual(counts(rates.returning.prompted));
      expect(counts(asked.returning.stopRate)).toEqual(counts(rates.returning.stopRate));
    }
    const shown = plan.views.reduce((all, { count }) => all + count, 0);
    expect(counts(asked.walls)).toEqual([plan.walls, shown - reReadAhead]);
    // At the wall all are alike, and the log goes on.
    const upTo = (numbers: readonly number[], n: number) => [
      ...numbers.slice(0, n),
      numbers.slice(n).reduce((a, b) => a + b, 0),
    ];
    expect(upTo(distribution, limits.blockAfter)).toEqual(upTo(rates.distribution, limits.blockAfter));
    expect(asked.all.stopRate.bound).toBe('exact');
    expect(report.others).toContainEqual(expect.objectContaining({ all: asked.all, walls: asked.walls }));
    expect(report.warnings).toEqual([]);
  });

  test('readers are the same in any order of the lines, and over any number of logs', async () => {
    const inOrder = await simulated(lines, OPTIONS);
    const half = lines.length / 2;
    const apart = [
      lines.filter((_, index) => index % 2 === 1).reverse(),
      lines.slice(0, half).filter((_, index) => index % 2 === 0),
      lines.slice(half).filter((_, index) => index % 2 === 0),
    ];
    const report = await simulate(
      { articles: ['^/news/'], ...OPTIONS },
      apart.map((log) => logOf(log)),
    );
    const ofReaders = ({ readers, distribution, periods, from, to, asked, kinds }: typeof report) => ({
      readers,
      distribution,
      periods,
      from,
      to,
      all: asked.all,
      returning: asked.returning,
      kinds,
    });
    expect(ofReaders(report)).toEqual(ofReaders(inOrder));
  });

  test('periods are of the time zone of the publication', async () => {
    const { periods, readers } = await simulated(lines, OPTIONS);
    expect(periods.map(({ key }) => key)).toEqual(['2026-10', '2026-11']);
    expect(periods.reduce((sum, { readers: count }) => sum + count, 0)).toBe(readers);
    const inUtc = await simulated(lines, { ...OPTIONS, timeZone: 'UTC' });
    expect(inUtc.periods.map(({ key }) => key)).toEqual(['2026-09', '2026-10', '2026-11']);
    const byWeek = await simulated(lines, { ...OPTIONS, period: 'week' });
    expect(byWeek.periods[0]?.key).toBe('2026-W40');
    expect(byWeek.warnings).toEqual([expect.stringMatching(/do not begin and end with a week/)]);
  });

  test('too many readers for the memory leave some, chosen by lot', async () => {
    const whole = await simulated(lines, OPTIONS);
    const most = 150;
    const report = await simulate({ articles: ['/news/:id'], ...OPTIONS }, [logOf(lines)], undefined, most);
    expect(report.oneIn).toBeGreaterThan(1);
    expect(report.warnings).toEqual([
      `There are too many readers to keep: all figures are of one in ${report.oneIn}, chosen by lot, of whom everything is known.`,
    ]);
    const kept = report.distribution.reduce((sum, count, n) => sum + n * count, 0);
    expect(kept).toBeLessThanOrEqual(most);
    expect(report.readers).toBeLessThan(whole.readers);
    // Of those who are kept everything is known: nobody has read what nobody has.
    expect(report.distribution.every((count, n) => count <= (whole.distribution[n] ?? 0))).toBe(true);
    expect(await simulate({ articles: ['/news/:id'], ...OPTIONS }, [logOf(lines)], undefined, most)).toEqual(report);
  });
});
