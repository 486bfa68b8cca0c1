import { describe, expect, test } from '@jest/globals';
import type { PromptDecision } from '../../src/prompts.js';
import { eleventhView, fourthView, lockedView, promptsWith, secondView, tenthView, visible } from './facts.js';

const { meter, appeal, notice } = promptsWith({ support: { url: '/support' } });
const months = (text: string) => `${text} this month`;

describe('the meter', () => {
  test.each<[string, PromptDecision, string]>([
    ['the first view', { ...secondView, read: 0, left: 9 }, months('1 of 10 free articles')],
    ['the second view', secondView, months('2 of 10 free articles')],
    ['the fourth view', fourthView, months('4 of 10 free articles')],
    ['the tenth view', tenthView, months('10 of 10 free articles')],
    ['the wall', eleventhView, months('10 of 10 free articles')],
    ['a locked article', lockedView, months('3 of 10 free articles')],
    ['an account’s plan', { ...fourthView, account: true, limit: 30, left: 26 }, months('4 of 30 articles')],
    ['a limit of 1', { ...fourthView, read: 0, limit: 1, left: 0 }, months('1 of 1 free article')],
    ['a week', { ...fourthView, period: 'week' }, '4 of 10 free articles this week'],
    ['thirty days', { ...fourthView, period: { days: 30 } }, '4 of 10 free articles in 30 days'],
  ])('says of %s', (_view, decision, text) => {
    expect(visible(meter(decision))).toBe(text);
  });

  test.each<[string, PromptDecision]>([
    ['open access', { ...secondView, access: 'open' }],
    [
      'full access',
      { ...secondView, reason: 'full-access', limit: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY },
    ],
    ['a limit of 0', { ...eleventhView, read: 0, limit: 0 }],
    ['an outage', { ...eleventhView, reason: 'store-down', read: 0 }],
    ['a network that is full', { ...eleventhView, reason: 'network', read: 0 }],
  ])('says nothing of %s', (_view, decision) => {
    expect(meter(decision)).toBe('');
  });

  test.each<[string, number, string]>([
    ['nothing read', 0, '0 of 10 free articles'],
    ['three read', 3, '3 of 10 free articles'],
    ['all read', 10, '10 of 10 free articles'],
  ])('on a page that is no article says of a reading with %s', (_which, read, text) => {
    const { reason, access, ...facts } = fourthView;
    const state = read === 10 ? 'blocked' : 'free';
    const strip = meter({ ...facts, state, read, left: 10 - read });
    expect(visible(strip)).toBe(months(text));
    expect(strip.includes('class="paywall-used"')).toBe(read > 0);
    const none = Number.POSITIVE_INFINITY;
    expect(meter({ ...facts, state, read: 0, left: none, limit: none })).toBe('');
  });

  test('its bar says the same as its words', () => {
    expect(meter(fourthView)).toContain('viewBox="0 0 10 2"');
    expect(meter(fourthView)).toContain('<line class="paywall-used" x2="4" y1="1" y2="1"/>');
    expect(meter({ ...lockedView, read: 0 })).not.toContain('paywall-used');
    expect(meter({ ...fourthView, limit: 100, left: 96 })).toContain('x2="0.032"');
  });
});

test('every figure of a page tells one story, at each view and at a reload', () => {
  for (let read = 0; read <= 9; read += 1) {
    const decision: PromptDecision = {
      ...fourthView,
      state: read < 3 ? 'free' : 'register-prompt',
      read,
      left: 9 - read,
    };
    for (const reason of ['new-article', 're-read']) {
      const [used, limit] = (visible(meter({ ...decision, reason })).match(/\d+/g) ?? []).map(Number);
      expect([used, limit]).toEqual([read + 1, 10]);
      const words = visible(notice({ ...decision, reason }));
      if (read >= 3) expect(words).toContain(`You have read ${read} articles`);
      const left = Number(/(\d+) free articles? left/.exec(words)?.[1] ?? (words.includes('last free') ? 0 : 9 - read));
      expect(read + 1 + left).toBe(10);
    }
  }
});

describe('the appeal', () => {
  test('is a heading, two sentences and a link, under an open article', () => {
    expect(visible(appeal(secondView))).toBe(
      'Reporting that readers make possible If this article was worth your time, please support The Example. ' +
        'Every contribution keeps our reporters at work. Support The Example',
    );
    expect(appeal(fourthView)).toContain('href="/support"');
  });

  test('is never beside a wall, nor without a place to support the site', () => {
    expect(appeal(eleventhView)).toBe('');
    expect(promptsWith().appeal(secondView)).toBe('');
  });

  test('is shown at the states that the site names', () => {
    const later = promptsWith({ support: { url: '/support', states: ['register-prompt'] } });
    expect(later.appeal(secondView)).toBe('');
    expect(later.appeal(fourthView)).not.toBe('');
  });
});
