import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endingOf, isWhole } from '../../src/audit/page/ending.js';
import { likelyArticles, likelyIndexPages, linksOf, relatedTo } from '../../src/audit/page/links.js';
import { placesOf } from '../../src/audit/page/places.js';
import { sentencesOf } from '../../src/audit/page/sentences.js';
import { holds, squeeze } from '../../src/audit/page/squeeze.js';

const reply = (body: string, type = 'text/html; charset=utf-8', url = 'https://news.example/2026/a-first-story') => ({
  url: new URL(url),
  status: 200,
  headers: { 'content-type': type },
  setCookies: [],
  body,
});

const paragraph = (name: string): string =>
  `The ${name} morning began with rain over the harbour. By noon the ${name} ferry had not left its berth.`;
const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const paragraphs = names.map((name) => `<p>${paragraph(name)}</p>`).join('');
const [two, rest] = [
  paragraphs.slice(0, paragraphs.indexOf('<p>The third')),
  paragraphs.slice(paragraphs.indexOf('<p>The third')),
];
const noise = 'This sentence is no part of the article, though it goes on for quite a while on the page.';

describe('the sentences of an article', () => {
  const own = names.flatMap((name) => paragraph(name).split(/(?<=harbour\.) /));

  test.each([
    ['paragraphs in an article element', `<article>${paragraphs}</article>`],
    ['paragraphs in two layers', `<article>${two}<div>${rest}</div></article>`],
    ['a navigation of long links', `<nav><p>${noise}</p></nav><div>${paragraphs}</div>`],
    ['a list of headlines', `<div>${paragraphs}</div><ul>${`<li><a href="/x">${noise}</a></li>`.repeat(3)}</ul>`],
    [
      'a footer, an aside and a form',
      `<div>${paragraphs}<aside><p>${noise}</p></aside></div><footer><p>${noise}</p></footer><form><p>${noise}</p></form>`,
    ],
    ['hidden text', `<div>${paragraphs}<p hidden>${noise}</p><div style="display:none"><p>${noise}</p></div></div>`],
    ['markup in the sentences', `<div>${paragraphs.replaceAll('ferry', '<a href="/f"><em>fer</em>ry</a>')}</div>`],
    ['div elements in place of paragraphs', `<main><div>${paragraphs.replaceAll('p>', 'div>')}</div></main>`],
    [
      'line breaks in place of paragraphs',
      `<main><div>${paragraphs.replaceAll('<p>', '').replaceAll('</p>', '<br><br>')}</div></main>`,
    ],
    ['short comments below', `<div>${paragraphs}</div><section><div><p>${noise}</p></div></section>`],
  ])('are found beside %s', (_what, body) => {
    expect(sentencesOf(`<!doctype html><body>${body}`).map(({ text }) => text)).toEqual(own);
  });

  test('are none in a page that scripts fill', () => {
    expect(sentencesOf('<!doctype html><div id="app"></div><script>render()</script>')).toEqual([]);
  });

  test('are found in other languages', () => {
    const line = '海が静かに満ちてくる朝、港の時計はいつもの時刻を指していた。';
    const lines = ['一', '二', '三'].map(
      (number) => `<p>${number}番目の${line}${number}度目の鐘が鳴ると、船はゆっくりと岸を離れていった。</p>`,
    );
    expect(sentencesOf(`<html lang="ja"><article>${lines.join('')}</article>`)).toHaveLength(6);
  });

  test('are found however deep the page is nested, and in whatever it holds', () => {
    const deep = `${'<div>'.repeat(20_000)}<p>${noise}</p>`;
    expect(sentencesOf(deep)).toHaveLength(1);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<p>', '</', '<a', '>', 'text ', '<template>', '&', '"', '<!--') }),
        (html) => void sentencesOf(html),
      ),
    );
  });
});

describe('the ending of an article', () => {
  const page = reply(`<!doctype html><article>${paragraphs}</article>`);

  test('is from its second half, the last first, and nothing that stands elsewhere too', () => {
    expect(
      endingOf(page, [])
        .map(({ text }) => text)
        .slice(0, 2),
    ).toEqual([
      'By noon the sixth ferry had not left its berth.',
      'The sixth morning began with rain over the harbour.',
    ]);
    const elsewhere = squeeze(`and so. By noon the sixth ferry had not left its berth. And so on.`);
    expect(endingOf(page, [elsewhere])[0]?.text).toBe('The sixth morning began with rain over the harbour.');
  });

  test.each([
    ['the page itself', `<article>${paragraphs}</article>`, true],
    [
      'the page with a sentence changed',
      `<article>${paragraphs.replace('By noon the sixth', 'By one the sixth')}</article>`,
      true,
    ],
    ['a teaser', `<article>${paragraphs.slice(0, 300)}</article>`, false],
    ['the text, hidden', `<article hidden>${paragraphs}</article>`, false],
    ['nothing', '', false],
  ])('is there in %s: %p', (_what, body, whole) => {
    expect(isWhole(reply(body), endingOf(page, []))).toBe(whole);
  });

  test('is not there in an error', () => {
    expect(isWhole({ ...page, status: 402 }, endingOf(page, []))).toBe(false);
  });
});

describe('a sentence is found', () => {
  const sentence = 'Won’t “you” say so, 3 times & more?';
  const squeezed = squeeze(sentence);
  const escaped = 'Won&#8217;t &ldquo;you&rdquo; say so, 3&nbsp;times &amp; more?';

  test.each([
    ['as it is', sentence],
    ['over lines', sentence.replaceAll(' ', '\n  ')],
    ['in JSON', JSON.stringify({ text: sentence })],
    ['in escaped JSON', '{"text":"Won\\u2019t \\u201cyou\\u201d say so,\\n3 times \\u0026 more?"}'],
    ['in JSON in JSON', JSON.stringify(JSON.stringify({ text: sentence }))],
    ['in markup', `<p>${escaped.replace('say', '<em class="a > b">say</em>')}</p>`],
    ['in escaped markup', escaped.replaceAll('&', '&amp;')],
    ['in CDATA', `<item><![CDATA[<p>${escaped}</p>]]></item>`],
    ['in JSON with markup', JSON.stringify({ html: `<p>${escaped}</p>` })],
    ['behind a comparison in a script', `if(a<b){f("${sentence}")}`],
  ])('%s', (_how, text) => {
    expect(holds(text, squeezed)).toBe(true);
  });

  test('and not in its parts', () => {
    expect(holds('Won’t you say? So: 3 or more times', squeezed)).toBe(false);
  });

  test.each([
    ['text', `<p>${escaped}</p>`],
    ['text', `<p>Won’t <b>“you”</b> say</p><p>so, 3 times &amp; more?</p>`],
    ['hidden', `<p style="visibility:hidden">${escaped}</p>`],
    ['hidden', `<dialog><p>${escaped}</p></dialog>`],
    ['json-ld', `<script type="application/ld+json">${JSON.stringify([sentence])}</script>`],
    ['script', `<script>x = ${JSON.stringify(sentence)}</script>`],
    ['meta', `<meta name="description" content="${escaped}">`],
    ['attribute', `<a title="${escaped}">so</a>`],
    ['comment', `<!-- ${sentence} -->`],
    ['noscript', `<noscript><p>${escaped}</p></noscript>`],
    ['template', `<template><p>Won’t <b>“you”</b> say so, 3 times &amp; more?</p></template>`],
  ])('in its place: %s', (place, markup) => {
    expect([...placesOf(reply(`<!doctype html><body>${markup}`), squeezed)]).toEqual([place]);
  });

  test('in what is no page, and in header fields', () => {
    expect([...placesOf(reply(JSON.stringify([sentence]), 'application/json'), squeezed)]).toEqual(['body']);
    const field = { headers: { 'x-text': "Won't you say so, 3 times & more" }, body: '' };
    expect([...placesOf(field, squeeze("Won't you say so, 3 times & more"))]).toEqual(['header']);
  });
});

describe('links', () => {
  const page = reply(`
    <link rel="amphtml" href="/amp/2026/a-first-story"><link rel="alternate feed" type="application/rss+xml" href="//feeds.example/all">
    <a href="/2026/a-second-story?from=front#top">2</a> <a href="a-third-story">3</a> <a href="/2026/a-second-story">2 again</a>
    <a href="/2026/a-first-story#comments">itself</a> <a href="/2025/an-older-story">older</a> <a href="/science/a-story-of-science">other</a>
    <a href="/science">section</a> <a href="/about">about</a> <a href="/2026/sign-out">out</a> <a href="/2026/photo.jpg">photo</a>
    <a href="https://elsewhere.example/2026/a-story">elsewhere</a> <a href="mailto:a@b.example">mail</a> <a href="http://[">broken</a> <a>none</a>`);
  const paths = (urls: readonly URL[]) => urls.map(({ pathname, search }) => pathname + search);

  test('to other articles are told by their shape, the most alike first', () => {
    expect(paths(likelyArticles(page.url, linksOf(page)))).toEqual([
      '/2026/a-second-story',
      '/2026/a-third-story',
      '/2025/an-older-story',
      '/science/a-story-of-science',
    ]);
    expect(paths(likelyIndexPages(page.url, linksOf(page)))).toEqual(['/science', '/about']);
  });

  test('to articles that are named by a query keep it', () => {
    const blog = reply(
      '<a href="/?p=2">2</a> <a href="/?p=1">itself</a> <a href="/?cat=2">category</a>',
      undefined,
      'https://news.example/?p=1',
    );
    expect(paths(likelyArticles(blog.url, linksOf(blog)))).toEqual(['/?p=2']);
  });

  test('to other versions are told by their relation', () => {
    expect(relatedTo(page).map(({ rel, type, url }) => [rel, type, url.href])).toEqual([
      [['amphtml'], '', 'https://news.example/amp/2026/a-first-story'],
      [['alternate', 'feed'], 'application/rss+xml', 'https://feeds.example/all'],
    ]);
  });
});
