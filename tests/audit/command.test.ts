import { describe, expect, test } from '@jest/globals';
import type { Express } from 'express';
import express from 'express';
import { run } from '../../src/cli/command.js';
import { listen } from '../support/listen.js';
import { inLongRuns, LONG } from '../support/rounds.js';
import { createLeakySite, lastSentence, stories, wholeStory } from './leaky-site.js';
import { ARTICLE } from './run.js';

const FAST = ['--rate', '1000', '--limit', '13'];

/** Runs the command as from a shell. */
async function shell(args: readonly string[], terminal = false) {
  let out = '';
  let err = '';
  const hasColors = () => terminal;
  const stdout = { isTTY: terminal, hasColors, write: (text: string) => (out += text) };
  const stderr = { isTTY: terminal, hasColors, columns: 60, write: (text: string) => (err += text) };
  return { exitCode: await run(args, stdout, stderr), out, err };
}

/** Runs the audit on a site; `{origin}` in an argument stands for the site's own. */
async function auditOf(app: Express, args: readonly string[] = [], terminal = false) {
  const site = await listen(app);
  try {
    const placed = args.map((arg) => arg.replace('{origin}', site.origin));
    return await shell(['audit', site.origin + ARTICLE, ...FAST, ...placed], terminal);
  } finally {
    await site.close();
  }
}

const leakySite = () => createLeakySite({ letsIn: (req) => /Googlebot/.test(req.get('User-Agent') ?? '') });

let leaky: ReturnType<typeof auditOf> | undefined;
/** What is said of a leaky site to no terminal: audited once, for an audit is a few hundred requests. */
function auditOfLeaky(): ReturnType<typeof auditOf> {
  leaky ??= auditOf(leakySite());
  return leaky;
}

let sound: ReturnType<typeof auditAndRecord> | undefined;
/** What is said of a site without a leak, and what was sent to it; audited once. */
function auditOfSound(): ReturnType<typeof auditAndRecord> {
  sound ??= auditAndRecord();
  return sound;
}

async function auditAndRecord() {
  const methods = new Set<string>();
  const bodies = new Set<string>();
  const site = createLeakySite({
    first: (req, _res, next) => {
      methods.add(req.method);
      bodies.add(req.get('Content-Length') ?? '0');
      next();
    },
  });
  return { ...(await auditOf(site)), methods, bodies };
}

describe('the exit code', () => {
  test('is 0 where nothing is open', async () => {
    const { exitCode, out } = await auditOfSound();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Nothing is open: \d\d closed\.\n$/);
  });

  test('is 1 where something is, and the report says what to do', async () => {
    const { exitCode, out } = await auditOfLeaky();
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^OPEN {4}User agent of a search crawler +Googlebot \(in the text\), Googlebot Smartphone/m);
    expect(out).toMatch(
      /^OPEN {2}User agent of a search crawler\n {2}Believe proof, never the name: .*`crawlers: true`/m,
    );
    expect(out).toMatch(/1 open, \d\d closed\.\n$/);
  });

  test.each([
    ['no command', []],
    ['another command', ['read']],
    ['no address', ['audit']],
    ['an address that is none', ['audit', 'news.example/a']],
    ['an address that is not of the web', ['audit', 'file:///etc/hosts']],
    ['a password in the address', ['audit', 'http://me:secret@127.0.0.1/news/a']],
    ['an unknown option', ['audit', 'http://127.0.0.1/a', '--bypass']],
    ['a rate of nothing', ['audit', 'http://127.0.0.1/a', '--rate', '0']],
    ['a limit of nothing', ['audit', 'http://127.0.0.1/a', '--limit', '0']],
    ['a header field that is none', ['audit', 'http://127.0.0.1/a', '--header', 'nothing']],
    ['a header field of two lines', ['audit', 'http://127.0.0.1/a', '--header', 'A: b\r\nC: d']],
  ])('is 2 for %s', async (_mistake, args) => {
    const { exitCode, out, err } = await shell(args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).not.toContain('secret@');
    expect(err).not.toBe('');
  });

  const page = (html: string) => express().use((_req, res) => void res.send(html));
  const status = (code: number) => express().use((_req, res) => void res.sendStatus(code));
  /** A firewall that has had enough, in the middle of the audit. */
  const turningAway = (code: number) => {
    let requests = 0;
    return createLeakySite({
      first: (_req, res, next) => {
        requests += 1;
        if (requests > 50) res.status(code).set('Retry-After', '0.01').send('enough');
        else next();
      },
    });
  };
  const moved = express().use((_req, res) => res.redirect('http://elsewhere.example/news'));
  const fewArticles = express().get('/news/:slug', wholeStory);

  test.each<[string, Express, RegExp, string[]]>([
    [
      'a page without an article',
      page('<!doctype html><div id="app"></div>'),
      /Give a sentence from its end: --canary/,
      [],
    ],
    ['an article that is not there', status(404), /status 404/, []],
    ['a site behind a password', status(401), /--header "Authorization/, []],
    ['an article on another host', moved, /moved to http:\/\/elsewhere\.example/, []],
    [
      'a canary that is not in the page',
      createLeakySite(),
      /The canary is not in the page/,
      ['--canary', 'The lamps went out all over town.'],
    ],
    ['a canary that says nothing', createLeakySite(), /The canary is too short/, ['--canary', 'The end.']],
    ['too few articles to reach the wall', fewArticles, /Only 0 other articles.*--article.*--limit/s, []],
    [
      'other articles on another host',
      createLeakySite(),
      /elsewhere\.example is not 127/,
      ['--article', 'http://elsewhere.example/a'],
    ],
    ['a site that begins to answer 403', turningAway(403), /begun to answer with status 403.*firewall/s, []],
    ['a site that begins to answer 429', turningAway(429), /too many \(429\).*--rate/s, []],
  ])('is 2 for %s', async (_trouble, app, message, args) => {
    const { exitCode, out, err } = await auditOf(app, args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/The audit could not be run\. /);
    expect(err).toMatch(message);
  });

  test('is 2 where nothing listens, or not as it should', async () => {
    const site = await listen(createLeakySite());
    const secure = await shell(['audit', site.origin.replace('http', 'https') + ARTICLE]);
    await site.close();
    expect(secure).toMatchObject({ exitCode: 2, err: expect.stringContaining('no secure connection') });
    const gone = await shell(['audit', site.origin + ARTICLE]);
    expect(gone).toMatchObject({ exitCode: 2, err: expect.stringContaining('nothing listens there') });
  });

  test('is 0 for --help and --version, which say what it does and what its codes mean', async () => {
    const { exitCode, out } = await shell(['audit', '--help']);
    expect(exitCode).toBe(0);
    for (const words of [
      '--canary',
      '--article',
      '--rate',
      '--json',
      '--header',
      '--timeout',
      'Exit codes',
      'is yours',
    ]) {
      expect(out).toContain(words);
    }
    expect(await shell(['--version'])).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('what is said', () => {
  test('before anything is sent: to whom, how often, and whose site it has to be', async () => {
    const { err } = await shell(['audit', 'http://127.0.0.1:9/news/a', '--rate', '2']);
    expect(err).toMatch(
      /site that is yours[\s\S]*127\.0\.0\.1:9 and no other host[\s\S]* 2 times a second[\s\S]*could not be run/,
    );
  });

  test('as JSON, alone on standard output', async () => {
    const { exitCode, out } = await auditOf(leakySite(), ['--json']);
    const report: unknown = JSON.parse(out);
    expect(exitCode).toBe(1);
    expect(report).toEqual({
      article: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/news\/story-five$/),
      canary: stories[4] && lastSentence(stories[4]),
      limit: 3,
      requests: expect.any(Number),
      complete: true,
      findings: expect.arrayContaining([
        {
          id: 'user-agent-search',
          title: 'User agent of a search crawler',
          result: 'open',
          detail: expect.stringContaining('Googlebot'),
          advice: expect.stringContaining('crawlers'),
        },
      ]),
      summary: { open: 1, closed: expect.any(Number), note: 1, 'not-applicable': expect.any(Number) },
    });
  });

  inLongRuns(() => {
    test('in colour, and as it goes, on a terminal alone', async () => {
      const onTerminal = await auditOf(leakySite(), [], true);
      expect(onTerminal.out).toContain('\u001b[31m\u001b[1mOPEN');
      expect(onTerminal.err).toMatch(/\r1\/\d\d {2}Text in the page/);
      expect(onTerminal.err.endsWith('\r\u001b[K')).toBe(true);
      const inFile = await auditOfLeaky();
      expect(inFile.out + inFile.err).not.toContain('\u001b');
      expect(inFile.out + inFile.err).not.toContain('\r');
    });
  });
});

describe('a hostile site', () => {
  const ESC = '\u001b';
  const attack = `${ESC}[2J${ESC}]0;owned\u0007\u009b31m\u202eevil\u2066\u0085`;
  const hostile = /[\p{Cc}\p{Bidi_Control}]/u;
  const lines = (text: string) => text.replaceAll('\n', '');

  test('puts no control sequences on the terminal by its text', async () => {
    const site = createLeakySite({
      first: (_req, res, next) => {
        const { send } = res;
        res.send = (body: unknown) => send.call(res, String(body).replaceAll('lamps', `lamps ${attack}`));
        next();
      },
    });
    for (const flags of LONG ? [[], ['--json']] : [[]]) {
      const { out, err } = await auditOf(site, flags);
      expect(out).toContain('lamps');
      expect(lines(out)).not.toMatch(hostile);
      expect(lines(err)).not.toMatch(hostile);
    }
  });

  /** A field with what Node lets through as Latin-1: C1 among it. */
  const answering = (status: number, name: string, value: string) =>
    express().use((_req, res) => {
      res.statusCode = status;
      res.setHeader(name, value);
      res.end('text');
    });

  test.each([
    ['Location', answering(302, 'Location', 'http://elsewhere.example/\u009b2Jnews')],
    ['Content-Type', answering(200, 'Content-Type', 'text/\u009b31mplain\u0085')],
  ])('nor by %s', async (_name, app) => {
    const { exitCode, err } = await auditOf(app);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/moved to|no page/);
    expect(lines(err)).not.toMatch(hostile);
  });

  inLongRuns(() => {
    test('with 20,000 alternate versions gets 500 requests at most, as the notice says', async () => {
      let requests = 0;
      const links = Array.from({ length: 20_000 }, (_, at) => `<link rel="alternate" href="/other/${at}">`).join('');
      const site = createLeakySite({
        first: (_req, res, next) => {
          requests += 1;
          const { send } = res;
          // The first is the audited article, as a new reader gets it.
          if (requests === 1) res.send = (body: unknown) => send.call(res, String(body).replace('</head>', links));
          next();
        },
      });
      const { exitCode, out, err } = await auditOf(site);
      expect(requests).toBeLessThanOrEqual(500);
      expect(err).toContain('at most 500 times in all');
      expect(out).toMatch(/^note {4}Versions that the page links to +40 requests, \d+ more not tried$/m);
      expect(out).toContain(`${requests} requests sent`);
      expect(exitCode).toBe(0);
    }, 120_000);
  });

  inLongRuns(() => {
    test('that needs more requests than there may be is not called closed', async () => {
      let requests = 0;
      const site = createLeakySite({
        first: (_req, res, next) => {
          requests += 1;
          // Each cookie is one more to change and to leave out.
          for (let at = 0; at < 80; at++) res.append('Set-Cookie', `c${at}=1; Path=/`);
          next();
        },
      });
      const { exitCode, out } = await auditOf(site);
      expect(requests).toBeLessThanOrEqual(500);
      expect(out).toContain('not all was tried');
      expect(exitCode).toBe(2);
    }, 120_000);
  });
});

describe('what is sent', () => {
  inLongRuns(() => {
    test('goes with the fields asked for, and starts from the articles named', async () => {
      const seen: string[] = [];
      const site = createLeakySite({
        first: (req, res, next) => {
          if (req.get('Authorization') !== 'Basic c3RhZ2luZw==' || !/gate=1/.test(req.get('Cookie') ?? ''))
            res.sendStatus(401);
          else next();
          seen.push(req.path);
        },
      });
      const fields = ['--header', 'Authorization: Basic c3RhZ2luZw==', '--header', 'Cookie: gate=1'];
      const { exitCode } = await auditOf(site, [...fields, '--article', '{origin}/news/story-nine']);
      expect(exitCode).toBe(0);
      expect(seen.slice(0, 4)).toEqual(['/news/story-five', '/', '/news/story-nine', '/news/story-nine']);
    });
  });

  test('is never a PUT, PATCH or DELETE, and never has a body', async () => {
    const { methods, bodies } = await auditOfSound();
    expect([...methods].sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST', 'PROPFIND', 'SEARCH']);
    expect([...bodies]).toEqual(['0']);
  });
});
