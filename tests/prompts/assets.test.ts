import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import { describe, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { NOW, promptsWith } from './facts.js';

const { assets, head } = promptsWith();

const bare: RequestListener = (req, res) => assets(req, res, () => res.writeHead(404).end('not ours'));
const mounted = express().use('/paywall', assets);
const parsing = express()
  .use(express.urlencoded({ extended: false }), express.json())
  .use('/paywall', assets);

const WAYS = { 'Node’s own server': createServer(bare), Express: mounted, 'Express behind parsers': parsing };

describe.each(Object.entries(WAYS))('under %s', (_way, app) => {
  test.each([assets.styles, assets.script])('serves $name for ever', async ({ url, text, type }) => {
    const { headers, text: body } = await request(app).get(url).buffer().expect(200);
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(body).toBe(text);
    const onlyHead = await request(app).head(url).expect(200);
    expect(onlyHead.headers['content-length']).toBe(String(Buffer.byteLength(text)));
  });

  test('hands on what is not its own', async () => {
    for (const path of ['/paywall/prompts-00000000.css', '/paywall', '/paywall/dismiss', '/elsewhere', '/paywall//x']) {
      await request(app).get(path).expect(404);
    }
    await request(app).post(assets.styles.url).expect(404);
  });

  const dismiss = (which: string, until: number | string, to = '/news/a?b=c') =>
    request(app)
      .post(`/paywall/dismiss?to=${encodeURIComponent(to)}`)
      .type('form')
      .send({ [which]: until });

  test('remembers a dismissal for as long as the form says, and leads back', async () => {
    const { headers } = await dismiss('prompt', NOW / 1000 + 3600).expect(303);
    expect(headers).toMatchObject({ location: '/news/a?b=c#paywall-prompt', 'cache-control': 'no-store' });
    expect(headers['set-cookie']).toEqual(['paywall-dismissed=prompt; Max-Age=3600; Path=/; SameSite=Lax']);
    const last = await dismiss('last', NOW / 1000 + 60.5).expect(303);
    expect(last.headers['set-cookie']).toEqual(['paywall-dismissed=last; Max-Age=60; Path=/; SameSite=Lax']);
  });

  test.each([NOW / 1000 - 1, NOW / 1000 + 100_000, 'never', '', 'Infinity', '-1', '9'.repeat(500)])(
    'remembers nothing until %s',
    async (until) => {
      const { headers } = await dismiss('prompt', until).expect(303);
      expect(headers['set-cookie']).toBeUndefined();
    },
  );

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '',
  ])('never leads to %j', async (to) => {
    const { headers } = await dismiss('prompt', NOW / 1000 + 60, to);
    expect(headers.location ?? '/').toMatch(/^\/(?![/\\])/);
  });

  test('goes by the Referer of the site’s own pages where no page is named, and else stays', async () => {
    const post = (referer: string) =>
      request(app)
        .post('/paywall/dismiss')
        .set({ Host: 'news.example', Referer: referer })
        .type('form')
        .send({ prompt: NOW / 1000 + 60 });
    expect((await post('https://news.example/a?b').expect(303)).headers.location).toBe('/a?b#paywall-prompt');
    expect((await post('https://evil.example/a').expect(204)).headers.location).toBeUndefined();
    expect((await post('nonsense').expect(204)).headers['set-cookie']).toHaveLength(1);
  });

  test('cares for no body but its own', async () => {
    for (const body of ['', '%', 'x'.repeat(100_000), '{"prompt":{"a":1}}']) {
      const type = body.startsWith('{') ? 'json' : 'form';
      const { status, headers } = await request(app).post('/paywall/dismiss?to=/a').type(type).send(body);
      expect(headers['set-cookie']).toBeUndefined();
      expect([303, 400, 413]).toContain(status);
    }
  });
});

test('a dismissal over HTTP/2 leads back by the Referer too', async () => {
  const server = createHttp2Server((req, res) => assets(req, res, () => res.end())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const session = connect(origin);
  const stream = session.request({ ':method': 'POST', ':path': '/paywall/dismiss', referer: `${origin}/a?b` });
  stream.end(`prompt=${NOW / 1000 + 60}`);
  const [fields] = await once(stream, 'response');
  expect(fields).toMatchObject({ ':status': 303, location: '/a?b#paywall-prompt' });
  session.close();
  server.close();
});

test('names change with what they name, and the head has both', () => {
  const { styles, script } = assets;
  for (const { name, text } of [styles, script]) {
    const hash = createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '').slice(0, 8);
    expect(name).toContain(hash);
  }
  expect(head).toBe(`<link rel="stylesheet" href="${styles.url}">\n<script src="${script.url}"></script>\n`);
  expect(promptsWith({ assetsPath: '/a/b' }).head).toContain('href="/a/b/prompts-');
});
