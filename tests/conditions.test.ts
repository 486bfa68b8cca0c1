import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express, { type Express, type RequestHandler, type Response } from 'express';
import onHeaders from 'on-headers';
import { createPaywall, type PaywallOptions } from '../src/index.js';
import { createBrowser, type Received, type Served, send, serve } from './support/http.js';
import { someOf } from './support/rounds.js';
import { testOptions } from './support/site.js';

const ETAG = '"version-7"';
const MODIFIED = 'Wed, 01 Jan 2020 08:00:00 GMT';
const VALIDATORS = { ETag: ETAG, 'Last-Modified': MODIFIED };
const TEXT = `TEXT ${'of the article '.repeat(100)}`;
const TEASER = `TEASER ${'of the article '.repeat(100)}`;

/** Conditions, each of which makes a site that goes by it answer with less than the page. */
const CONDITIONS = {
  'If-None-Match': { 'If-None-Match': ETAG },
  'If-None-Match: *': { 'If-None-Match': '*' },
  'a weak If-None-Match': { 'If-None-Match': `W/${ETAG}` },
  'If-Modified-Since': { 'If-Modified-Since': 'Fri, 01 Jan 2100 08:00:00 GMT' },
  'If-Match': { 'If-Match': '"another"' },
  'If-Unmodified-Since': { 'If-Unmodified-Since': 'Tue, 01 Jan 2019 08:00:00 GMT' },
  Range: { Range: 'bytes=0-9' },
  'Range and If-Range by ETag': { Range: 'bytes=0-9', 'If-Range': ETAG },
  'Range and If-Range by date': { Range: 'bytes=0-9', 'If-Range': MODIFIED },
  'a range past the end': { Range: 'bytes=9000000-' },
  'all of them': {
    'If-None-Match': ETAG,
    'If-Modified-Since': 'Fri, 01 Jan 2100 08:00:00 GMT',
    'If-Match': '"another"',
    'If-Unmodified-Since': 'Tue, 01 Jan 2019 08:00:00 GMT',
    Range: 'bytes=0-9',
    'If-Range': ETAG,
  },
} as const;

/** All where nothing stands before the meter; else a few. */
const conditionsTried = (ahead: string) => {
  const all = Object.values(CONDITIONS);
  return [{}, ...(ahead === 'nothing' ? all : someOf(all, 5))];
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conditions-'));
  for (const [name, text] of Object.entries({ TEXT, TEASER })) writeFileSync(join(folder, `${name}.html`), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Answering = (res: Response, part: 'TEXT' | 'TEASER') => void;

const bodyOf = { TEXT, TEASER };

/** Ways in which a site answers, each with validators of its own. */
const ANSWERS: Readonly<Record<string, Answering>> = {
  'res.send with its own ETag': (res, part) => void res.set(VALIDATORS).send(bodyOf[part]),
  "res.send with Express's ETag": (res, part) => void res.send(bodyOf[part]),
  'res.sendFile': (res, part) => res.sendFile(`${part}.html`, { root: folder }),
  'a stream': (res, part) => void Readable.from([bodyOf[part]]).pipe(res.set(VALIDATORS)),
  'writeHead with an object': (res, part) => void res.writeHead(200, VALIDATORS).end(bodyOf[part]),
  'writeHead with a list': (res, part) => void res.writeHead(200, Object.entries(VALIDATORS).flat()).end(bodyOf[part]),
  'write and end': (res, part) => {
    res.setHeader('ETag', ETAG);
    res.write(bodyOf[part]);
    res.end();
  },
  'headers flushed ahead': (res, part) => {
    res.set(VALIDATORS).flushHeaders();
    res.end(bodyOf[part]);
  },
  'res.json': (res, part) => void res.set(VALIDATORS).json({ body: bodyOf[part] }),
  'fields read from the request as it came': (res, part) => {
    const { req } = res;
    const raw = new Headers();
    for (let i = 0; i + 1 < req.rawHeaders.length; i += 2)
      raw.append(req.rawHeaders[i] ?? '', req.rawHeaders[i + 1] ?? '');
    const asked = raw.get('if-none-match') ?? req.headersDistinct['if-none-match']?.[0];
    res.set(VALIDATORS);
    if (asked === undefined) res.send(bodyOf[part]);
    else res.status(304).end();
  },
};

/** What stands before the meter. */
const BEFORE: Readonly<Record<string, RequestHandler>> = {
  nothing: (_req, _res, next) => next(),
  'validators set': (_req, res, next) => void next(void res.set(VALIDATORS)),
  'validators, Vary and Cache-Control set last of all': (_req, res, next) => {
    onHeaders(res, () => {
      for (const [name, value] of Object.entries(VALIDATORS)) res.setHeader(name, value);
      res.setHeader('Cache-Control', 'public, max-age=600');
      res.setHeader('Vary', 'Accept');
    });
    next();
  },
  compression: compressing,
};

/** Compresses as the usual middleware does: by taking the place of `write` and `end`, once the fields are known. */
function compressing(_req: unknown, res: Response, next: () => void): void {
  const { write, end } = res;
  const gzip = createGzip();
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    if (!res.headersSent) res.writeHead(res.statusCode);
    gzip.on('data', (chunk) => Reflect.apply(write, res, [chunk]));
    gzip.on('end', () => Reflect.apply(end, res, []));
  };
  onHeaders(res, () => {
    res.vary('Accept-Encoding');
    if (res.statusCode !== 200) return;
    res.setHeader('Content-Encoding', 'gzip');
    res.removeHeader('Content-Length');
  });
  res.write = (chunk: unknown) => {
    begin();
    return gzip.write(chunk);
  };
  res.end = (chunk?: unknown) => {
    if (res.statusCode !== 200 || res.req.method === 'HEAD') return Reflect.apply(end, res, []);
    begin();
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) gzip.write(chunk);
    gzip.end();
    return res;
  };
  next();
}

/** Who asks, and what is due to them. */
const MEMBER = { 'X-User': 'ann' };

function site(before: RequestHandler, answer: Answering, more: Partial<PaywallOptions> = {}): Express {
  const paywall = createPaywall(
    testOptions({
      promptAfter: 1,
      blockAfter: 1,
      account: (req) => req.get('X-User') !== undefined && { id: 1 },
      ...more,
    }),
  );
  const app = express();
  app.get('/news/:slug', before, paywall.meter(), (req, res) =>
    answer(res, req.paywall.state === 'blocked' ? 'TEASER' : 'TEXT'),
  );
  return app;
}

const withoutFields = { etag: undefined, 'last-modified': undefined, 'content-range': undefined };
const fieldsOf = ({ headers }: Received) => ({
  etag: headers.etag,
  'last-modified': headers['last-modified'],
  'content-range': headers['content-range'],
});

describe.each(Object.keys(BEFORE))('with %s before the meter', (ahead) => {
  describe.each(Object.keys(ANSWERS))('and an answer by %s', (how) => {
    const before = BEFORE[ahead] ?? BEFORE.nothing;
    const answer = ANSWERS[how] ?? ANSWERS['a stream'];
    let served: Served;
    beforeAll(async () => {
      if (!before || !answer) throw new Error('there is no such site');
      served = await serve(site(before, answer));
    });
    afterAll(() => served.close());

    test('a wall answers no condition and no range, and has no validators', async () => {
      const browser = createBrowser(served.port);
      await browser.send({ path: '/news/first' });
      const whole = await browser.send({ path: '/news/second' });
      expect(whole.text).not.toContain('TEXT');
      for (const headers of conditionsTried(ahead)) {
        const wall = await browser.send({ path: '/news/second', headers });
        expect({ ...wall, asked: headers }).toMatchObject({ status: 200, text: whole.text, asked: headers });
        expect(wall.headers.paywall).toMatch(/^blocked/);
        expect(fieldsOf(wall)).toEqual(withoutFields);
        expect(wall.headers['cache-control']).toBe('private, no-store');
        expect(wall.headers.vary).toBe('*');
      }
    });

    test("a limited reader's article answers no condition, and has no validators", async () => {
      const browser = createBrowser(served.port);
      const whole = await browser.send({ path: '/news/first' });
      for (const headers of conditionsTried(ahead)) {
        // A range that hangs on no condition is the reader's to ask for.
        if ('Range' in headers && !('If-Range' in headers)) continue;
        const again = await browser.send({ path: '/news/first', headers });
        expect({ ...again, asked: headers }).toMatchObject({ status: 200, text: whole.text, asked: headers });
        expect(again.headers.paywall).toMatch(/^free/);
        expect(fieldsOf(again)).toEqual(withoutFields);
        expect(again.headers['cache-control']).toBe('private, no-cache');
        expect(again.headers.vary).toMatch(/\bCookie\b/);
      }
    });
  });
});

describe('an article that costs its reader nothing', () => {
  test.each(Object.keys(ANSWERS).filter((how) => /send/.test(how)))('keeps its 304 by %s', async (how) => {
    const answer = ANSWERS[how];
    if (!answer) throw new Error('there is no such answer');
    const served = await serve(site((_req, _res, next) => next(), answer));
    const whole = await send(served.port, { path: '/news/first', headers: MEMBER });
    expect(whole.headers.etag).toBeDefined();
    const condition = { 'If-None-Match': whole.headers.etag ?? '' };
    const again = await send(served.port, { path: '/news/first', headers: { ...MEMBER, ...condition } });
    expect(again).toMatchObject({ status: 304, text: '' });
    expect(again.headers).toMatchObject({ etag: whole.headers.etag, paywall: 'free' });
    await served.close();
  });

  test('keeps its parts by res.sendFile', async () => {
    const answer = ANSWERS['res.sendFile'];
    if (!answer) throw new Error('there is no such answer');
    const served = await serve(site((_req, _res, next) => next(), answer));
    const { headers } = await send(served.port, { path: '/news/first', headers: MEMBER });
    const part = await send(served.port, {
      path: '/news/first',
      headers: { ...MEMBER, Range: 'bytes=0-3', 'If-Range': headers.etag ?? '' },
    });
    expect(part).toMatchObject({ status: 206, text: 'TEXT' });
    await served.close();
  });

  test('keeps validators that a middleware sets last of all', async () => {
    const last = BEFORE['validators, Vary and Cache-Control set last of all'];
    const answer = ANSWERS['a stream'];
    if (!last || !answer) throw new Error('there is no such site');
    const served = await serve(site(last, answer));
    const { headers } = await send(served.port, { path: '/news/first', headers: MEMBER });
    expect(headers).toMatchObject({ etag: ETAG, 'last-modified': MODIFIED, 'cache-control': 'private, no-cache' });
    expect(headers.vary).toBe('Accept, Cookie');
    await served.close();
  });
});

test("a limited reader's part of an article is a part, and one view", async () => {
  const answer = ANSWERS['res.sendFile'];
  if (!answer) throw new Error('there is no such answer');
  const served = await serve(site((_req, _res, next) => next(), answer));
  const browser = createBrowser(served.port);
  const part = await browser.send({ path: '/news/first', headers: { Range: 'bytes=0-3' } });
  expect(part).toMatchObject({ status: 206, text: 'TEXT' });
  expect(fieldsOf(part)).toMatchObject({ etag: undefined, 'last-modified': undefined });
  expect((await browser.send({ path: '/news/second' })).headers.paywall).toMatch(/^blocked; read=1;/);
  await served.close();
});

test('a static folder behind the meter gives its texts with no validators, and none to the blocked', async () => {
  const paywall = createPaywall(testOptions({ promptAfter: 1, blockAfter: 1 }));
  const app = express();
  app.use(paywall.meter(), (req, res, next) => {
    if (req.paywall.state === 'blocked') res.sendFile('TEASER.html', { root: folder });
    else next();
  });
  app.use(express.static(folder, { maxAge: '1h' }));
  const served = await serve(app);
  const browser = createBrowser(served.port);
  writeFileSync(join(folder, 'second.html'), TEXT);
  const text = await browser.send({ path: '/TEXT.html' });
  expect(text).toMatchObject({ status: 200, text: TEXT });
  expect(text.headers['cache-control']).toBe('private, no-cache');
  for (const headers of Object.values(CONDITIONS)) {
    const wall = await browser.send({ path: '/second.html', headers });
    expect(wall).toMatchObject({ status: 200, text: TEASER });
    expect(fieldsOf(wall)).toEqual(withoutFields);
    expect(wall.headers['cache-control']).toBe('private, no-store');
  }
  expect(fieldsOf(text)).toEqual(withoutFields);
  await served.close();
});

test("a condition of a member's does not bring the text back once they are blocked", async () => {
  const answer = ANSWERS['res.send with its own ETag'];
  if (!answer) throw new Error('there is no such answer');
  const served = await serve(site((_req, _res, next) => next(), answer));
  const browser = createBrowser(served.port);
  await browser.send({ path: '/news/first' });
  const member = await browser.send({ path: '/news/second', headers: MEMBER });
  expect(member).toMatchObject({ status: 200, text: TEXT });
  const condition = { 'If-None-Match': member.headers.etag ?? '' };
  expect(await browser.send({ path: '/news/second', headers: condition })).toMatchObject({ status: 200, text: TEASER });
  await served.close();
});
