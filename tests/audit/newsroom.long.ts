import { describe, expect, test } from '@jest/globals';
import { createNewsroom } from '../../examples/newsroom/app.js';
import { articleBySlug, lastSentence } from '../../examples/newsroom/articles/index.js';
import { NOON, SECRET } from '../support/site.js';
import { auditSite, idsOf } from './run.js';

const SLUG = 'the-arithmetic-of-tides';
const article = articleBySlug(SLUG);
if (!article) throw new Error(`the newsroom has no ${SLUG}`);

describe('the newsroom, audited', () => {
  const newsroom = () => createNewsroom({ site: 'http://127.0.0.1', secret: SECRET, clock: () => NOON });

  test('has nothing open', async () => {
    const report = await auditSite(newsroom(), { limit: 40 }, `/news/${SLUG}`);
    expect(idsOf(report, 'open')).toEqual([]);
    expect(idsOf(report, 'note')).toEqual(['cookies-cleared']);
    expect(report).toMatchObject({ limit: 10, canary: lastSentence(article) });
    expect(report.summary.closed).toBeGreaterThan(30);
  });
});
