import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5';
import { OptionError } from '../../src/options/errors.js';
import { type SplitOptions, splitArticle } from '../../src/prompts.js';
import { codePoint } from '../support/code-points.js';
import { inLongRuns, rounds } from '../support/rounds.js';

const teaser = (html: string, options: SplitOptions = {}): string => splitArticle(html, options).teaser;

const REST = '<p>Third, with enough words to make it long.</p><p>Fourth, with enough words too.</p>';

describe('where an article is cut', () => {
  test.each([
    ['paragraphs', `<p>One.</p><p>Two.</p>${REST}`, '<p>One.</p><p>Two.</p>'],
    [
      'nested containers',
      `<div><section><p>One.</p></section><p>Two.</p>${REST}</div>`,
      '<div><section><p>One.</p></section><p>Two.</p></div>',
    ],
    ['a list', `<p>One.</p><ul><li>Two.</li><li>x</li></ul>${REST}`, '<p>One.</p><ul><li>Two.</li></ul>'],
    [
      'a table',
      `<table><tr><td>1</td><td>One.</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>${REST}`,
      '<table><tbody><tr><td>1</td><td>One.</td></tr><tr><td>2</td></tr></tbody></table>',
    ],
    [
      'a quotation',
      `<blockquote><p>One.</p><p>Two.</p><p>x</p></blockquote>${REST}`,
      '<blockquote><p>One.</p><p>Two.</p></blockquote>',
    ],
    [
      'headings, which do not count',
      `<h2>A</h2><p>One.</p><h3>B</h3><p>Two.</p><h3>C</h3>${REST}`,
      '<h2>A</h2><p>One.</p><h3>B</h3><p>Two.</p>',
    ],
    ['a heading before the cut', `<p>One.</p><h3>B</h3><p>${'long '.repeat(60)}</p><p>x</p>`, '<p>One.</p>', 1],
    [
      'a figure, whose caption does not count',
      `<figure><img src="/a.jpg" alt="A"><figcaption>Cap</figcaption></figure><p>One.</p><p>Two.</p>${REST}`,
      '<figure><img src="/a.jpg" alt="A"><figcaption>Cap</figcaption></figure><p>One.</p><p>Two.</p>',
    ],
    [
      'a figure after the cut',
      `<p>One.</p><p>Two.</p><figure><figcaption>Cap</figcaption></figure>${REST}`,
      '<p>One.</p><p>Two.</p>',
    ],
    ['text outside any block', `One.<p>Two.</p>Three.${REST}`, 'One.<p>Two.</p>'],
    [
      'text between inline elements',
      `One <b>bold</b> and <i>more</i>.<p>Two.</p>${REST}`,
      'One <b>bold</b> and <i>more</i>.<p>Two.</p>',
    ],
    ['an element across blocks', `<b><p>One.</p><p>Two.</p>${REST}</b>`, '<b><p>One.</p><p>Two.</p></b>'],
    [
      'unknown elements',
      `<my-story one="x"><p>One.</p><p><font color="red">Two.</font></p>${REST}</my-story>`,
      '<p>One.</p><p>Two.</p>',
    ],
    ['unclosed paragraphs', '<p>One.<p>Two.<p>Third, with enough words.<p>Fourth, the same.', '<p>One.</p><p>Two.</p>'],
    ['two paragraphs', '<p>One and two.</p><p>Three and four.</p>', '<p>One and two.</p>'],
    [
      'empty paragraphs, which do not count',
      `<p>One.</p><p>&nbsp;</p><p></p><p>Two.</p>${REST}`,
      '<p>One.</p><p>&nbsp;</p><p></p><p>Two.</p>',
    ],
    [
      'captions alone',
      '<figure><figcaption>One a.</figcaption></figure><figure><figcaption>Two b.</figcaption></figure>',
      '<figure><figcaption>One a.</figcaption></figure>',
    ],
    ['one paragraph asked for', `<p>One.</p><p>Two.</p>${REST}`, '<p>One.</p>', 1],
  ])('%s', (_case, html, expected, paragraphs = 2) => {
    expect(teaser(html, { paragraphs })).toBe(expected);
  });

  test.each([
    ['one block', '<p>One two three four five six seven eight nine.</p>', '<p>One two three…</p>'],
    ['line breaks only', 'One two,<br>three four<br>five six seven eight', 'One two…'],
    [
      'inside inline elements',
      '<p>One <a href="/x">two three four</a> five six seven eight nine ten</p>',
      '<p>One <a href="/x">two three…</a></p>',
    ],
    ['punctuation before the cut', '<p>One two, three four five six.</p>', '<p>One two…</p>'],
    [
      'a giant among short ones',
      `<p>By A.</p><div>${'One two three. '.repeat(20)}</div><p>End.</p>`,
      `<p>By A.</p><div>${'One two three. '.repeat(6)}One two…</div>`,
    ],
    [
      'whitespace around and between',
      `\n${' '.repeat(99)}One two three\n\n\nfour five six seven eight nine${'\n'.repeat(99)}`,
      `\n${' '.repeat(99)}One two three…`,
    ],
  ])('%s: cut inside, at a word', (_case, html, expected) => {
    expect(teaser(html)).toBe(expected);
  });

  test('a language without spaces is cut at a word too', () => {
    const shown = teaser('<p>議会は火曜日の夜遅くに港湾計画を差し戻すことを決めた。</p>');
    expect(shown).toMatch(/^<p>議会は火曜日の夜遅?…<\/p>$/);
  });

  test.each([
    ['nothing', ''],
    ['white space', ' \n&nbsp;'],
    ['a heading', '<h2>Only a heading</h2>'],
    ['pictures', '<img src="/a.jpg" alt="A">'],
    ['one word', '<p>Word</p>'],
    ['only a script', '<script>let a = "words and words"</script>'],
  ])('%s gives nothing', (_case, html) => {
    expect(teaser(html)).toBe('');
  });

  test.each([null, undefined, 7, {}])('an article of %j gives nothing', (html) => {
    // @ts-expect-error plain JavaScript may pass anything
    expect(teaser(html)).toBe('');
  });

  test.each([0, -1, 1.5, 101, Number.NaN])('%d paragraphs are refused', (paragraphs) => {
    expect(() => teaser('<p>One.</p>', { paragraphs })).toThrow(OptionError);
  });
});

describe('no more than half is shown of', () => {
  const long = (name: string): string => `${name} ${'and so it went on that day '.repeat(6)}`;
  const many = Array.from({ length: 20 }, (_, at) => String(at));

  test.each([
    [
      'a photo essay',
      `<p>Short.</p>${many.map((at) => `<figure><img src="/${at}.jpg"><figcaption>${long(at)}</figcaption></figure>`).join('')}<p>Words.</p><p>End.</p>`,
    ],
    [
      'pictures with alternative texts',
      `<p>Short.</p>${many.map((at) => `<img src="/${at}.jpg" alt="${long(at)}">`).join('')}<p>Words.</p><p>End.</p>`,
    ],
    [
      'questions and answers in headings',
      `${many.map((at) => `<h3>${at}?</h3><h4>${long(at)}</h4>`).join('')}<p>Asked by us.</p><p>Edited.</p>`,
    ],
    [
      'a live blog',
      `${many.map((at) => `<section><h2><time>10:${at}</time> ${long(at)}</h2></section>`).join('')}<p>More.</p><p>Soon.</p>`,
    ],
    ['a table’s caption', `<table><caption>${long('All')}</caption><tr><td>1</td></tr><tr><td>2</td></tr></table>`],
    ['the titles of links', many.map((at) => `<p><a href="/" title="${long(at)}">${at}</a></p>`).join('')],
  ])('%s', (_kind, html) => {
    const out = teaser(html);
    expect(out).not.toBe('');
    expect(readableIn(out)).toBeLessThanOrEqual(readableIn(html) / 2);
  });
});

describe('the opening and the rest', () => {
  test.each([
    ['paragraphs', '<p>One.</p><p>Two.</p>', '<p>One.</p><p>Two.</p>', REST],
    [
      'containers, whose ids stay unique',
      '<p>One.</p><p>Two.</p>',
      '<div class="body" id="b"><section><p>One.</p></section><p>Two.</p></div>',
      `<div class="body">${REST}</div>`,
      `<div class="body" id="b"><section><p>One.</p></section><p>Two.</p>${REST}</div>`,
    ],
    [
      'what a teaser leaves out, which is lost to nobody',
      '<p>One.</p><p>Two.</p>',
      '<video src="/v"></video><p data-n="1">One.</p><script>1</script><p>Two.</p>',
      `<form></form>${REST}`,
    ],
    [
      'a list, which is in one of them whole',
      '<p>One.</p><ol><li>Two.</li></ol>',
      '<p>One.</p>',
      `<ol><li>Two.</li><li>More.</li></ol>${REST}`,
    ],
    ['a paragraph that is cut', '<p>One two three…</p>', '', '<p>One two three four five six seven eight nine.</p>'],
    ['an article without text', '', '', '<img src="/a.jpg"><hr>'],
  ])('of %s', (_case, shown, opening, rest, html = opening + rest) => {
    const parts = splitArticle(html);
    expect({ ...parts, teaser: parts.teaser.replace(/<div.*?>|<section>|<.div>|<.section>/g, '') }).toEqual({
      teaser: shown,
      opening,
      rest,
    });
  });

  test.each([null, undefined, 7, {}])('of %j are empty', (html) => {
    // @ts-expect-error plain JavaScript may pass anything
    expect(splitArticle(html)).toEqual({ teaser: '', opening: '', rest: '' });
  });
});

describe('nothing unseen', () => {
  test.each([
    ['a comment', '<!-- SECRET -->'],
    ['a script', '<script>SECRET</script>'],
    ['JSON-LD', '<script type="application/ld+json">{"articleBody":"SECRET"}</script>'],
    ['a style', '<style>p::after{content:"SECRET"}</style>'],
    ['a template', '<template><p>SECRET</p></template>'],
    ['noscript', '<noscript><p>SECRET</p></noscript>'],
    ['an iframe', '<iframe srcdoc="SECRET" title="SECRET"></iframe>'],
    ['an object', '<object data="/x">SECRET</object>'],
    ['a form', '<form><p>SECRET</p><input value="SECRET"></form>'],
    ['form controls', '<input type="hidden" value="SECRET"><textarea>SECRET</textarea><select><option>SECRET</select>'],
    ['a hidden element', '<div hidden><p>SECRET</p></div>'],
    ['hidden until found', '<div hidden="until-found">SECRET</div>'],
    ['hidden by style', '<div style="color:red; DISPLAY : none">SECRET</div>'],
    ['invisible by style', '<div style="visibility:hidden">SECRET</div>'],
    ['collapsed by style', '<div style="visibility: collapse">SECRET</div>'],
    ['transparent by style', '<div style="color:red;opacity:0.0">SECRET</div>'],
    ['a data attribute', '<p data-text="SECRET">x</p>'],
    ['a long attribute', `<p title="${'x'.repeat(200)}SECRET">x</p>`],
    ['a long alternative', `<img src="/a.jpg" alt="${'x'.repeat(200)}SECRET">`],
    ['a data: address', '<img src="data:text/plain,SECRET">'],
    ['a javascript: address', '<a href="javascript:void(SECRET)">x</a>'],
    ['a handler', '<p onclick="SECRET">x</p>'],
    ['a pull quote', '<aside>SECRET</aside>'],
    ['a picture’s text', '<svg><title>SECRET</title><desc>SECRET</desc><text>SECRET</text></svg>'],
    ['a formula', '<math><annotation>SECRET</annotation></math>'],
    ['a closed dialog', '<dialog>SECRET</dialog>'],
    ['raw text', '<xmp>SECRET</xmp>'],
    ['a video’s transcript', '<video aria-label="SECRET"><p>SECRET</p></video>'],
  ])('%s is left out', (_case, part) => {
    const html = teaser(`${part}<p>One.</p>${part}<div>${part}<p>Two.</p></div>${REST}`);
    expect(html).not.toContain('SECRET');
    expect(html).toContain('One.');
  });

  test('harmless attributes stay', () => {
    const kept =
      '<p class="lead" id="p1" lang="fr" dir="ltr" title="Note">One <a href="https://a.example/?x=1">link</a>' +
      '<img src="/a.jpg" alt="A" width="4" height="3" loading="lazy"></p><ol start="3"><li>Two.</li></ol>';
    expect(teaser(kept + REST)).toBe(kept);
  });
});

describe('rough input', () => {
  test.each(['div', 'b', 'span', 'blockquote', 'table><tr><td', 'ul><li', 'font', 'a><div', 'svg'])(
    '<%s> 10,000 deep',
    (tags) => {
      const deep = teaser(`${`<${tags}>`.repeat(10_000)}<p>One.</p><p>Two.</p>${REST}`);
      expect(deep).not.toContain('Third');
    },
  );

  inLongRuns(() => {
    test('fifty thousand paragraphs', () => {
      expect(teaser('<p>One two three.</p>'.repeat(50_000))).toBe('<p>One two three.</p>'.repeat(2));
    });
  });

  test('a newline that opens a pre does not wander', () => {
    const html = teaser(`<pre>\n\n\n\n\n\n\n\n\n\n\nOne.</pre><p>Two.</p>${REST}`);
    expect(html).toBe('<pre>One.</pre><p>Two.</p>');
  });
});

describe('properties', () => {
  const tag = fc.constantFrom(
    ...[
      'p',
      'div',
      'ul',
      'li',
      'table',
      'tr',
      'td',
      'a',
      'b',
      'i',
      'nobr',
      'h2',
      'pre',
      'blockquote',
      'figure',
      'figcaption',
    ],
    ...[
      'form',
      'button',
      'svg',
      'math',
      'title',
      'template',
      'select',
      'option',
      'textarea',
      'br',
      'img',
      'x-y',
      'span',
    ],
  );
  const piece = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name}>`),
    fc.constantFrom(
      'words of text ',
      'x',
      '\n\n',
      '&nbsp;',
      '&#13;',
      '<!--',
      '-->',
      '<',
      '&',
      '"',
      '<p title="',
      '<![CDATA[',
    ),
    fc.string({ unit: codePoint, maxLength: 6 }),
  );
  const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  test('whatever goes in, the same comes out when it is parsed and written again', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 5 }), (html, paragraphs) => {
        const out = teaser(html, { paragraphs });
        expect(serialize(parseFragment(out))).toBe(out);
      }),
    );
  });

  test('never all of the text is shown', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const out = teaser(html, { paragraphs: 100 });
        if (lettersOf(html) === '') return;
        expect(lettersOf(out).length).toBeLessThan(lettersOf(html).length);
      }),
    );
  });

  /** Random articles, mostly of headings, captions, alternative texts and titles. */
  const words = fc
    .array(fc.constantFrom('plain', 'a', 'considerable', '議会', '\u00ad'), { maxLength: 20 })
    .map((all) => all.join(' '));
  const { article } = fc.letrec<{ article: string; node: string }>((tie) => ({
    article: fc.array(tie('node'), { maxLength: 5 }).map((nodes) => nodes.join('')),
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      words,
      words.map((alt) => `<img src="/a.jpg" alt="${alt}">`),
      fc.tuple(words, tie('article')).map(([title, inner]) => `<b title="${title}">${inner}</b>`),
      fc
        .tuple(
          fc.constantFrom(
            'p',
            'div',
            'h2',
            'h4',
            'figure',
            'figcaption',
            'li',
            'table',
            'caption',
            'td',
            'blockquote',
            'x-y',
          ),
          tie('article'),
        )
        .map(([name, inner]) => `<${name}>${inner}</${name}>`),
      tie('article').map((inner) => `<figure><img src="/a.jpg"><figcaption>${inner}</figcaption></figure>`),
    ),
  }));

  test('never more than half of what can be read is shown, whatever carries it', () => {
    let shown = 0;
    fc.assert(
      fc.property(fc.oneof(article, soup), fc.integer({ min: 1, max: 100 }), (html, paragraphs) => {
        const out = teaser(html, { paragraphs });
        if (out !== '') shown += 1;
        expect(readableIn(out)).toBeLessThanOrEqual(readableIn(html) / 2);
        expect(seenIn(out).length).toBeLessThanOrEqual(seenIn(html).length / 2);
      }),
      { numRuns: rounds(150, 5000) },
    );
    expect(shown).toBeGreaterThan(50);
  });

  test('the opening and the rest are the whole article', () => {
    fc.assert(
      fc.property(article, fc.integer({ min: 1, max: 100 }), (html, paragraphs) => {
        const { opening, rest } = splitArticle(html, { paragraphs });
        const whole = serialize(parseFragment(html));
        expect(seenIn(opening + rest)).toBe(seenIn(whole));
      }),
      { numRuns: rounds(100, 5000) },
    );
  });

  const sentence = (index: number) =>
    fc
      .array(fc.constantFrom('plain', '<b>bold</b>', 'a,', '議会'), { minLength: 1, maxLength: 30 })
      .map((words) => `first${index}word ${words.join(' ')} last${index}word`);
  const wrap = fc.constantFrom(
    (text: string) => `<p>${text}</p>`,
    (text: string) => `<div><div>${text}</div></div>`,
    (text: string) => `<ul><li>${text}</li></ul>`,
    (text: string) => `<table><tr><td>${text}</td></tr></table>`,
    (text: string) => `<blockquote><p>${text}</p></blockquote><h3>Heading</h3>`,
    (text: string) => `<figure><img src="/a.jpg"><figcaption>Caption</figcaption></figure><p>${text}`,
  );

  test('the last block of an article never appears, nor does more than was asked for', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 6 })
          .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => fc.tuple(sentence(at), wrap)))),
        fc.integer({ min: 1, max: 100 }),
        (blocks, paragraphs) => {
          const out = teaser(blocks.map(([text, wrapped]) => wrapped(text)).join(''), { paragraphs });
          blocks.forEach((_, at) => {
            if (at >= paragraphs || at === blocks.length - 1)
              expect(out).not.toMatch(new RegExp(`(?:first|last)${at}word`));
          });
          expect(out).not.toMatch(/<h3>Heading<\/h3>$/);
        },
      ),
    );
  });

  test('an article in one block never shows its end', () => {
    fc.assert(
      fc.property(sentence(0), wrap, (text, wrapped) => {
        expect(teaser(wrapped(text))).not.toContain('last0word');
      }),
    );
  });
});

function lettersOf(html: string): string {
  return seenIn(html).replace(/…/g, '');
}

/** All text of some HTML without white space and without what has no shape. */
function seenIn(html: string): string {
  const textOf = (node: DefaultTreeAdapterTypes.Node): string => {
    if ('value' in node) return node.value;
    return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
  };
  return withoutSpace(textOf(parseFragment(html)));
}

/** How much can be read: text, alternative texts and titles, but nothing that is never shown. */
function readableIn(html: string): number {
  const lengthOf = (node: DefaultTreeAdapterTypes.Node): number => {
    if ('value' in node) return withoutSpace(node.value).length;
    if (!('childNodes' in node)) return 0;
    const attributes = 'attrs' in node ? node.attrs.filter(({ name }) => name === 'alt' || name === 'title') : [];
    return [...attributes.map(({ value }) => withoutSpace(value).length), ...node.childNodes.map(lengthOf)].reduce(
      (sum, length) => sum + length,
      0,
    );
  };
  return lengthOf(parseFragment(html));
}

const withoutSpace = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]/gu, '');
