import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import apicache from 'apicache';
import express, { type Request } from 'express';
import type { Store } from '../../src/index.js';
import { inLongRuns, LONG } from '../support/rounds.js';
import { cachingProxy } from './caching-proxy.js';
import { createLeakySite, type LeakySiteOptions, lastSentence, type Story, stories, wholeStory } from './leaky-site.js';
import { processCache } from './process-cache.js';
import { auditSite, idsOf } from './run.js';

const whole = ({ body }: Story): string => body.join(' ');
const says = (name: string, pattern: RegExp) => (req: Request) => pattern.test(req.get(name) ?? '');
const asks = (query: string) => (req: Request) => req.query[query] !== undefined;
const storyAt = (req: Request): Story | undefined => stories.find(({ slug }) => slug === req.params.slug);

/** A store that nothing reaches: then the cookie alone counts. */
const noStore: Store = {
  visit: () => Promise.reject(new Error('out')),
  takeBack: () => Promise.reject(new Error('out')),
};

/** A store that looks first and counts later. */
function carelessStore(): Store {
  const sets = new Map<string, ReadonlySet<number>>();
  return {
    async visit({ key, article, ledger, limit, endsIn }) {
      const found = new Set([...(sets.get(key) ?? []), ...(ledger ?? [])]);
      await setTimeout(20);
      const outcome = found.has(article) ? 'known' : found.size < limit ? 'added' : 'full';
      const added = outcome === 'added' ? [article] : [];
      sets.set(key, new Set([...(sets.get(key) ?? []), ...found, ...added]));
      return { outcome, read: found.size, members: [...found], provisional: [], endsIn };
    },
    takeBack: async () => undefined,
  };
}

/** Each leak, and what it is open to: nothing else may be. */
const LEAKS: readonly (readonly [leak: string, open: readonly string[], site: LeakySiteOptions])[] = [
  [
    'text in a hidden element',
    ['page-text'],
    {
      besideWall: (story) =>
        `<div style="color:red; display: none">${whole(story).replaceAll(' of ', ' <em>of</em> ')}</div>`,
    },
  ],
  [
    'text in JSON-LD',
    ['page-json-ld'],
    { head: (story) => `<script type="application/ld+json">${JSON.stringify({ articleBody: whole(story) })}</script>` },
  ],
  [
    'text in __NEXT_DATA__, with escapes',
    ['page-script'],
    {
      besideWall: (story) =>
        `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ text: whole(story) }).replace(/[“”’]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)}</script>`,
    },
  ],
  [
    'text in JSON in a string of a script',
    ['page-script'],
    { besideWall: (story) => `<script>self.push(${JSON.stringify(JSON.stringify([whole(story)]))})</script>` },
  ],
  ['text in a comment', ['page-elsewhere'], { besideWall: (story) => `<!-- ${whole(story)} -->` }],
  ['text in noscript', ['page-elsewhere'], { besideWall: (story) => `<noscript><p>${whole(story)}</p></noscript>` }],
  ['text in a template', ['page-elsewhere'], { besideWall: (story) => `<template><p>${whole(story)}</p></template>` }],
  ['text in an attribute', ['page-elsewhere'], { besideWall: (story) => `<div data-body="${whole(story)}"></div>` }],
  ['Googlebot by name', ['user-agent-search'], { letsIn: says('User-Agent', /Googlebot/) }],
  ['facebookexternalhit by name', ['user-agent-social'], { letsIn: says('User-Agent', /facebookexternalhit/) }],
  ['AMP caches by name', ['user-agent-services'], { letsIn: says('User-Agent', /AMPHTML/) }],
  ['first click free', ['referer-search'], { letsIn: says('Referer', /news\.google\./) }],
  ['readers from social networks', ['referer-social'], { letsIn: says('Referer', /\/\/t\.co\//) }],
  ['X-Forwarded-For believed', ['forwarded-address'], { letsIn: says('X-Forwarded-For', /^66\.249\./) }],
  [
    'a spoofed Googlebot believed',
    ['forwarded-address'],
    { letsIn: (req) => says('X-Real-IP', /^66\./)(req) && says('User-Agent', /Googlebot/)(req) },
  ],
  ['prefetch unmetered', ['speculation', 'speculation-uncounted'], { letsIn: says('Sec-Purpose', /prefetch/) }],
  ['ranges unmetered', ['range', 'range-uncounted'], { letsIn: says('Range', /./) }],
  ['conditional requests unmetered', ['conditional'], { letsIn: says('If-None-Match', /./) }],
  ['POST unmetered', ['method'], { routes: (app) => app.post('/news/:slug', wholeStory) }],
  ['a method override', ['method-override'], { letsIn: says('X-HTTP-Method-Override', /POST/) }],
  ['JSON unmetered', ['accept'], { letsIn: (req) => req.get('Accept') === 'application/json' }],
  ['fetches by scripts unmetered', ['accept-fragment'], { letsIn: says('X-Requested-With', /XMLHttpRequest/) }],
  ['Save-Data unmetered', ['accept-hints'], { letsIn: says('Save-Data', /on/) }],
  ['an ungated /amp', ['variant-amp'], { routes: (app) => app.get('/news/:slug/amp', wholeStory) }],
  ['?outputType=amp unmetered', ['variant-amp'], { letsIn: asks('outputType') }],
  ['an ungated /print', ['variant-print'], { routes: (app) => app.get('/news/:slug/print', wholeStory) }],
  ['a variant that the reader names', ['variant-claimed'], { letsIn: says('Paywall-Variant', /full/) }],
  ['?share= opens', ['variant-query'], { letsIn: asks('share') }],
  ['articles by their spelling', ['variant-spelling'], { letsIn: (req) => req.path.endsWith('/') }],
  [
    'a linked version',
    ['linked-versions'],
    {
      head: ({ slug }) => `<link rel="alternate" media="print" href="/light/${slug}">`,
      routes: (app) => app.get('/light/:slug', wholeStory),
    },
  ],
  [
    'a feed with the full text',
    ['feeds'],
    {
      head: () => '<link rel="alternate" type="application/rss+xml" href="/all-the-news">',
      routes: (app) =>
        app.get('/all-the-news', (_req, res) => {
          const items = stories.map(
            (story) => `<item><description>&lt;p&gt;${whole(story)}&lt;/p&gt;</description></item>`,
          );
          res.type('application/rss+xml').send(`<rss>${items.join('')}</rss>`);
        }),
    },
  ],
  [
    'a sitemap with the full text',
    ['sitemaps'],
    {
      routes: (app) => {
        app.get('/robots.txt', (req, res) =>
          res.type('text').send(`Sitemap: http://${req.get('host')}/map-of-news.xml`),
        );
        app.get('/map-of-news.xml', (_req, res) =>
          res.type('xml').send(`<urlset>${stories.map(whole).join('')}</urlset>`),
        );
      },
    },
  ],
  [
    'an API with the full text',
    ['api'],
    {
      routes: (app) =>
        app.get('/wp-json/wp/v2/posts', (req, res) => {
          const story = stories.find(({ slug }) => slug === req.query.slug);
          res.json(story ? [{ content: { rendered: whole(story) } }] : []);
        }),
    },
  ],
  [
    'the data of a Next.js site',
    ['api'],
    {
      head: () => '<script id="__NEXT_DATA__" type="application/json">{"buildId":"b1"}</script>',
      routes: (app) => app.get('/_next/data/b1/news/:slug.json', (req, res) => res.json(storyAt(req))),
    },
  ],
  ['a count in the cookie alone', ['cookies-old', 'parallel'], { store: noStore }],
  ['a count that is read first and written later', ['parallel'], { store: carelessStore() }],
  ['a broken cookie opens', ['cookies-changed'], { letsIn: says('Cookie', /paywall=nonsense/) }],
  [
    'readers who are known but have no pass',
    ['cookies-removed'],
    {
      first: (_req, res, next) => {
        res.append('Set-Cookie', 'known=1; Path=/');
        next();
      },
      letsIn: (req) => says('Cookie', /known=1/)(req) && !says('Cookie', /paywall=/)(req),
    },
  ],
];

type Leak = (typeof LEAKS)[number];

/** Whether a leak would hide others, or takes a site of its own to be one. */
const standsAlone = ([, open, { store, first }]: Leak): boolean =>
  open.includes('page-text') || store !== undefined || first !== undefined;

/** One site with several leaks. */
function atOnce(leaks: readonly Leak[]): Leak {
  const sites = leaks.map(([, , site]) => site);
  return [
    `${leaks.length} leaks at once`,
    leaks.flatMap(([, open]) => open),
    {
      letsIn: (req) => sites.some(({ letsIn }) => letsIn?.(req)),
      besideWall: (story) => sites.map(({ besideWall }) => besideWall?.(story) ?? '').join(''),
      head: (story) => sites.map(({ head }) => head?.(story) ?? '').join(''),
      routes: (app) => {
        for (const { routes } of sites) routes?.(app);
      },
    },
  ];
}

/** An audit is a few hundred requests: in the long runs each leak has a site of its own, else most share one. */
const SITES = LONG ? LEAKS : [atOnce(LEAKS.filter((leak) => !standsAlone(leak)))];

describe('a leak is found, and nothing else is open', () => {
  test.each(SITES)('%s', async (_leak, open, site) => {
    const report = await auditSite(createLeakySite(site));
    expect(new Set(idsOf(report, 'open'))).toEqual(new Set(open));
    expect(report.limit).toBe(3);
    expect(report.canary).toBe(lastSentence(stories[4] ?? { slug: '', title: '', body: [] }));
  });

  test('where there is none, nothing is', async () => {
    const report = await auditSite(createLeakySite());
    expect(idsOf(report, 'open')).toEqual([]);
    expect(report).toMatchObject({ limit: 3, canary: lastSentence(stories[4] ?? { slug: '', title: '', body: [] }) });
    expect(report.findings.find(({ id }) => id === 'shared-pass')).toMatchObject({
      result: 'closed',
      detail: 'each new reader had cookies of their own',
    });
  });

  inLongRuns(() => {
    test('where the site has a Paywall field', async () => {
      const [, open, site] = atOnce(LEAKS.filter(([leak]) => /JSON-LD|Googlebot by name|amp$|prefetch/.test(leak)));
      expect(new Set(idsOf(await auditSite(createLeakySite({ ...site, told: true })), 'open'))).toEqual(new Set(open));
    });
  });
});

inLongRuns(() => {
  test('an article that fails or is gone is no wall', async () => {
    const faults = new Map([
      ['/news/story-three', 500],
      ['/news/story-two', 404],
    ]);
    const site = createLeakySite({
      first: (req, res, next) => {
        const status = req.get('Cookie') === undefined ? undefined : faults.get(req.path);
        if (status) res.sendStatus(status);
        else next();
      },
    });
    const report = await auditSite(site);
    expect(report).toMatchObject({ limit: 3, summary: { open: 0 } });
  });
});

describe('a shared cache', () => {
  inLongRuns(() => {
    test('that keeps what is private is found', async () => {
      const report = await auditSite(cachingProxy(createLeakySite()));
      expect(idsOf(report, 'open')).toEqual(['shared-cache']);
    });
  });

  inLongRuns(() => {
    test('that keeps what is private, by each reader’s own cookies, opens nothing and is told of', async () => {
      const report = await auditSite(
        cachingProxy(createLeakySite(), (req) => `${req.originalUrl} ${req.get('Cookie') ?? ''}`),
      );
      expect(idsOf(report, 'open')).not.toContain('shared-cache');
      expect(idsOf(report, 'note')).toContain('cache-private');
    });
  });

  inLongRuns(() => {
    test('that keeps pages without regard to their query is told from a meter', async () => {
      const report = await auditSite(cachingProxy(createLeakySite(), ({ path }) => path));
      expect(idsOf(report, 'open')).toEqual(['page-text']);
      expect(report.findings[0]?.detail).toContain('a cache says it had the page');
    });
  });
});

/** A site with a cache of its process, what it is open to, and whether the meter can notice. */
type CachingSite = readonly [where: string, open: readonly string[], noticed: boolean, site: () => LeakySiteOptions];

const real = apicache.newInstance();
const byState = apicache.newInstance({ appendKey: ({ paywall }) => paywall.state });
const ofReader = ({ originalUrl, headers }: Request) => `${originalUrl} ${headers.cookie}`;
const streamed = true;

const BEFORE: CachingSite = [
  'before the meter',
  ['shared-cache', 'shared-pass'],
  false,
  () => ({ beforeMeter: processCache() }),
];
const BETWEEN: CachingSite = [
  'between the meter and the page',
  ['shared-cache'],
  true,
  () => ({ afterMeter: processCache() }),
];
const OTHERS: readonly CachingSite[] = [
  ['before the meter, by reader', ['shared-pass'], false, () => ({ beforeMeter: processCache(ofReader) })],
  ['apicache before the meter', ['shared-cache'], false, () => ({ beforeMeter: real.middleware('1 hour') })],
  [
    'apicache before the meter, of streamed pages',
    ['shared-cache', 'shared-pass'],
    false,
    () => ({ beforeMeter: real.middleware('1 hour'), streamed }),
  ],
  ['apicache between', ['shared-cache'], false, () => ({ afterMeter: real.middleware('1 hour') })],
  [
    'apicache between, of streamed pages',
    ['shared-cache'],
    false,
    () => ({ afterMeter: real.middleware('1 hour'), streamed }),
  ],
  ['apicache between, by state', [], false, () => ({ afterMeter: byState.middleware('1 hour'), streamed })],
];

describe('a cache in the process, which keeps pages by their address', () => {
  afterEach(() => {
    real.clear();
    byState.clear();
  });

  test.each([BEFORE, BETWEEN, ...(LONG ? OTHERS : [])])('%s: %j are found', async (_where, open, noticed, site) => {
    const told = new Set<string>();
    const report = await auditSite(createLeakySite({ ...site(), onEvent: ({ code }) => told.add(code) }));
    expect(idsOf(report, 'open')).toEqual(open);
    expect(told.has('ERR_PAYWALL_REPLAYED')).toBe(noticed);
    const sharedPass = report.findings.find(({ id }) => id === 'shared-pass');
    expect(sharedPass?.detail).toContain(open.includes('shared-pass') ? 'paywall' : 'cookies of their own');
  });
});

describe('a site with articles that are not metered', () => {
  const beside: LeakySiteOptions = {
    told: true,
    routes: (app) => {
      app.get('/news/story-one', (_req, res) => void res.set('Paywall', 'blocked; locked').send('<p>Subscribe.</p>'));
      app.get('/news/story-two', (_req, res) => void res.set('Paywall', 'free').send('<p>Free to all.</p>'));
    },
  };

  inLongRuns(() => {
    test('is read up to its limit all the same', async () => {
      const report = await auditSite(createLeakySite(beside));
      expect(report.limit).toBe(3);
      expect(idsOf(report, 'open')).toEqual([]);
    });
  });

  test('a locked article is none to audit', async () => {
    await expect(auditSite(createLeakySite(beside), {}, '/news/story-one')).rejects.toThrow('The article is locked');
  });
});

describe('a meter that is none', () => {
  test('but a script in the page', async () => {
    const app = express();
    app.get(
      '/',
      (_req, res) => void res.send(stories.map(({ slug }) => `<a href="/news/${slug}">${slug}</a>`).join('')),
    );
    app.get('/news/:slug', wholeStory);
    const report = await auditSite(app);
    expect(idsOf(report, 'open')).toEqual(['page-text']);
    expect(report).toMatchObject({ limit: null, summary: { open: 1, closed: 0 } });
  });

  inLongRuns(() => {
    test('but a field, on a page that has the text', async () => {
      const site = createLeakySite({
        told: true,
        besideWall: ({ body }) => body.map((text) => `<p>${text}</p>`).join(''),
      });
      expect(idsOf(await auditSite(site), 'open')).toEqual(['page-text']);
    });
  });

  inLongRuns(() => {
    test('for any address with a query', async () => {
      const report = await auditSite(createLeakySite({ letsIn: ({ query }) => Object.keys(query).length > 0 }));
      expect(idsOf(report, 'open')).toContain('cache-query');
    });
  });
});

describe('a technique that lets the reader in for good', () => {
  const known = new Set<string>();
  const letsInForGood = (whom: (req: Request) => string) => (req: Request) => {
    if (says('User-Agent', /bingbot/)(req)) known.add(whom(req));
    return known.has(whom(req));
  };

  inLongRuns(() => {
    test('is the only one open, for the next begins with another reader', async () => {
      const site = createLeakySite({ letsIn: letsInForGood((req) => req.get('Cookie') ?? '') });
      expect(idsOf(await auditSite(site), 'open')).toEqual(['user-agent-search']);
    });
  });

  test('by their address is found, and what comes after is not judged', async () => {
    const report = await auditSite(createLeakySite({ letsIn: letsInForGood(() => 'this address') }));
    expect(idsOf(report, 'open')).toEqual(['user-agent-search']);
    expect(report.findings.find(({ id }) => id === 'referer-search')).toMatchObject({
      result: 'not-applicable',
      detail: expect.stringContaining('no longer be brought to the wall'),
    });
  });
});

describe('what costs readers articles, where a Paywall field tells the count', () => {
  /** A site behind a server that asks it by GET for whatever it is asked by HEAD, and forwards no such field. */
  const asGet = (field: string): LeakySiteOptions => ({
    told: true,
    beforeMeter: (req, res, next) => {
      delete req.headers[field];
      if (req.method !== 'HEAD') return next();
      const asked = new URL(req.originalUrl, `http://127.0.0.1:${req.socket.localPort}`);
      fetch(asked, { headers: { cookie: req.headers.cookie ?? '' } }).then((answer) => {
        res.status(answer.status).setHeaders(answer.headers).end();
      }, next);
    },
  });

  inLongRuns(() => {
    test('a HEAD request that is counted', async () => {
      expect(idsOf(await auditSite(createLeakySite(asGet('x-none'))), 'note')).toEqual([
        'head-spends',
        'cookies-cleared',
      ]);
    });
  });

  inLongRuns(() => {
    test('a prefetch that is counted', async () => {
      const notes = idsOf(await auditSite(createLeakySite(asGet('sec-purpose'))), 'note');
      expect(notes).toEqual(['speculation-spends', 'head-spends', 'cookies-cleared']);
    });
  });
});
