import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}

/** Everything written for people, as paths of the repository. */
export const PAPERS: readonly string[] = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...markdownIn('docs'),
  ...markdownIn('examples'),
];

const FENCED = /^```(\w*)[^\n]*\n(.*?)^```$/gms;

/** A block of code in a paper. */
export interface Block {
  /** The line of the paper on which its text begins, the first being 1. */
  readonly line: number;
  readonly text: string;
}

/** A paper's blocks of code in one language, as in `ts`. */
export function blocksOf(paper: string, language: string): Block[] {
  const whole = readFileSync(paper, 'utf8');
  return [...whole.matchAll(FENCED)]
    .filter(([, named]) => named === language)
    .map(({ 2: text = '', index }) => ({ line: whole.slice(0, index).split('\n').length + 1, text }));
}

/** A paper without its code, which looks like links and headings where it is none. */
export function proseOf(paper: string): string {
  return readFileSync(paper, 'utf8')
    .replace(FENCED, '')
    .replace(/^(#{1,6} .*)$|`[^`\n]*`/gm, (_, heading: string | undefined) => heading ?? '``');
}
