import { createPrompts, type PromptDecision, type PromptOptions, type Prompts } from '../../src/prompts.js';

/** The fourth view of a month with the default limits. */
export const fourthView: PromptDecision = {
  state: 'register-prompt',
  reason: 'new-article',
  read: 3,
  limit: 10,
  left: 6,
  resetsAt: new Date('2026-12-01T00:00:00Z'),
  account: false,
  access: 'metered',
  period: 'month',
  timeZone: 'UTC',
};

/** The second view of a month. */
export const secondView: PromptDecision = { ...fourthView, state: 'free', read: 1, left: 8 };

/** The tenth view of a month with the default limits. */
export const tenthView: PromptDecision = { ...fourthView, read: 9, left: 0 };

/** The eleventh view of a month with the default limits. */
export const eleventhView: PromptDecision = { ...fourthView, state: 'blocked', reason: 'limit', read: 10, left: 0 };

/** An article for whoever has full access. */
export const lockedView: PromptDecision = {
  ...fourthView,
  state: 'blocked',
  reason: 'locked',
  access: 'locked',
  left: 7,
};

/** A moment of the month that the views are of. */
export const NOW = Date.UTC(2026, 10, 25, 12);

export const options: PromptOptions = {
  siteName: 'The Example',
  registerUrl: '/register',
  signInUrl: '/sign-in',
  clock: () => NOW,
};

/** Prompts with the options above, and more of them. */
export const promptsWith = (more: Partial<PromptOptions> = {}): Prompts => createPrompts({ ...options, ...more });

/** The text of HTML as a reader sees it, in one line. */
export function visible(html: string): string {
  return html
    .replace(/<\/(?:h2|p|a|button|div)>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .trim();
}
