import { describe, expect, test } from '@jest/globals';
import { eleventhView, fourthView, promptsWith, tenthView } from './facts.js';

const prompts = promptsWith({
  placement: 'dock',
  subscribe: { url: '/subscribe' },
  support: { url: '/support' },
  readingUrl: '/your-reading',
});
const css = prompts.assets.styles.text;

describe('the style sheet', () => {
  test('takes at most 5,000 bytes before compression', () => {
    expect(Buffer.byteLength(css)).toBeLessThanOrEqual(5000);
  });

  test('styles no class that nothing has, but for the one that the site gives its teaser', () => {
    const parts = [
      prompts.notice(tenthView),
      prompts.notice(eleventhView),
      prompts.meter(fourthView),
      prompts.appeal(fourthView),
    ];
    const worn = [...parts.join('').matchAll(/class="([^"]+)"/g)].flatMap(([, names = '']) => names.split(' '));
    const styled = [...css.matchAll(/\.(paywall[a-z-]*)/g)].map(([, name]) => name);
    expect(styled.filter((name) => name !== undefined && !worn.includes(name))).toEqual(['paywall-teaser']);
  });

  test('every rule of ours outranks a theme’s, but for those on the root', () => {
    const selectors = [...css.matchAll(/(?:^|[{}])([^@{}]+)\{/g)].map(([, selector = '']) => selector);
    expect(selectors.length).toBeGreaterThan(30);
    for (const selector of selectors) {
      if (!selector.startsWith(':root')) expect(selector).toMatch(/\.paywall(?:-teaser)?:not\(#_#_#_\)/);
    }
  });

  test('directions are logical, and nothing is loaded', () => {
    expect(css).not.toMatch(/\b(?:left|right)\b|url\(|@import|@font-face/);
  });

  test.each(['light', 'dark'] as const)('text is legible in the %s', (scheme) => {
    const [ink, surface, accent, onAccent] = ['ink', 'surface', 'accent', 'on-accent'].map((name) =>
      colour(name, scheme),
    );
    expect(contrast(ink, surface)).toBeGreaterThan(7);
    expect(contrast(onAccent, accent)).toBeGreaterThan(7);
    expect(contrast(accent, surface)).toBeGreaterThan(4.5);
  });

  test('a browser without light-dark() gets the light colours', () => {
    for (const name of ['ink', 'surface', 'accent', 'on-accent']) {
      expect(css).toContain(`var(--paywall-${name},${colour(name, 'light')})`);
    }
  });
});

function colour(name: string, scheme: 'light' | 'dark'): string {
  const [, light = '', dark = ''] = new RegExp(`--paywall-${name},light-dark\\((#\\w+),(#\\w+)\\)`).exec(css) ?? [];
  return scheme === 'light' ? light : dark;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
