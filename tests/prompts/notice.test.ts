import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import type { PromptDecision, PromptOptions } from '../../src/prompts.js';
import { codePoint } from '../support/code-points.js';
import { eleventhView, fourthView, lockedView, promptsWith, secondView, tenthView, visible } from './facts.js';

const prompts = promptsWith();

const full: Partial<PromptOptions> = {
  subscribe: { url: '/subscribe', price: '4 € a month' },
  readingUrl: '/your-reading',
  comments: true,
};

const said = (decision: PromptDecision, more: Partial<PromptOptions> = {}, commentsWaiting?: number) =>
  visible(promptsWith(more).notice(decision, { commentsWaiting }));

describe('the prompt', () => {
  test('is not there while the article is free', () => {
    expect(prompts.notice(secondView)).toBe('');
    expect(prompts.notice({ ...fourthView, access: 'open' })).toBe('');
  });

  test('says how many were read, what registering gives, and how many are left', () => {
    expect(said(fourthView)).toBe(
      'You have read 3 articles this month. Register to receive full access to The Example. ' +
        'You have 6 free articles left until December 1. Register for free Already registered? Sign in Close',
    );
  });

  test('has words of its own for the last article', () => {
    expect(said(tenthView)).toBe(
      'This is your last free article until December 1. You have read 9 articles this month. ' +
        'Register to receive full access to The Example. Register for free Already registered? Sign in Close',
    );
  });

  test('welcomes where nothing was read', () => {
    expect(said({ ...fourthView, read: 0, left: 9 })).toMatch(/^Welcome to The Example Register/);
    expect(said({ ...fourthView, read: 0, limit: 1, left: 0 })).toMatch(
      /^This is your last free article .* Register to/,
    );
  });

  test('says nothing of what is left where nothing ever blocks', () => {
    const endless = { ...fourthView, limit: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY };
    expect(said(endless)).toMatch(
      /^You have read 3 articles this month. Register to receive full access to The Example. R/,
    );
  });

  test('promises no more of registering than it gives', () => {
    expect(said(fourthView, { registered: 'limited' })).toContain('Register to read more articles for free.');
  });

  test('is dismissed by a button with a name, in a form that needs no script', () => {
    const html = prompts.notice(fourthView, { pageUrl: '/news/a?b=1&c' });
    expect(html).toContain('<form method="post" action="/paywall/dismiss?to=%2Fnews%2Fa%3Fb%3D1%26c">');
    const midnight = Date.UTC(2026, 10, 26) / 1000;
    expect(html).toContain(`<button name="prompt" value="${midnight}">Close</button>`);
  });

  test('a dismissal is remembered until the day ends where the site is, and never beyond the period', () => {
    const until = (decision: PromptDecision) => Number(/value="(\d+)"/.exec(prompts.notice(decision))?.[1]) * 1000;
    expect(until({ ...fourthView, timeZone: 'Asia/Tokyo' })).toBe(Date.UTC(2026, 10, 25, 15));
    expect(until({ ...fourthView, resetsAt: new Date(Date.UTC(2026, 10, 25, 18)) })).toBe(Date.UTC(2026, 10, 25, 18));
  });

  test('once dismissed is not sent again, until the last article', () => {
    const html = (decision: PromptDecision, cookie: string) => prompts.notice(decision, { cookie });
    expect(html(fourthView, 'a=b; paywall-dismissed=prompt')).toBe('');
    expect(html(fourthView, 'paywall-dismissed=last')).toBe('');
    expect(html(tenthView, 'paywall-dismissed=prompt')).toContain('last free article');
    expect(html(tenthView, 'paywall-dismissed=last')).toBe('');
    expect(html(fourthView, 'paywall-dismissed=x; %')).toContain('You have read');
    expect(html(eleventhView, 'paywall-dismissed=last')).toContain('paywall-wall');
  });
});

describe('the wall', () => {
  test('thanks, says how many were read, what opens the article, and when there is more', () => {
    expect(said(eleventhView)).toBe(
      'Thank you for being a loyal reader You’ve read all 10 free articles this month. Register to read on. ' +
        'Register for free Already registered? Sign in You’ll have 10 more on December 1.',
    );
  });

  test('leads to what was read, and says how many comments wait', () => {
    const wall = promptsWith(full).notice(eleventhView, { commentsWaiting: 12 });
    expect(visible(wall)).toContain('Register to read on and to join the comments. 12 comments are waiting for you.');
    expect(wall).toContain('<a href="/your-reading">What you have read stays open to you</a>');
    expect(said(eleventhView, full, 0)).not.toContain('waiting');
  });

  test('comments that wait are comments that can be joined', () => {
    expect(said(eleventhView, {}, 1)).toContain('join the comments. 1 comment is waiting');
    for (const count of [Number.NaN, -1, 1.5]) expect(said(eleventhView, {}, count)).not.toContain('comment');
  });

  test.each([
    ['recheck', 'Thank you for being a loyal reader You’ve read all 10'],
    [
      'network',
      'No more free articles on this network today Many new readers have come from the network you are using.',
    ],
    ['store-down', 'We can’t open this article just now We can’t look up how many articles you have read.'],
    ['false-crawler', 'This article is not open to you at the moment Register to read on.'],
    ['undecided', 'This article is not open to you at the moment Register to read on.'],
    ['a reason of tomorrow', 'This article is not open to you at the moment Register to read on.'],
  ])('by reason, %s', (reason, words) => {
    expect(said({ ...eleventhView, reason })).toMatch(new RegExp(`^${words}`));
    if (reason !== 'recheck') expect(said({ ...eleventhView, reason })).not.toMatch(/10|loyal/);
  });

  test('an article that is locked: for whom', () => {
    expect(said(lockedView)).toBe(
      'This article is for registered readers Register to read on. Register for free Already registered? Sign in',
    );
    const limited = { ...full, registered: 'limited' } as const;
    expect(said(lockedView, limited)).toBe(
      'This article is for subscribers Subscribe to read on and to join the comments. ' +
        'Subscribe · 4 € a month Already registered? Sign in What you have read stays open to you',
    );
  });

  test('a limit of 0 speaks of no count', () => {
    const wall = said({ ...eleventhView, read: 0, limit: 0 });
    expect(wall).toMatch(/^This article is for registered readers/);
    expect(wall).not.toMatch(/\b0\b|loyal|more on/);
  });
});

describe('who is known to the site', () => {
  const known = { account: true };

  test('is never told to register or to sign in', () => {
    for (const decision of [fourthView, tenthView, eleventhView, lockedView]) {
      for (const reason of ['limit', 'store-down', 'undecided', 'new-article', 'locked']) {
        expect(said({ ...decision, ...known, reason }, full, 3)).not.toMatch(/register (?:for|to)|sign in|free/i);
      }
    }
  });

  test('is offered to subscribe, and told of articles that are not called free', () => {
    expect(said({ ...fourthView, ...known }, full)).toBe(
      'You have read 3 articles this month. Subscribe to receive full access to The Example. ' +
        'You have 6 articles left until December 1. Subscribe · 4 € a month Close',
    );
    expect(said({ ...eleventhView, ...known }, full)).toContain(
      'You’ve read all your 10 articles this month. Subscribe',
    );
  });

  test('is offered nothing where there is nothing to offer', () => {
    expect(said({ ...eleventhView, ...known })).toBe(
      'Thank you for being a loyal reader You’ve read all your 10 articles this month. You’ll have 10 more on December 1.',
    );
  });
});

describe('the offers', () => {
  const linksOf = (html: string) =>
    [...html.matchAll(/<a class="paywall-([\w-]+)" href="([^"]+)">/g)].map((m) => m.slice(1));

  test('stand in the site’s order', () => {
    const html = promptsWith({ ...full, offers: ['subscribe', 'sign-in', 'register'] }).notice(fourthView);
    expect(linksOf(html).map(([name]) => name)).toEqual(['subscribe', 'sign-in', 'register']);
    expect(visible(html)).toContain('Subscribe to receive full access');
  });

  test('are only what the site has', () => {
    expect(linksOf(promptsWith({ offers: ['sign-in', 'subscribe'] }).notice(fourthView))).toEqual([
      ['sign-in', '/sign-in'],
    ]);
  });

  test('know the way back', () => {
    const { notice } = promptsWith({ registerUrl: '/register?from=wall#form', returnParameter: 'back' });
    expect(linksOf(notice(eleventhView, { pageUrl: '/news/a?b' }))).toEqual([
      ['register', '/register?from=wall&amp;back=%2Fnews%2Fa%3Fb#form'],
      ['sign-in', '/sign-in?back=%2Fnews%2Fa%3Fb'],
    ]);
  });

  test('only a way in is said nothing of but its link', () => {
    const { notice } = promptsWith({ offers: ['sign-in'] });
    expect(visible(notice(fourthView))).toMatch(/this month. You have 6 free articles left until December 1. Already/);
  });
});

describe('the markup', () => {
  const everything = promptsWith({ ...full, support: { url: '/support' } });
  const parts = [
    everything.notice(fourthView),
    everything.notice(eleventhView),
    everything.meter(fourthView),
    everything.appeal(fourthView),
  ];

  test.each(parts)('is well-formed, in its language, without script and inline style: %#', (html) => {
    expect(serialize(parseFragment(html)).replaceAll('&nbsp;', '\u00a0').replaceAll('></line>', '/>')).toBe(html);
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
    expect(html).toMatch(/^<(?:section|div) class="paywall paywall-\w+"[^>]* lang="en" dir="ltr"/);
  });

  test('no id is used twice in a page', () => {
    const html = everything.meter(fourthView) + everything.notice(fourthView) + everything.appeal(fourthView);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name] of html.matchAll(/aria-labelledby="([\w-]+)"/g)) expect(ids).toContain(name);
  });

  test('numbers stay in the line of what they count', () => {
    expect(parts.join('')).not.toMatch(/>[^<]*(?<!of )\d+ (?:free|articles|comments)|December \d/);
  });

  test('any name, address and wording is text and nothing else', () => {
    const shape = (html: string): string => html.replace(/>[^<]*/g, '>').replace(/(?:href|action)="[^"]*"/g, '');
    const bare = shape(serialize(parseFragment(promptsWith(full).notice(fourthView))));
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: codePoint }), (text) => {
        const { notice } = promptsWith({
          ...full,
          siteName: `${text}<b>"'&`,
          registerUrl: `/?${encodeURIComponent(text)}&"'><script>`,
          subscribe: { url: '/subscribe', price: `${text}</bdi><i>` },
          copy: { en: { signIn: `</a>${text}`, promptLeft: () => `<!--${text}` } },
        });
        const html = notice(fourthView, { pageUrl: `/"><script>${text.replace(/[\ud800-\udfff]/g, '')}` });
        expect(shape(serialize(parseFragment(html)))).toBe(bare);
      }),
    );
  });

  test('a prompt with one offer takes at most 900 bytes, and so does a wall', () => {
    const { notice } = promptsWith({ offers: ['register'] });
    for (const locale of ['en', 'ar', 'ja']) {
      for (const decision of [fourthView, tenthView, eleventhView]) {
        expect(Buffer.byteLength(notice(decision, { locale }))).toBeLessThanOrEqual(900);
      }
    }
  });
});

test('a dock is named so, and a wall never is one', () => {
  const { notice } = promptsWith({ placement: 'dock' });
  expect(notice(fourthView)).toContain('class="paywall paywall-prompt paywall-dock"');
  expect(notice(eleventhView)).not.toContain('dock');
});
