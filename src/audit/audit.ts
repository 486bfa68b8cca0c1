import { printable } from '../terminal/index.js';
import { AuditError, NoWall, SiteSilent, Spent } from './errors.js';
import { createExchange } from './http/exchange.js';
import { createPace } from './http/pace.js';
import { createSite, MOST_REQUESTS, type Site } from './http/site.js';
import type { AuditOptions, Progress } from './options.js';
import type { Probe } from './probe.js';
import { techniques } from './techniques/all.js';
import { textInPage } from './techniques/page.js';
import { type Finding, notApplicable, open, type Result, type Technique } from './techniques/technique.js';
import { approachWall, type Unblocked } from './wall.js';

/** What became of one technique. */
export interface AuditFinding extends Finding {
  readonly id: string;
  readonly title: string;
  /** What to do where it is open. */
  readonly advice: string;
}

export interface AuditReport {
  readonly article: string;
  /** The sentence that was looked for; `null` where none was needed. */
  readonly canary: string | null;
  /** Articles read before the meter blocked; `null` where it never did. */
  readonly limit: number | null;
  /** Requests sent. */
  readonly requests: number;
  /** Whether the requests sufficed for every technique. */
  readonly complete: boolean;
  readonly findings: readonly AuditFinding[];
  /** How many findings there are of each result. */
  readonly summary: Readonly<Record<Result, number>>;
}

/**
 * Tries every technique on a site. All that comes of it, a report or an error, is fit for a terminal: the site has a hand in
 * the texts.
 *
 * @throws {AuditError} where it cannot be done, or the site stopped answering as it did.
 */
export async function audit(options: AuditOptions, progress: Progress): Promise<AuditReport> {
  const exchange = createExchange(options.timeout);
  const site = createSite(options.article, options.headers, exchange, createPace(options.rate));
  try {
    const approach = await approachWall(site, options, progress);
    const { findings, complete } = approach.probe
      ? await tryAll(approach.probe, site, progress)
      : { findings: findingsUnblocked(approach), complete: true };
    return printable({
      article: options.article.href,
      canary: approach.canary?.text ?? null,
      limit: approach.probe?.limit ?? null,
      requests: site.sent,
      complete,
      findings,
      summary: summaryOf(findings),
    });
  } catch (error) {
    throw explained(error);
  } finally {
    exchange.close();
  }
}

/** In words that whoever runs the audit can act on; a mistake of the audit's own stays as it is. */
function explained(error: unknown): unknown {
  if (error instanceof Spent) {
    return new AuditError(
      `After ${MOST_REQUESTS} requests the reader was not at the wall. Name articles with --article, or give fewer to read with --limit`,
    );
  }
  return error instanceof AuditError || error instanceof SiteSilent
    ? new AuditError(printable(error.message), { cause: error })
    : error;
}

interface Tried {
  readonly findings: readonly AuditFinding[];
  readonly complete: boolean;
}

async function tryAll(probe: Probe, site: Site, progress: Progress): Promise<Tried> {
  const findings: AuditFinding[] = [];
  let complete = true;
  for (const technique of techniques) {
    progress.step(findings.length, techniques.length, technique.title);
    const finding = await examine(technique, probe);
    complete &&= finding !== 'spent';
    findings.push(findingOf(technique, finding === 'spent' ? notApplicable(NOT_TRIED) : finding));
  }
  site.release();
  await checkAnswersStill(probe);
  return { findings, complete };
}

const NOT_TRIED = `not tried: the ${MOST_REQUESTS} requests of an audit were used up`;

async function examine(technique: Technique, probe: Probe): Promise<Finding | 'spent'> {
  const nothingHidden = probe.leaks.has('text');
  if (nothingHidden && !technique.id.startsWith('page-'))
    return notApplicable('the blocked page shows the text anyway');
  try {
    await probe.backToWall();
    return await technique.examine(probe);
  } catch (error) {
    if (error instanceof Spent) return 'spent';
    if (error instanceof SiteSilent || error instanceof NoWall) return notApplicable(error.message);
    throw error;
  }
}

/** A site that has begun to turn the audit away would make everything look closed. */
async function checkAnswersStill({ askAs, article, blockedJar, page, wall }: Probe): Promise<void> {
  const { status } = await askAs({ url: article }, blockedJar());
  if (status === wall.status || status === page.status) return;
  throw new AuditError(
    `The site has begun to answer with status ${status}, so what it did not serve proves nothing. ` +
      'Let the audit pass your firewall, or ask less often: --rate 1',
  );
}

function findingsUnblocked({ read, cached }: Unblocked): readonly AuditFinding[] {
  const signs = cached.length > 0 ? ` (or a cache answers for it: ${cached.join(', ')})` : '';
  const seen = `after ${read} articles the server still sends the whole text${signs}`;
  return techniques.map((technique) =>
    findingOf(technique, technique === textInPage ? open(seen) : notApplicable('no reader is blocked')),
  );
}

const findingOf = ({ id, title, advice }: Technique, { result, detail }: Finding): AuditFinding => ({
  id,
  title,
  result,
  detail,
  advice,
});

function summaryOf(findings: readonly AuditFinding[]): AuditReport['summary'] {
  const count = (result: Result): number => findings.filter((finding) => finding.result === result).length;
  return {
    open: count('open'),
    closed: count('closed'),
    note: count('note'),
    'not-applicable': count('not-applicable'),
  };
}
