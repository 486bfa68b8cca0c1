import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/command.js';
import { combinedLine } from './logs.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as from a shell; of its arguments those that begin with @ are files of the folder. */
async function shell(args: readonly string[], isTTY = false) {
  let out = '';
  let err = '';
  const stdout = { isTTY, write: (text: string) => (out += text) };
  const stderr = { isTTY, columns: 60, write: (text: string) => (err += text) };
  const placed = args.map((arg) => (arg.startsWith('@') ? join(folder, arg.slice(1)) : arg));
  return { exitCode: await run(['simulate', ...placed], stdout, stderr), out, err };
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return `@${name}`;
}

/** Readers of so many articles each, the first of the month to its last. */
function logOfReaders(...articles: readonly number[]): string {
  const lines = articles.flatMap((count, reader) =>
    Array.from({ length: count }, (_, n) =>
      combinedLine({
        address: `192.0.2.${reader}`,
        request: `GET /news/${n} HTTP/1.1`,
        time: n % 2 === 0 ? '01/Nov/2026:00:10:00 +0000' : '30/Nov/2026:23:50:00 +0000',
      }),
    ),
  );
  return `${lines.join('\n')}\n`;
}

const ARTICLE = ['--article', '/news/:id'];

describe('the report', () => {
  const logs = () => [
    file('access.log', logOfReaders(1, 2, 4, 12)),
    file('access.log.1.gz', gzipSync(logOfReaders(1))),
  ];

  test('says what limits would have done, by what, and how well it is known', async () => {
    const { exitCode, out, err } = await shell([...logs(), ...ARTICLE]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(`20 lines, from 2026-11-01T00:10:00.000Z to 2026-11-30T23:50:00.000Z; counted by the month in UTC.

20  views of articles by readers

Readers, by how many articles they read in a month

articles  readers  share
       1        1   25.0 %
       2        1   25.0 %
       3        0    0.0 %
       4        1   25.0 %
       5        0    0.0 %
       6        0    0.0 %
       7        0    0.0 %
       8        0    0.0 %
       9        0    0.0 %
      10        0    0.0 %
      11        0    0.0 %
      12        1   25.0 %
     all        4

With the prompt after 3 articles and the wall after 10 articles

prompted                            50.0 %  = 2 / 4   readers who were shown article 4 / readers
stop rate                           25.0 %  = 1 / 4   readers who asked for article 11 / readers
prompted, of two articles or more   66.7 %  = 2 / 3   readers who were shown article 4 / readers
stop rate, of two articles or more  33.3 %  = 1 / 3   readers who asked for article 11 / readers
walls                               10.0 %  = 2 / 20  views of articles before which 10 others were read / views of articles

With other limits, of all readers

prompt after  wall after  prompted  stop rate  walls
           3           5    50.0 %     25.0 %   35.0 %
           3           8    50.0 %     25.0 %   20.0 %
           3          10    50.0 %     25.0 %   10.0 %
           3          15    50.0 %      0.0 %    0.0 %

How well this is known

- A reader is an address with a user agent, which a log knows no better. The meter knows them by their pass, a cookie.
- Stop rates are too high by people behind one address with the same browser (an office, a school, a mobile network): together they are one reader, who reads much.
- Stop rates are too low by one person with a second browser, another address or a browser brought up to date: each is a reader, who reads little.
- Stop rates are too high by readers with an account, whom the meter would let read on.
- Programs that name themselves as no crawler are readers too: those that take much make stop rates too high, those that take one page too low.
- Stop rates are too low by what a cache in front answered, which is not in this log.
- Nobody knows what readers would have done at a wall that was not there: registered, cleared cookies, or gone.
`);
  });

  test('is JSON where that is wanted, in which nothing is infinite', async () => {
    const { exitCode, out } = await shell([
      ...logs(),
      ...ARTICLE,
      '--json',
      '--prompt-after',
      '1',
      '--block-after',
      'Infinity',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      readers: 4,
      asked: {
        limits: { promptAfter: 1, blockAfter: 'Infinity' },
        all: { prompted: { numerator: 3, denominator: 4, bound: 'exact' }, stopRate: { numerator: 0, denominator: 4 } },
      },
    });
  });

  test('has the limits asked for among the others, and no prompt after a wall', async () => {
    const { out } = await shell([...logs(), ...ARTICLE, '--prompt-after', '6', '--block-after', '7']);
    const rows = out
      .split('\n')
      .flatMap((row) => /^ +(\d+) +(\d+) +[\d.]+ % +[\d.]+ %/.exec(row)?.slice(1, 3).join('/') ?? []);
    expect(rows).toEqual(['5/5', '6/7', '6/8', '6/10', '6/15']);
  });

  test('shows nothing of a log that could steer a terminal', async () => {
    const agent = '\\x1b[2J\u001b]0;owned\u0007';
    const hostile = `\u001b[31mred\u0007\u202e${'\u009b2J'}\n{"a":"\u001b[1A"}`;
    const log = file('hostile.log', `${combinedLine({ agent, address: '\\x1b[31m' })}\n${hostile}\n`);
    for (const flags of [[], ['--json']]) {
      const { exitCode, out, err } = await shell([log, ...ARTICLE, ...flags], true);
      expect(exitCode).toBe(0);
      expect(out + err).not.toMatch(/[^\P{C}\n]/u);
    }
    const { err } = await shell([file('bad.log', hostile), ...ARTICLE], true);
    expect(err).toMatch(/^None of 2 lines could be read\./);
    expect(err).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('the exit code is 2, and one line says why, for', () => {
  const log = () => file('access.log', logOfReaders(1));

  test.each<[string, () => string[], RegExp]>([
    ['no log', () => ARTICLE, /missing required argument 'log'/],
    ['no articles', () => [log()], /required option '--article <path>' not specified/],
    ['a log that is not there', () => ['@none.log', ...ARTICLE], /none\.log cannot be read to its end: ENOENT/],
    ['a folder', () => ['@', ...ARTICLE], /cannot be read to its end: EISDIR/],
    [
      'articles that are no path and no RegExp',
      () => [log(), '--article', 'news/['],
      /^--article: .*news.* is no path and no RegExp/,
    ],
    [
      'a wall before the prompt',
      () => [log(), ...ARTICLE, '--block-after', '2'],
      /^--block-after: 2 is below promptAfter \(3\)/,
    ],
    ['a limit that is none', () => [log(), ...ARTICLE, '--block-after', 'ten'], /Give a whole number, or Infinity/],
    ['a limit that is too high', () => [log(), ...ARTICLE, '--block-after', '1001'], /^--block-after: 1001 is not/],
    ['a period that is none', () => [log(), ...ARTICLE, '--period', 'year'], /Allowed choices are month, week, day/],
    ['a zone that is none', () => [log(), ...ARTICLE, '--time-zone', 'Paris'], /^--time-zone: /],
    ['a format without fields', () => [log(), ...ARTICLE, '--format', 'nginx'], /^--format: "nginx" names no field/],
    [
      'a format with fields glued',
      () => [log(), ...ARTICLE, '--format', '$msec $request $status$remote_addr'],
      /^--format: .* nothing between \$status and \$remote_addr/,
    ],
    [
      'a format without a time',
      () => [log(), ...ARTICLE, '--format', '$remote_addr $request $status'],
      /^--format: .* has no time\. Log \$time_iso8601 too/,
    ],
    [
      'a format without a reader',
      () => [log(), ...ARTICLE, '--format', '$msec "$request" $status'],
      /^--format: .* has no address/,
    ],
    [
      'a reader whom the format does not have',
      () => [log(), ...ARTICLE, '--format', '$msec "$request" $status', '--reader', 'sid'],
      /^--reader: "sid" is in no line of this format/,
    ],
    [
      'a reader whom no line names',
      () => [log(), ...ARTICLE, '--reader', 'sid'],
      /^None of 1 lines is .*\(1 no-reader\)\. Name a field/,
    ],
    [
      'no view of an article',
      () => [log(), '--article', '/sport/:id'],
      /^None of 1 lines is a view of an article by a reader \(1 no-article\)\. Give/,
    ],
  ])('%s', async (_mistake, args, message) => {
    const { exitCode, out, err } = await shell(args());
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });
});

test('articles are named by what their addresses capture, whatever else is in these', async () => {
  const paths = [
    '/news/1/first-title',
    '/news/1/second-title?page=2',
    '/NEWS/1/x/',
    '/news/%31/x',
    '/news/2/x',
    '/opinion/1',
  ];
  const log = file('paths.log', paths.map((path) => combinedLine({ request: `GET ${path} HTTP/1.1` })).join('\n'));
  const { out } = await shell([log, '--article', '/news/:id/*', '--article', '^/opinion/(\\d+)$', '--json']);
  expect(JSON.parse(out)).toMatchObject({ kinds: { view: 6 }, distribution: [0, 0, 0, 1] });
});
