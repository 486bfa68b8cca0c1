import { describe, expect, test } from '@jest/globals';
import { createOpenViews, type StoredPlace } from '../src/meter/steps/11-open-views.js';

const MOST_READERS = 10_000;

function openViews() {
  const takenBack: StoredPlace[] = [];
  const views = createOpenViews((place) => void takenBack.push(place));
  const open = (reader: number, member = 1) => {
    const view = views.begin({ key: `reader-${reader}`, member });
    view.counted();
    return view;
  };
  return { ...views, open, takenBack };
}

describe('views that are open', () => {
  test('are known of for 10,000 readers, and of one more the first is forgotten', () => {
    const { open, notShownYet } = openViews();
    for (let reader = 1; reader <= MOST_READERS; reader += 1) open(reader);
    expect(notShownYet('reader-1')).toEqual([1]);
    open(MOST_READERS + 1);
    expect(notShownYet('reader-1')).toEqual([]);
    expect(notShownYet('reader-2')).toEqual([1]);
    expect(notShownYet(`reader-${MOST_READERS + 1}`)).toEqual([1]);
  });

  test('of one reader, however many, crowd out nobody', () => {
    const { open, notShownYet } = openViews();
    open(1);
    for (let member = 1; member <= MOST_READERS + 1; member += 1) open(2, member);
    expect(notShownYet('reader-1')).toEqual([1]);
    expect(notShownYet('reader-2')).toHaveLength(MOST_READERS + 1);
  });

  test('make room as they end', () => {
    const { open, notShownYet } = openViews();
    open(1);
    for (let reader = 2; reader <= 2 * MOST_READERS; reader += 1) open(reader).end(true);
    expect(notShownYet('reader-1')).toEqual([1]);
  });

  test('of a reader who was forgotten are taken back all the same, once', () => {
    const { open, takenBack } = openViews();
    const first = open(1);
    for (let reader = 2; reader <= MOST_READERS + 1; reader += 1) open(reader);
    first.end(false);
    first.end(false);
    expect(takenBack).toEqual([{ key: 'reader-1', member: 1 }]);
  });

  test('of a reader who was forgotten end without those that the reader has begun since', () => {
    const { open, notShownYet, takenBack } = openViews();
    const first = open(1);
    for (let reader = 2; reader <= MOST_READERS + 1; reader += 1) open(reader);
    const second = open(1);
    first.end(true);
    expect(notShownYet('reader-1')).toEqual([1]);
    second.end(false);
    expect(notShownYet('reader-1')).toEqual([]);
    expect(takenBack).toEqual([{ key: 'reader-1', member: 1 }]);
  });
});
