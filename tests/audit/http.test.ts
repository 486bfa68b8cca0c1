import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { MOST_BYTES } from '../../src/audit/http/body.js';
import { createExchange } from '../../src/audit/http/exchange.js';
import { Jar } from '../../src/audit/http/jar.js';
import { createPace } from '../../src/audit/http/pace.js';
import { createSite } from '../../src/audit/http/site.js';
import { type Listening, listen } from '../support/listen.js';

const app = express();
app.disable('etag');
app.get('/gzip', (_req, res) => void res.set('Content-Encoding', 'gzip').send(gzipSync('compressed')));
app.get('/br', (_req, res) => void res.set('Content-Encoding', 'br').send(brotliCompressSync('compressed')));
app.get('/latin1', (_req, res) => {
  res.set('Content-Type', 'text/html; charset=iso-8859-1').end(Buffer.from('déjà vu', 'latin1'));
});
app.get(
  '/bomb',
  (_req, res) => void res.set('Content-Encoding', 'gzip').send(gzipSync(Buffer.alloc(MOST_BYTES * 4, 'a'))),
);
app.get('/silent', () => undefined);
app.get('/half', (_req, res) => void res.write('half'));
app.get(
  '/set',
  (_req, res) => void res.append('Set-Cookie', 'a=1; Path=/').append('Set-Cookie', 'b=2; Secure').redirect('/echo'),
);
app.get(
  '/unset',
  (_req, res) =>
    void res
      .append('Set-Cookie', 'a=; Max-Age=0')
      .append('Set-Cookie', 'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT')
      .send(''),
);
app.get('/round', (_req, res) => res.redirect('/round'));
app.post('/see', (_req, res) => res.redirect(303, '/echo'));
app.post('/again', (_req, res) => res.redirect(307, '/echo'));
app.get('/elsewhere', (req, res) => res.redirect(`http://localhost:${req.socket.localPort}/echo`));
app.all('/echo', (req, res) => void res.json({ method: req.method, headers: req.headers }));

let server: Listening;
const exchange = createExchange(5000);
const at = (path: string) => new URL(path, server.origin);
const siteWith = (extra = {}) => createSite(at('/'), extra, exchange, async () => undefined);

beforeAll(async () => {
  server = await listen(app);
});

afterAll(async () => {
  exchange.close();
  await server.close();
});

describe('an answer', () => {
  test.each([
    ['/gzip', 'compressed'],
    ['/br', 'compressed'],
    ['/latin1', 'déjà vu'],
  ])('is decoded: %s', async (path, body) => {
    expect(await exchange({ url: at(path) })).toMatchObject({ status: 200, body });
  });

  test('to HEAD has no body, compressed or not', async () => {
    expect(await exchange({ url: at('/gzip'), method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test('is read up to five megabytes after decompression', async () => {
    expect((await exchange({ url: at('/bomb') })).body).toHaveLength(MOST_BYTES);
  });

  test.each(['/silent', '/half'])('that does not come in time is none: %s', async (path) => {
    const hasty = createExchange(100);
    await expect(hasty({ url: at(path) })).rejects.toThrow('no answer within 100 ms');
    hasty.close();
  });
});

describe('a reader of the site', () => {
  test('follows redirects, and keeps the cookies set on the way', async () => {
    const jar = new Jar();
    const reply = await siteWith().ask({ url: at('/set') }, jar);
    expect(reply.url.pathname).toBe('/echo');
    expect(JSON.parse(reply.body)).toMatchObject({ headers: { cookie: 'a=1; b=2' } });
    await siteWith().ask({ url: at('/unset') }, jar);
    expect(String(jar)).toBe('');
  });

  test('follows none to another host, and none for ever', async () => {
    expect(await siteWith().ask({ url: at('/elsewhere') }, new Jar())).toMatchObject({ status: 302 });
    const site = siteWith();
    expect(await site.ask({ url: at('/round') }, new Jar())).toMatchObject({ status: 302 });
    expect(site.sent).toBe(6);
  });

  test.each([
    ['/see', 'GET'],
    ['/again', 'POST'],
  ])('goes on from %s with %s', async (path, method) => {
    const reply = await siteWith().ask({ url: at(path), method: 'POST' }, new Jar());
    expect(JSON.parse(reply.body)).toMatchObject({ method });
  });

  test.each(['https://127.0.0.1/', 'http://localhost/', 'http://127.0.0.1:1/'])('never asks %s', async (url) => {
    const site = siteWith();
    await expect(site.ask({ url: new URL(url) }, new Jar())).rejects.toThrow('is not asked');
    expect(site.sent).toBe(0);
  });

  test('sends what is asked for in place of what it would send, once each', async () => {
    const site = siteWith({ 'user-agent': 'staging', Cookie: 'gate=1' });
    const jar = new Jar([['a', '1']]);
    const { body } = await site.ask({ url: at('/echo'), headers: { ACCEPT: 'text/plain' } }, jar);
    expect(JSON.parse(body)).toMatchObject({
      headers: { 'user-agent': 'staging', accept: 'text/plain', cookie: 'gate=1; a=1' },
    });
  });
});

describe('the pace', () => {
  test('holds for every request of a reader, but those to be made at once', async () => {
    let turns = 0;
    const site = createSite(at('/'), {}, exchange, async () => (turns += 1));
    await site.ask({ url: at('/set') }, new Jar());
    expect(turns).toBe(2);
    await site.askAtOnce({ url: at('/set') }, new Jar());
    expect(turns).toBe(2);
    expect(site.sent).toBe(4);
  });

  test('leaves a gap between requests, and waits no longer than it must', async () => {
    let now = 0;
    const starts: number[] = [];
    const pace = createPace(
      4,
      () => now,
      (ms) => {
        now += ms;
      },
    );
    for (const work of [0, 100, 1000, 0]) {
      await pace();
      starts.push(now);
      now += work;
    }
    expect(starts).toEqual([0, 250, 500, 1500]);
  });

  test('holds for requests made at once', async () => {
    const waits: number[] = [];
    const pace = createPace(
      10,
      () => 0,
      (ms) => void waits.push(ms),
    );
    await Promise.all([pace(), pace(), pace()]);
    expect(waits).toEqual([100, 200]);
  });
});
