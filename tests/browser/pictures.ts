import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Screen } from './chromium.js';
import type { OpenNewsroom } from './newsroom.js';

/** A picture of a state that a reader meets, for the papers. */
export interface Picture {
  /** One of `SCENES`, or of `CONSOLE_SCENES`. */
  readonly scene: string;
  readonly screen: Screen;
  readonly colorScheme: 'light' | 'dark';
}

/** The gallery, by the names of its files. */
export const GALLERY: Readonly<Record<string, Picture>> = {
  'free-phone-light': { scene: 'article-free', screen: 'phone', colorScheme: 'light' },
  'prompt-phone-light': { scene: 'article-prompt', screen: 'phone', colorScheme: 'light' },
  'prompt-desktop-dark': { scene: 'article-prompt', screen: 'desktop', colorScheme: 'dark' },
  'last-phone-dark': { scene: 'article-last', screen: 'phone', colorScheme: 'dark' },
  'wall-phone-dark': { scene: 'article-wall', screen: 'phone', colorScheme: 'dark' },
  'wall-desktop-light': { scene: 'article-wall', screen: 'desktop', colorScheme: 'light' },
  'locked-phone-light': { scene: 'article-locked', screen: 'phone', colorScheme: 'light' },
  'registered-desktop-light': { scene: 'registered-at-wall', screen: 'desktop', colorScheme: 'light' },
  'plan-phone-dark': { scene: 'registered-prompt', screen: 'phone', colorScheme: 'dark' },
  'console-desktop-light': { scene: 'console', screen: 'desktop', colorScheme: 'light' },
  'console-what-if-phone-dark': { scene: 'console-what-if', screen: 'phone', colorScheme: 'dark' },
  'your-reading-desktop-dark': { scene: 'your-reading', screen: 'desktop', colorScheme: 'dark' },
};

/** The three states of the README's picture, by scene. */
export const THREE_STATES = [
  { scene: 'article-free', title: 'Articles 1 to 3', text: 'The article, and how many were read.' },
  { scene: 'article-prompt', title: 'Articles 4 to 10', text: 'The whole text, and a prompt.' },
  { scene: 'article-wall', title: 'The 11th', text: 'A teaser, and the wall.' },
] as const;

/**
 * What a page is made of, as a short hash: its markup, which names its style sheets by their content. It is the same on every
 * machine, where the picture is another with every font.
 */
export async function fingerprint(page: Page, { origin }: OpenNewsroom): Promise<string> {
  const markup = (await page.content()).replaceAll(origin, '').replaceAll(new URL(origin).host, '');
  return createHash('sha256').update(markup).digest('base64url').slice(0, 16);
}
