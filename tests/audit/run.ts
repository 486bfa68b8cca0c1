import type { Express } from 'express';
import { type AuditReport, audit } from '../../src/audit/audit.js';
import type { AuditOptions } from '../../src/audit/options.js';
import { listen } from '../support/listen.js';
import { stories } from './leaky-site.js';

export const ARTICLE = '/news/story-five';

const silent = { stage: () => undefined, step: () => undefined };

/** Audits a site that listens for as long as that takes, as fast as it answers. */
export async function auditSite(app: Express, more: Partial<AuditOptions> = {}, path = ARTICLE): Promise<AuditReport> {
  const site = await listen(app);
  try {
    return await audit(
      {
        article: new URL(path, site.origin),
        canary: undefined,
        others: [],
        limit: stories.length - 1,
        rate: Number.POSITIVE_INFINITY,
        timeout: 10_000,
        headers: {},
        ...more,
      },
      silent,
    );
  } finally {
    await site.close();
  }
}

/** The ids of the findings of one result. */
export const idsOf = ({ findings }: AuditReport, result: 'open' | 'note' | 'closed' | 'not-applicable'): string[] =>
  findings.filter((finding) => finding.result === result).map(({ id }) => id);
