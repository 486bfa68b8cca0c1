import { afterEach, describe, expect, test } from '@jest/globals';
import express, { type Request } from 'express';
import { languageOf } from '../../src/console/support/language.js';
import { createSupportPage } from '../../src/console.js';
import { memoryStore, OptionError, signedPolicy } from '../../src/index.js';
import { WORDED_TAGS } from '../../src/prompts/index.js';
import { createService } from '../../src/service.js';
import { createBrowser, type Received, send, serve } from '../support/http.js';
import { createTestSite, SECRET } from '../support/site.js';
import { HOSTILE, hiddenIn, openConsole, wordsOf } from './desk.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const PATH = '/paywall/support';
const TEN = Array.from({ length: 10 }, (_, index) => index + 1);

async function openSupport(options = {}) {
  const policy = signedPolicy();
  const { app, paywall } = createTestSite({
    ...{ store: memoryStore(), policy, plans: { registered: { promptAfter: 20, blockAfter: 30 }, subscriber: 'full' } },
    account: (req: Request) => {
      const plan = req.get('x-plan');
      return plan === undefined ? null : { id: '4711', plan };
    },
  });
  const site = express();
  site.use(PATH, createSupportPage(paywall, options));
  site.use(app);
  const server = await serve(site);
  open.push(server, policy);
  return { server, paywall, policy, reader: createBrowser(server.port) };
}

const codeIn = ({ text }: Received): string => /<textarea id="code"[^>]*>([^<]*)</.exec(text)?.[1] ?? '';

describe('the page for reader support', () => {
  test('shows readers a code, by which the desk knows them', async () => {
    const { reader, paywall } = await openSupport({ siteName: HOSTILE, email: 'help@news.example' });
    for (const n of [...TEN, 11]) await reader.send({ path: `/news/${n}` });
    const page = await reader.send({ path: PATH, headers: { 'Accept-Language': 'xx, en-GB;q=0.9, de' } });
    expect(page.text).toContain('<html lang="en-GB" dir="ltr">');
    expect(wordsOf(page)).toContain('You have read 10 of 10 articles. The count starts again on 1 December.');
    expect(wordsOf(page)).toContain('send it to help@news.example');
    expect(page.text).not.toContain('<img');
    expect(await paywall.explain({ pass: codeIn(page) })).toMatchObject({ read: 10, state: 'blocked' });
    expect(page.headers['set-cookie']).toBeUndefined();
    const counted = await reader.send({ path: PATH });
    expect(wordsOf(counted)).toContain('10 of 10');
  });

  test.each([
    ['de-AT', 'ltr', 'Sie haben 1 von 10 Artikeln gelesen. Am 1. Dezember beginnt die Zählung von vorn.'],
    ['fr', 'ltr', 'Articles lus : 1 sur 10. Le compte repart de zéro le 1er décembre.'],
    ['it', 'ltr', 'Articoli letti: 1 su 10. Il conteggio ricomincia il 1º dicembre.'],
    ['zh-CN', 'ltr', '您已读1篇，共可读10篇。12月1日重新开始计数。'],
    ['he', 'rtl', 'כתבות שקראת: 1 מתוך 10. הספירה תתחיל מחדש ב־1 בדצמבר.'],
  ])('is in the reader’s language: %s', async (tag, dir, read) => {
    const { reader } = await openSupport({ email: 'help@news.example' });
    await reader.send({ path: '/news/1' });
    const page = await reader.send({ path: PATH, headers: { 'Accept-Language': `${tag},en;q=0.5` } });
    expect(page.text).toContain(`<html lang="${tag}" dir="${dir}">`);
    expect(wordsOf(page)).toContain(read);
    expect(wordsOf(page)).not.toContain('Your code');
    const posted = await reader.send({ path: PATH, method: 'POST', headers: { 'Accept-Language': tag } });
    expect(posted.status).toBe(405);
    expect(posted.text).toContain(`lang="${tag}"`);
  });

  test('is whole in each language, and names the address once', () => {
    for (const tag of WORDED_TAGS) {
      const { messages } = languageOf(tag);
      expect(messages.sendTo.split('#')).toHaveLength(2);
      expect(Object.values(messages).filter((message) => message === '')).toEqual([]);
      if (tag !== 'en') expect(messages.title).not.toBe(languageOf('en').messages.title);
    }
    expect(languageOf('xx, *;q=0.1').tag).toBe('en');
    expect(languageOf(undefined).tag).toBe('en');
  });

  test('is of the account that the reader is signed in with', async () => {
    const { reader, paywall } = await openSupport();
    const page = await reader.send({ path: PATH, headers: { 'X-Plan': 'registered' } });
    expect(wordsOf(page)).toContain('You have read 0 of 30 articles');
    expect(wordsOf(page)).toContain('send it to us');
    expect(await paywall.explain({ pass: codeIn(page) })).toMatchObject({ limit: 30 });
    const full = await reader.send({ path: PATH, headers: { 'X-Plan': 'subscriber' } });
    expect(wordsOf(full)).toContain('Every article is open to you');
  });

  test('has no code for a browser that has read nothing', async () => {
    const { reader } = await openSupport();
    const page = await reader.send({ path: PATH });
    expect(page.status).toBe(200);
    expect(codeIn(page)).toBe('');
    expect(wordsOf(page)).toContain('there is no code to send');
  });

  test('is kept by nobody, framed by nobody and read by no script, of whatever site', async () => {
    const { reader, server } = await openSupport();
    await reader.send({ path: '/news/1' });
    const page = await reader.send({ path: PATH, headers: { Origin: 'https://evil.example' } });
    expect(page.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
    });
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(Object.keys(page.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    for (const headers of [
      { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' },
      { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' },
      { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' },
    ]) {
      const refused = await reader.send({ path: PATH, headers });
      expect(refused.status).toBe(403);
      expect(codeIn(refused)).toBe('');
    }
    expect(await send(server.port, { path: PATH, method: 'POST' })).toMatchObject({
      ...{ status: 405, headers: { allow: 'GET, HEAD' } },
    });
    expect(await send(server.port, { path: PATH, method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  test('needs a policy, and an address that is one', () => {
    const { paywall } = createTestSite();
    expect(() => createSupportPage(paywall)).toThrow(OptionError);
    const policy = signedPolicy();
    open.push(policy);
    const other = createTestSite({ store: memoryStore(), policy }).paywall;
    for (const email of ['nobody', 'a@b?cc=c@d', 'a b@c']) {
      expect(() => createSupportPage(other, { email })).toThrow('createSupportPage.email');
    }
  });
});

test('an editor finds the link, and grants more to whoever sends what it shows', async () => {
  const supportUrl = 'https://news.example/paywall/support';
  const { editor, reader, read, policy, paywall } = await openConsole({}, { supportUrl });
  expect((await editor.get('/reader')).text).toContain(`value="${supportUrl}" readonly`);
  const browser = reader();
  expect((await read(browser, ...TEN, 11)).at(-1)).toBe('blocked');
  const pass = (await policy.readers.code(browser.cookie)) ?? '';
  const found = await editor.post('/reader', { pass });
  expect(wordsOf(found)).toContain('They have read 10 of 10 articles this period.');
  const grant = { pass: hiddenIn(found, 'pass'), version: hiddenIn(found, 'version'), act: 'grant', count: 2 };
  expect(wordsOf(await editor.post('/reader', grant))).toContain('10 of 12 articles');
  expect(await read(browser, 11, 12, 13)).toEqual(['register-prompt', 'register-prompt', 'blocked']);
  expect((await paywall.explain({ pass })).granted).toBe(2);
});

test('the service has the page, of the account that it knows, and of readers without a token', async () => {
  const policy = signedPolicy();
  const service = createService({
    ...{ site: 'https://news.example', keys: [{ id: '2026-11', secret: SECRET }], store: memoryStore(), policy },
    ...{ plans: { registered: { promptAfter: 5, blockAfter: 7 } }, account: { header: 'x-account' } },
    ...{ token: 'a-token-of-sixteen-and-more', support: { email: 'help@news.example' } },
  });
  const server = await serve(service);
  open.push(server, policy);
  const page = await send(server.port, { path: '/support?a=1', headers: { 'X-Account': '4711; plan=registered' } });
  expect(wordsOf(page)).toContain('You have read 0 of 7 articles');
  expect(await policy.readers.explain({ pass: codeIn(page) })).toMatchObject({ limit: 7 });
  expect(wordsOf(await send(server.port, { path: '/support' }))).toContain('there is no code to send');
  expect(() =>
    createService({ site: 'https://news.example', keys: [{ id: '2026-11', secret: SECRET }], support: {} }),
  ).toThrow('createService.support');
});
