import { describe, expect, test } from '@jest/globals';
import { OptionError } from '../../src/options/errors.js';
import { createPrompts } from '../../src/prompts.js';
import { fourthView, options, promptsWith } from './facts.js';

describe('a programmer’s mistake is refused at start', () => {
  const mistakes: readonly (readonly [string, object, string, string])[] = [
    ['a javascript: link', { registerUrl: 'javascript:alert(1)' }, 'ERR_PAYWALL_INSECURE', 'registerUrl'],
    ['a hidden one', { signInUrl: ' java\nscript:alert(1)' }, 'ERR_PAYWALL_INSECURE', 'signInUrl'],
    ['a data: link', { readingUrl: 'data:text/html,x' }, 'ERR_PAYWALL_INSECURE', 'readingUrl'],
    ['no address at all', { signInUrl: 'https://' }, 'ERR_PAYWALL_INSECURE', 'signInUrl'],
    ['an empty link', { signInUrl: '' }, 'ERR_PAYWALL_OPTION_TYPE', 'signInUrl'],
    ['no name', { siteName: undefined }, 'ERR_PAYWALL_OPTION_MISSING', 'siteName'],
    ['a near miss', { registerURL: '/' }, 'ERR_PAYWALL_OPTION_UNKNOWN', 'registerURL'],
    ['nowhere to go', { registerUrl: undefined, signInUrl: undefined }, 'ERR_PAYWALL_OPTION_MISSING', 'registerUrl'],
    ['a subscription without a place', { subscribe: {} }, 'ERR_PAYWALL_OPTION_MISSING', 'subscribe.url'],
    ['a support that is dangerous', { support: { url: 'data:,' } }, 'ERR_PAYWALL_INSECURE', 'support.url'],
    [
      'an appeal at the wall',
      { support: { url: '/s', states: ['blocked'] } },
      'ERR_PAYWALL_OPTION_RANGE',
      'support.states[0]',
    ],
    ['an unknown offer', { offers: ['donate'] }, 'ERR_PAYWALL_OPTION_RANGE', 'offers[0]'],
    ['an offer made twice', { offers: ['register', 'register'] }, 'ERR_PAYWALL_OPTION_CONFLICT', 'offers'],
    ['no offers', { offers: [] }, 'ERR_PAYWALL_OPTION_TYPE', 'offers'],
    ['an unknown placement', { placement: 'modal' }, 'ERR_PAYWALL_OPTION_RANGE', 'placement'],
    ['a path that is none', { assetsPath: 'paywall/' }, 'ERR_PAYWALL_OPTION_RANGE', 'assetsPath'],
    ['a language without wording', { locale: 'fa' }, 'ERR_PAYWALL_OPTION_RANGE', 'locale'],
    ['copy without a language', { copy: { signIn: 'Log in' } }, 'ERR_PAYWALL_OPTION_TYPE', 'copy.signIn'],
    ['copy in no language', { copy: { '?': {} } }, 'ERR_PAYWALL_OPTION_RANGE', 'copy.?'],
    ['an unknown message', { copy: { en: { title: 'x' } } }, 'ERR_PAYWALL_OPTION_UNKNOWN', 'copy.en.title'],
    ['a message that is no text', { copy: { de: { signIn: 1 } } }, 'ERR_PAYWALL_OPTION_TYPE', 'copy.de.signIn'],
    ['a link without a name', { copy: { de: { signIn: '' } } }, 'ERR_PAYWALL_OPTION_TYPE', 'copy.de.signIn'],
    ['part of a language of its own', { copy: { fa: { signIn: 'x' } } }, 'ERR_PAYWALL_OPTION_MISSING', 'copy.fa'],
  ];

  test.each(mistakes)('%s', (_case, mistake, code, option) => {
    const create = () => createPrompts({ ...options, ...mistake });
    expect(create).toThrow(OptionError);
    expect(create).toThrow(expect.objectContaining({ code, option: `createPrompts.${option}` }));
  });
});

test.each(['/register', 'register?from=wall', '#join', '//accounts.example/join', 'https://accounts.example/?a=1&b=2'])(
  '%s is a fine address',
  (registerUrl) => {
    const html = promptsWith({ registerUrl }).notice(fourthView);
    expect(html).toContain(`href="${registerUrl.replace('&', '&amp;')}"`);
  },
);
