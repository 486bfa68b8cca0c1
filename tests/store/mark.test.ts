import { describe, expect, test } from '@jest/globals';
import { createMark, LONGEST_VIEW, MARK_KEPT } from '../../src/store/mark.js';

const NOW = 1_000_000;

test('a view may stay open for two minutes, and a mark is kept for an hour', () => {
  expect([LONGEST_VIEW, MARK_KEPT]).toEqual([120, 3_600_000]);
});

describe('an article that a ledger lacked', () => {
  test('is provisional for as long as a view may be open, from when a visit first came upon it', () => {
    const { provisional } = createMark(100);
    expect(provisional([1], NOW)).toEqual([1]);
    expect(provisional([1, 2], NOW + 99)).toEqual([1, 2]);
    expect(provisional([1, 2], NOW + 100)).toEqual([2]);
    expect(provisional([2, 1], NOW + 199)).toEqual([]);
  });

  test('is provisional anew once it went with the view', () => {
    const { provisional, takeBack } = createMark(100);
    provisional([1], NOW);
    expect(takeBack({ article: 1, view: 'a' })).toBe(true);
    expect(provisional([1], NOW + 100)).toEqual([1]);
  });

  test('is not so where it stays', () => {
    const { provisional, found, takeBack } = createMark(100);
    provisional([1], NOW);
    found(1);
    expect(takeBack({ article: 1, view: 'a' })).toBe(false);
    expect(provisional([1], NOW + 100)).toEqual([]);
  });
});

describe('a view that is taken back', () => {
  test('takes the article with it only where nobody else found it', () => {
    const { found, takeBack } = createMark(100);
    found(1);
    found(1);
    found(2);
    const taken = ['a', 'b', 'c', 'd'].map((view) => takeBack({ article: 1, view }));
    expect(taken).toEqual([false, false, true, true]);
    expect(takeBack({ article: 3, view: 'e' })).toBe(true);
  });

  test('is so once', () => {
    const { found, takeBack } = createMark(100);
    expect(takeBack({ article: 1, view: 'a' })).toBe(true);
    expect(takeBack({ article: 1, view: 'a' })).toBe(false);
    found(1);
    expect(takeBack({ article: 1, view: 'a' })).toBe(false);
    expect(takeBack({ article: 1, view: 'b' })).toBe(false);
    expect(takeBack({ article: 1, view: 'c' })).toBe(true);
  });

  test('is remembered until a thousand others are', () => {
    const { takeBack } = createMark(100);
    const views = Array.from({ length: 1000 }, (_, nth) => `view-${nth}`);
    for (const view of views) takeBack({ article: 1, view });
    expect(views.map((view) => takeBack({ article: 1, view })).filter(Boolean)).toEqual([]);
    takeBack({ article: 1, view: 'one more' });
    expect(takeBack({ article: 1, view: 'view-0' })).toBe(true);
    expect(takeBack({ article: 1, view: 'one more' })).toBe(false);
  });
});
