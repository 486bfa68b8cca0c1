import type { PromptFacts, PromptOptions } from '../../src/prompts/index.js';

/** The fourth view of a month with the default limits. */
export const fourthView: PromptFacts = {
  state: 'register-prompt',
  read: 3,
  limit: 10,
  left: 6,
  resetsAt: new Date('2026-12-01T00:00:00Z'),
};

/** The eleventh view of a month with the default limits. */
export const eleventhView: PromptFacts = { ...fourthView, state: 'blocked', read: 10, left: 0 };

export const options: PromptOptions = { siteName: 'The Example', registerUrl: '/register', signInUrl: '/sign-in' };

/** The text of HTML as a reader sees it, in one line. */
export function visible(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
