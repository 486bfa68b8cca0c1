import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { compiledPackage } from '../support/build.js';
import { LONG } from '../support/rounds.js';

const MB = 1024;
/** A process with Node and the modules alone takes some 60 MB; the pages took from 1 to 4 GB and more. */
const MOST = 600 * MB;

/** Pages of 5 MB at most, each of which asks for as much work as it can. */
const PAGES: Readonly<Record<string, () => string>> = {
  paragraphs: () => '<p>'.repeat(1_700_000),
  'links of their own': () => Array.from({ length: 300_000 }, (_, at) => `<a href=/${at}>`).join(''),
  'sentences in one paragraph': () => `<p>${'Ab. '.repeat(1_300_000)}`,
  'deep nesting': () => '<div>'.repeat(20_000) + `<p>${'word '.repeat(20)}`.repeat(45_000),
  'formatting that is never closed': () =>
    `<p>${Array.from({ length: 3000 }, (_, at) => `<b id=${at}>`).join('')}</p>${'<p>x</p>'.repeat(3000)}`,
  'markup in a script': () => `<script>${'<b>'.repeat(1_700_000)}`,
  'letters that stand for many': () => String.fromCharCode(0xfdfa).repeat(1_700_000),
};

/** Each takes more than a second: but in the long runs the one alone that takes most. */
const TRIED = Object.entries(PAGES).filter(([what]) => LONG || what === 'letters that stand for many');

let folder = '';
beforeAll(async () => {
  folder = await compiledPackage();
}, 120_000);

test.each(TRIED)(
  'a page of %s takes no more memory than there is',
  async (_what, page) => {
    const script = `
      const page = (name) => import(${JSON.stringify(join(folder, 'audit', 'page'))} + '/' + name + '.js');
      const [{ endingOf }, { placesOf }, links] = await Promise.all(['ending', 'places', 'links'].map(page));
      const reply = { url: new URL('http://news.example/a'), status: 200, headers: { 'content-type': 'text/html' }, setCookies: [], body: (${page})() };
      endingOf(reply, []);
      placesOf(reply, 'asentencethatisnowhere');
      links.relatedTo(reply);
      links.likelyIndexPages(reply.url, links.linksOf(reply));
      process.stdout.write(String(process.resourceUsage().maxRSS));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: tmpdir(),
    });
    expect(Number(stdout)).toBeLessThan(MOST);
  },
  120_000,
);
