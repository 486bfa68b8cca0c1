import { describe, expect, test } from '@jest/globals';
import { createRecent, type Recent } from '../../src/store/recent.js';

/** Readers of the numbers 1 to `count`, each with its number, seen in that order. */
function readersOf(most: number, count: number): Recent<number> {
  const readers = createRecent<number>(most);
  for (let nth = 1; nth <= count; nth += 1) readers.set(`r${nth}`, nth);
  return readers;
}

/** The numbers of those who are remembered, without their being seen by it. */
function remembered(readers: Recent<number>): number[] {
  const found: number[] = [];
  readers.deleteWhere((value) => {
    found.push(value);
    return false;
  });
  return found.sort((one, other) => one - other);
}

describe('of readers', () => {
  test.each([
    [2, 2, [1, 2]],
    [2, 3, [2, 3]],
    [6, 6, [1, 2, 3, 4, 5, 6]],
    [6, 7, [4, 5, 6, 7]],
    [7, 7, [4, 5, 6, 7]],
  ])('at most %d are remembered, and those seen last: of %d the numbers %j', (most, count, left) => {
    expect(remembered(readersOf(most, count))).toEqual(left);
  });

  test('those who are seen again are remembered the longer', () => {
    const readers = readersOf(6, 4);
    expect([readers.get('r1'), readers.get('r4'), readers.get('r9')]).toEqual([1, 4, undefined]);
    for (const nth of [5, 6]) readers.set(`r${nth}`, nth);
    expect(remembered(readers)).toEqual([1, 4, 5, 6]);
  });

  test('one who is seen again and again takes up the room of one', () => {
    const readers = readersOf(4, 3);
    for (let nth = 0; nth < 10; nth += 1) expect(readers.get('r3')).toBe(3);
    expect(remembered(readers)).toEqual([1, 2, 3]);
  });

  test('those who are not known take up no room, however often they are looked for', () => {
    const readers = readersOf(4, 4);
    for (let nth = 0; nth < 10; nth += 1) expect(readers.get(`unknown-${nth}`)).toBeUndefined();
    expect(remembered(readers)).toEqual([1, 2, 3, 4]);
  });

  test('one who is deleted is gone, wherever it was kept', () => {
    const readers = readersOf(4, 3);
    readers.delete('r1');
    readers.delete('r3');
    expect([readers.get('r1'), readers.get('r3')]).toEqual([undefined, undefined]);
    expect(remembered(readers)).toEqual([2]);
  });

  test('one who was seen again is gone as well when deleted', () => {
    const readers = readersOf(4, 3);
    readers.get('r1');
    readers.delete('r1');
    expect(readers.get('r1')).toBeUndefined();
  });

  test('one whose value is another takes up the room of one, and its old value never comes back', () => {
    const readers = readersOf(4, 2);
    for (let value = 10; value <= 15; value += 1) readers.set('r2', value);
    expect(remembered(readers)).toEqual([1, 15]);
    readers.set('r3', 3);
    readers.set('r2', 16);
    expect(remembered(readers)).toEqual([1, 3, 16]);
    readers.deleteWhere((value) => value === 16);
    expect(readers.get('r2')).toBeUndefined();
  });

  test('those are deleted whose value is over', () => {
    const readers = readersOf(6, 5);
    readers.deleteWhere((value) => value % 2 === 1);
    expect(remembered(readers)).toEqual([2, 4]);
  });
});
