import { describe, expect, test } from '@jest/globals';
import { promptStyles, renderPrompt } from '../../src/prompts/index.js';
import { eleventhView, fourthView, options } from './facts.js';

describe('promptStyles', () => {
  test('every class of the markup is styled, but for the plain link, and no other', () => {
    const html = renderPrompt(fourthView, options) + renderPrompt(eleventhView, options);
    const worn = [...html.matchAll(/class="([^"]+)"/g)].map(([, name]) => name);
    const styled = [...promptStyles.matchAll(/\.(paywall-[a-z-]+)/g)].map(([, name]) => name);
    expect(new Set([...styled, 'paywall-sign-in'])).toEqual(new Set(worn));
  });

  test('a dismissed prompt is not laid out again', () => {
    const rules = promptStyles.matchAll(/([^{}]*)\{([^{}]*)\}/g);
    const displayed = [...rules].filter(([, , body]) => /display:\s*(?!none)/.test(body ?? ''));
    for (const [, selectors] of displayed) expect(selectors).not.toMatch(/\.paywall-prompt\s*(?:,|$)/);
  });

  test('directions are logical', () => {
    expect(promptStyles).not.toMatch(/\b(?:left|right)\b/);
  });

  test('loads nothing', () => {
    expect(promptStyles).not.toMatch(/url\(|@import|@font-face/);
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
      expect(promptStyles).toContain(`--_${name}: var(--paywall-${name}, ${colour(name, 'light')});`);
    }
  });
});

function colour(name: string, scheme: 'light' | 'dark'): string {
  const [, light = '', dark = ''] =
    new RegExp(`--_${name}: var\\(--paywall-${name}, light-dark\\((#\\w+), (#\\w+)\\)\\)`).exec(promptStyles) ?? [];
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
