import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { audit } from '../../src/audit/audit.js';
import { createPaywall } from '../../src/index.js';
import { createService, type ServiceOptions } from '../../src/service.js';
import { lastSentence, stories } from '../audit/leaky-site.js';
import { idsOf } from '../audit/run.js';
import { type Served, serve } from '../support/http.js';
import { SECRET } from '../support/site.js';
import { type Behind, type PageCache, startCachingNginx, startCachingVarnish } from './page-caches.js';
import { PLACES } from './two-page-site.js';
import { startWorker } from './worker-cache.js';

const [TOKEN, VARIANT_TOKEN] = ['a-token-that-is-long-enough', 'a-token-of-the-cache'];
const [own, edge] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const edgeKey = JSON.stringify({ ...edge.privateKey.export({ format: 'jwk' }), kid: 'edge', alg: 'EdDSA' });
const PAIRS: ServiceOptions['keys'] = [
  { id: 'own', algorithm: 'EdDSA', privateKey: own.privateKey },
  { id: 'edge', algorithm: 'EdDSA', publicKey: edge.publicKey },
];
const ALONE: ServiceOptions['keys'] = [{ id: 'own', secret: SECRET }];
const njsKey = JSON.stringify({ kid: 'own', secret: SECRET });

const CACHES: readonly [string, ServiceOptions['keys'], (behind: Behind) => Promise<PageCache>][] = [
  ['nginx', ALONE, startCachingNginx],
  ['nginx, which signs too', ALONE, (behind) => startCachingNginx({ ...behind, njsKey })],
  ['Varnish', ALONE, startCachingVarnish],
  ['the Worker, which signs too', PAIRS, (behind) => startWorker({ ...behind, edgeKey })],
];

/** Stories that link to each other, each of them in two pages. */
function createSite() {
  const paywall = createPaywall({ site: 'https://news.example', keys: [{ id: 'own', secret: SECRET }] });
  const variant = paywall.variant<express.Request<{ slug: string }>>({
    token: VARIANT_TOKEN,
    maxAge: 600,
    article: ({ params: { slug } }) => (stories.some((story) => story.slug === slug) ? slug : null),
  });
  const links = stories.map(({ slug, title }) => `<li><a href="/news/${slug}">${title}</a></li>`).join('');
  const app = express();
  app.get('/', (_req, res) => void res.send(`<!doctype html><title>News</title><ul>${links}</ul>`));
  app.get('/news/:slug', variant, (req, res) => {
    const story = stories.find(({ slug }) => slug === req.params.slug);
    if (!story) return void res.status(404).send('no such story');
    const isWhole = req.paywallVariant === 'full';
    const text = story.body.slice(0, isWhole ? undefined : 1).map((paragraph) => `<p>${paragraph}</p>`);
    res.send(`<!doctype html><title>${story.title}</title><article><h1>${story.title}</h1>
${text.join('\n')}</article>${PLACES.SSI}${PLACES.ESI}<ul>${links}</ul>`);
  });
  return app;
}

describe.each(CACHES)('%s, audited', (_name, keys, start) => {
  let site: Served;
  let service: Served;
  let cache: PageCache;
  beforeAll(async () => {
    site = await serve(createSite());
    const prompts = { siteName: 'The Example', registerUrl: '/register' };
    const options = { site: 'https://news.example', articleSecret: SECRET, token: TOKEN, prompts };
    service = await serve(createService({ ...options, keys, promptAfter: 1, blockAfter: 3 }));
    cache = await start({ service: service.port, site: site.port, token: TOKEN, variantToken: VARIANT_TOKEN });
  }, 120_000);
  afterAll(async () => {
    await cache?.stop();
    await service?.close();
    await site?.close();
  });

  test('has nothing open', async () => {
    const story = stories[4];
    const options = { others: [], limit: 13, rate: Number.POSITIVE_INFINITY, timeout: 10_000, headers: {} };
    const report = await audit(
      { ...options, article: new URL(`http://127.0.0.1:${cache.port}/news/${story?.slug}`), canary: undefined },
      { stage: () => undefined, step: () => undefined },
    );
    expect(report.findings.filter(({ result }) => result === 'open')).toEqual([]);
    expect(idsOf(report, 'note')).toEqual(['cookies-cleared']);
    expect(report).toMatchObject({ limit: 3, canary: story && lastSentence(story) });
    expect(report.summary.closed).toBeGreaterThan(30);
  }, 120_000);
});
