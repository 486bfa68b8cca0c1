import { styleText } from 'node:util';
import { table } from '../terminal/index.js';
import type { AuditFinding, AuditReport } from './audit.js';
import { MOST_REQUESTS } from './http/site.js';
import type { AuditOptions } from './options.js';
import type { Result } from './techniques/technique.js';

/** Colours, or none. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Whoever chooses this knows the stream that it goes to; Node would look at the process's own. */
export const inColour: Paint = (format, text) => styleText(format, text, { validateStream: false });
export const withoutColour: Paint = (_format, text) => text;

/** What the audit will do, said before it does it. */
export function noticeOf({ article, limit, rate }: AuditOptions): string {
  return `Audit of ${article.href}

Run it only against a site that is yours, or whose owner has asked you to.
It asks ${article.host} and no other host, at most ${MOST_REQUESTS} times in all and ${rate} times a second, but for 8 tabs at once.
It reads up to ${limit} other articles as new readers do, until the meter blocks, then asks for the article in every way
it knows.
It sends GET, HEAD, OPTIONS, PROPFIND, SEARCH and POST without a body; it signs in nowhere and submits nothing.
The site's own figures will show a few dozen new readers.
`;
}

const WORDS: Readonly<Record<Result, string>> = {
  open: 'OPEN',
  closed: 'closed',
  note: 'note',
  'not-applicable': 'n/a',
};

const COLOURS: Readonly<Record<Result, Parameters<Paint>[0]>> = {
  open: ['red', 'bold'],
  closed: 'green',
  note: 'yellow',
  'not-applicable': 'gray',
};

/** The report for a terminal: a table of all techniques, then what to do. */
export function reportInWords(report: AuditReport, paint: Paint): string {
  const { findings, canary, limit, requests } = report;
  const rows = findings.map(({ result, title, detail }) => [WORDS[result], title, detail]);
  const lines = table(rows)
    .split('\n')
    .map((line, index) => paintResult(line, findings[index], paint));
  const met = limit === null ? 'The meter never blocked.' : `The meter blocked after ${counted(limit, 'article')}.`;
  return [
    ...(canary === null ? [] : [`Looked for: “${canary}”`]),
    `${met} ${counted(requests, 'request')} sent.`,
    '',
    ...lines,
    '',
    ...whatToDo(findings, paint),
    verdict(report, paint),
    '',
  ].join('\n');
}

function paintResult(line: string, finding: AuditFinding | undefined, paint: Paint): string {
  if (!finding) return line;
  const { length } = WORDS[finding.result];
  return paint(COLOURS[finding.result], line.slice(0, length)) + line.slice(length);
}

function whatToDo(findings: readonly AuditFinding[], paint: Paint): readonly string[] {
  const listed = findings.filter(({ result }) => result === 'open' || result === 'note');
  if (listed.length === 0) return [];
  const entries = listed.flatMap(({ result, title, advice }) => [
    `${paint(COLOURS[result], WORDS[result])}  ${title}`,
    `  ${advice}`,
    '',
  ]);
  return [paint('bold', 'What to do'), '', ...entries];
}

function verdict({ summary, complete }: AuditReport, paint: Paint): string {
  const { open, closed } = summary;
  if (!complete) return paint(['red', 'bold'], `${open} open, ${closed} closed, and not all was tried.`);
  if (open === 0) return paint('green', `Nothing is open: ${closed} closed.`);
  return paint(['red', 'bold'], `${open} open, ${closed} closed.`);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
