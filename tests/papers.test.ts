import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blocksOf, PAPERS, proseOf } from './support/papers.js';

const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** Where a paper's links lead, whether a heading's or a picture's. */
function linksOf(paper: string): string[] {
  const inline = [...proseOf(paper).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);
  const defined = [...proseOf(paper).matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(([, target = '']) => target);
  return [...inline, ...defined];
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(paper: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(paper).matchAll(/^#{1,6} +(.+)$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-');
    let free = anchor;
    for (let count = 1; anchors.has(free); count += 1) free = `${anchor}-${count}`;
    anchors.add(free);
  }
  return anchors;
}

function leadsNowhere(paper: string, link: string): boolean {
  if (/^[a-z][a-z\d+.-]*:/i.test(link)) return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? paper : normalize(join(dirname(paper), decodeURI(path)));
  if (target.startsWith('..') || !existsSync(target)) return true;
  if (anchor === undefined) return false;
  return !target.endsWith('.md') || statSync(target).isDirectory() || !anchorsOf(target).has(anchor);
}

/** The members of an interface of the sources, by name, or of a union the texts. */
function namesIn(pattern: RegExp, member: RegExp): string[] {
  const found = [...sources.matchAll(pattern)].map(([text]) => text).join('\n');
  return [...new Set([...found.matchAll(member)].map(([, name = '']) => name))];
}

describe.each(PAPERS)('%s', (paper) => {
  test('links to what is there', () => {
    expect(linksOf(paper).filter((link) => leadsNowhere(paper, link))).toEqual([]);
  });

  test('names files that are there, and scripts that can be run', () => {
    const text = readFileSync(paper, 'utf8');
    const files = [...text.matchAll(/`((?:src|tests|examples|bench|docs|\.ci)\/[\w./-]*)`/g)].map(
      ([, file = '']) => file,
    );
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    const scripts = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script = '']) => script);
    expect(scripts.filter((script) => manifest.scripts[script] === undefined)).toEqual([]);
  });

  test('has tables whose rows have the cells of their heads', () => {
    const cells = (row: string) => row.replace(/\\\|/g, '').split('|').length;
    const tables = [...proseOf(paper).matchAll(/(?:^\|.*\|$\n?)+/gm)].map(([table]) => table.trim().split('\n'));
    expect(tables.flatMap((rows) => rows.filter((row) => cells(row) !== cells(rows[0] ?? '')))).toEqual([]);
  });
});

describe('the README', () => {
  const text = readFileSync('README.md', 'utf8');

  test('has at most 250 lines', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(250);
  });

  test('leads to every page of docs', () => {
    const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
    expect(pages.filter((page) => !linksOf('README.md').includes(`docs/${page}`))).toEqual([]);
  });

  test('has a row for every option of createPaywall', () => {
    const options = namesIn(
      /^export interface (?:Core|Paywall)Options\b.*\{\n(?:.*\n)*?\}/gm,
      /^ {2}readonly (\w+)\??:/gm,
    );
    expect(options.length).toBeGreaterThan(20);
    expect(options.filter((option) => !text.includes(`\n| \`${option}\``))).toEqual([]);
  });
});

describe('the docs', () => {
  test('have a section and a row for every code', () => {
    const codes = namesIn(/^export type (?:Event|OptionError)Code =[\s\S]*?';$/gm, /'(\w+)'/g);
    const warnings = namesIn(/code: 'PAYWALL_\w+'/g, /'(\w+)'/g);
    expect(codes.length).toBeGreaterThan(15);
    const sections = anchorsOf('docs/faults.md');
    expect([...codes, ...warnings].filter((code) => !sections.has(code.toLowerCase()))).toEqual([]);
    const paper = readFileSync('docs/faults.md', 'utf8');
    const rowOf = (code: string) => `\n| [\`${code}\`](#${code.toLowerCase()}) `;
    expect([...codes, ...warnings].filter((code) => !paper.includes(rowOf(code)))).toEqual([]);
  });

  test('have a row for every reason', () => {
    const reasons = namesIn(/^export type Reason =[\s\S]*?';$/gm, /'([\w-]+)'/g);
    expect(reasons.length).toBeGreaterThan(15);
    const text = readFileSync('docs/embedding.md', 'utf8');
    expect(reasons.filter((reason) => !text.includes(`\n| \`${reason}\``))).toEqual([]);
  });

  test('have a row for every option of createPrompts', () => {
    const options = namesIn(/^export interface PromptOptions\b.*\{\n(?:.*\n)*?\}/gm, /^ {2}readonly (\w+)\??:/gm);
    expect(options.length).toBeGreaterThan(10);
    const text = readFileSync('docs/prompts.md', 'utf8');
    expect(options.filter((option) => !text.includes(`\n| \`${option}\``))).toEqual([]);
  });

  test('name every room of src', () => {
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const text = readFileSync('CONTRIBUTING.md', 'utf8');
    expect(rooms.filter(({ name }) => !text.includes(`\n| \`${name}\``)).map(({ name }) => name)).toEqual([]);
  });

  test('name every step of a request', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8');
    expect(readdirSync('src/meter/steps').filter((file) => !text.includes(`\`${file}\``))).toEqual([]);
  });

  test('have JSON that can be read', () => {
    const blocks = PAPERS.flatMap((paper) => blocksOf(paper, 'json'));
    expect(() => blocks.map(({ text }) => JSON.parse(text))).not.toThrow();
  });
});

describe('what editors show of options', () => {
  const interfaces = [...sources.matchAll(/^export interface \w*Option\w*\b.*\{\n(?:.*\n)*?\}/gm)].map(
    ([text]) => text,
  );

  test('says of each that may be left out what it is then', () => {
    const members = interfaces.flatMap((text) => [...text.matchAll(/((?:^ +(?:\/\*)?\*.*\n)*)^ +readonly (\w+)\?:/gm)]);
    expect(members.length).toBeGreaterThan(50);
    // Of several keys the first needs a private one, and its comment says so.
    const required = ['privateKey'];
    expect(members.flatMap(([, comment = '', name]) => (/\bDefault: /.test(comment) ? [] : (name ?? [])))).toEqual(
      required,
    );
  });
});
