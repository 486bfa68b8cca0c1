import { describe, expect, jest, test } from '@jest/globals';
import express from 'express';
import { createConsole } from '../../src/console.js';
import { signedPolicy } from '../../src/index.js';
import { createService } from '../../src/service.js';
import { createBrowser, send, serve } from '../support/http.js';
import { createTestSite, SECRET } from '../support/site.js';
import { editorAt, hiddenIn, openConsole } from './desk.js';

const PAGES = ['/', '/?plan=%3Dregistered', '/policy', '/policy/confirm?blockAfter=5', '/reader', '/what-if'];
const PASSWORD = 'a-password-of-ours';
const basic = (name: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

describe('a page of the console', () => {
  test.each(PAGES)('%s needs nothing inline, is kept by nobody and framed by nobody', async (path) => {
    const { editor } = await openConsole();
    const page = await editor.get(path);
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/ style=|<style|<script>| on\w+=|javascript:/);
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    for (const [, url = ''] of page.text.matchAll(/(?:href|src)="\/paywall\/console(\/assets\/[^"]+)"/g)) {
      expect(await editor.get(url)).toMatchObject({ status: 200, headers: { 'cache-control': /immutable/ } });
    }
  });

  test.each(PAGES)('%s is for editors alone', async (path) => {
    const { server } = await openConsole();
    expect(await send(server.port, { path: `/paywall/console${path}` })).toMatchObject({ status: 403 });
  });

  test('that there is none of is not found, and a way that there is none of refused', async () => {
    const { editor } = await openConsole();
    expect(await editor.get('/nothing')).toMatchObject({ status: 404 });
    expect(await editor.get('/now.json')).toMatchObject({ status: 200 });
    const posted = { path: '/now.json', method: 'PUT' };
    expect(await editor.send(posted)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await editor.send({ path: '/policy', method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  test.each<[string, () => string | undefined]>([
    ['nothing', () => undefined],
    ['an empty name', () => ''],
    ['a number', () => JSON.parse('4711')],
    ['a long name', () => 'n'.repeat(101)],
    ['a name that turns text around', () => 'Anna\u202Edni'],
  ])('is for nobody where the site’s function gives %s, and a warning says why', async (_what, editor) => {
    const told: string[] = [];
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation((text, options) => {
      told.push(`${String(text)} ${JSON.stringify(options)}`);
    });
    const { server } = await openConsole({}, { editor });
    const page = await send(server.port, { path: '/paywall/console' });
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining('Only editors may see this') });
    expect(page.text).not.toContain('ERR_');
    await send(server.port, { path: '/paywall/console' });
    warned.mockRestore();
    expect(told).toEqual([expect.stringMatching(/The console's editor function gave .*ERR_PAYWALL_EDITOR/)]);
  });

  test('is not for whom the site names by null, without a word', async () => {
    const warned = jest.spyOn(process, 'emitWarning');
    const { server } = await openConsole({}, { editor: () => null });
    expect(await send(server.port, { path: '/paywall/console' })).toMatchObject({ status: 403 });
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test('names the editor, escaped', async () => {
    const { server } = await openConsole();
    const { text } = await editorAt(server.port, '<b>Anna</b>').get('/');
    expect(text).toContain('&lt;b&gt;Anna&lt;/b&gt;');
    expect(text).not.toContain('<b>Anna');
  });
});

describe('a console with a password', () => {
  test('asks for the editor’s name and the password', async () => {
    const { server } = await openConsole({}, { password: PASSWORD });
    const get = (headers = {}) => send(server.port, { path: '/paywall/console', headers });
    const refused = { status: 401, headers: { 'www-authenticate': /^Basic realm=/ } };
    for (const headers of [
      {},
      basic('Anna', 'wrong'),
      basic('', PASSWORD),
      basic('Anna\u202Edni', PASSWORD),
      { Authorization: 'Basic !' },
    ]) {
      expect(await get(headers)).toMatchObject(refused);
    }
    const page = await get(basic('Anna Lind', PASSWORD));
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<strong><bdi>Anna Lind</bdi></strong>') });
  });

  test('stands in the service too, whose own token is another', async () => {
    const password = { password: PASSWORD };
    const service = createService({
      ...{ site: 'https://news.example', keys: [{ id: 'a', secret: SECRET }], token: 'a-token-of-the-service' },
      console: password,
    });
    const server = await serve(service);
    try {
      expect(await send(server.port, { path: '/console' })).toMatchObject({ status: 401 });
      const page = await send(server.port, { path: '/console/policy', headers: basic('Anna', PASSWORD) });
      expect(page).toMatchObject({ status: 200, text: expect.stringContaining('POLICY=true') });
      expect(page.text).toContain('href="/console/reader"');
      expect(await send(server.port, { path: '/consoles' })).toMatchObject({ status: 404 });
    } finally {
      await server.close();
    }
  });

  test.each([
    [{}, 'createConsole.editor: it would be open to everyone'],
    [{ password: PASSWORD, editor: () => 'Anna' }, 'createConsole.editor: editor is given besides password'],
    [{ password: 'short' }, 'createConsole.password: it is no token of 16 characters or more'],
    [{ password: PASSWORD, articles: [{ id: '' }] }, "createConsole.articles[0]: an object is not an article's id"],
  ])('refuses %p', (options, message) => {
    const { paywall } = createTestSite();
    expect(() => createConsole(paywall, options)).toThrow(message);
  });

  test('is a listener of Node too', async () => {
    const { paywall } = createTestSite();
    const listener = createConsole(paywall, { password: PASSWORD });
    const own = await serve((req, res) => void listener(req, res));
    try {
      const page = await send(own.port, { path: '/what-if', headers: basic('Anna', PASSWORD) });
      expect(page).toMatchObject({ status: 200, text: expect.stringContaining('href="/policy"') });
    } finally {
      await own.close();
    }
  });
});

describe('a form', () => {
  const FORMS = [
    ['/policy', 'blockAfter=5'],
    ['/policy/undo', 'line=1&version=1'],
    ['/reader', 'account=4711&act=grant&count=2'],
  ] as const;
  const TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };

  test.each(FORMS)('of %s is refused without the token of a page', async (path, body) => {
    const { editor, policy } = await openConsole();
    const refused = { status: 403, text: expect.stringContaining('Nothing was changed') };
    expect(await editor.send({ path, method: 'POST', headers: TYPE, body })).toMatchObject(refused);
    expect(await editor.send({ path, method: 'POST', headers: TYPE, body: `${body}&token=x` })).toMatchObject(refused);
    expect((await policy.read()).log).toEqual([]);
  });

  test('is refused with another editor’s token, another browser’s, from another site, and as anything but a form', async () => {
    const { editor, server, policy } = await openConsole();
    const token = await editor.token();
    const body = `blockAfter=5&version=0&token=${token}`;
    const post = (by: typeof editor, headers = {}) =>
      by.send({ path: '/policy', method: 'POST', headers: { ...TYPE, ...headers }, body });
    expect(await post(editor, { 'X-Editor': 'Somebody Else' })).toMatchObject({ status: 403 });
    expect(await post(editorAt(server.port))).toMatchObject({ status: 403 });
    expect(await post(editor, { 'Sec-Fetch-Site': 'cross-site' })).toMatchObject({ status: 403 });
    expect(await post(editor, { 'Content-Type': 'text/plain' })).toMatchObject({ status: 403 });
    expect((await policy.read()).log).toEqual([]);
    expect(await post(editor)).toMatchObject({ status: 303 });
  });

  test('is taken where a middleware before the console has parsed it', async () => {
    const { paywall } = createTestSite({ policy: signedPolicy() });
    const app = express();
    app.use(express.urlencoded({ extended: true }), createConsole(paywall, { editor: () => 'Anna' }));
    const server = await serve(app);
    try {
      const saved = await editorAt(server.port, 'Anna', '').post('/policy', { version: 0, blockAfter: 5 });
      expect(saved).toMatchObject({ status: 303, headers: { location: '/policy?said=changed' } });
      expect((await paywall.policy.read()).inForce.blockAfter).toBe(5);
    } finally {
      paywall.policy.close();
      await server.close();
    }
  });

  test('has a cookie that no other host can set and no other site’s form brings', async () => {
    const { server } = await openConsole();
    const page = await editorAt(server.port).get('/reader');
    expect(page.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-paywall-console=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    expect(hiddenIn(page, 'token')).toMatch(/^[\w-]{43}$/);
  });

  test('works without TLS too, where browsers would refuse such a cookie', async () => {
    const { server, policy } = await openConsole();
    const browser = createBrowser(server.port);
    const headers = { 'X-Editor': 'Anna' };
    const page = await browser.send({ path: '/paywall/console/reader', headers });
    expect(page.headers['set-cookie']).toEqual([
      expect.stringMatching(/^paywall-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const body = `blockAfter=5&version=0&token=${hiddenIn(page, 'token')}`;
    const sent = { path: '/paywall/console/policy', method: 'POST', body };
    expect(await browser.send({ ...sent, headers: { ...headers, ...TYPE } })).toMatchObject({ status: 303 });
    expect((await policy.read()).inForce.blockAfter).toBe(5);
  });
});
