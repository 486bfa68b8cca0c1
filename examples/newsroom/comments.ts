export interface Comment {
  readonly author: string;
  readonly text: string;
  readonly at: Date;
}

export interface Comments {
  /** The oldest first. */
  of(slug: string): readonly Comment[];
  add(slug: string, author: string, text: string): void;
}

/** The longest comment, in characters. */
export const LONGEST_COMMENT = 1000;

const MOST_COMMENTS = 200;

const firstComments: Readonly<Record<string, readonly Comment[]>> = {
  'the-arithmetic-of-tides': [
    {
      author: 'Oda Marsh',
      text: 'I grew up over a chandlery, and the little yellow book was the only one my father ever read to the end.',
      at: new Date('2026-11-22T09:14:00Z'),
    },
    {
      author: 'Peregrine Low',
      text: 'A point in favour of the wind: it has taught me more patience than the table ever did.',
      at: new Date('2026-11-22T17:40:00Z'),
    },
  ],
  'in-praise-of-the-public-stair': [
    {
      author: 'Juna Abel',
      text: 'Please could somebody now write about handrails. Ours is cold in winter and too hot to touch in July.',
      at: new Date('2026-11-21T12:05:00Z'),
    },
  ],
  'the-library-of-borrowed-things': [
    {
      author: 'Milo Tarn',
      text: 'Our branch lends a loom. It came back with a scarf on it, finished, and a note that said “yours”.',
      at: new Date('2026-11-20T19:31:00Z'),
    },
  ],
  'the-market-that-is-gone-by-two': [
    {
      author: 'Ottoline Reed',
      text: 'Third row, second from the steps, for eleven years. He has got the silence at six exactly right.',
      at: new Date('2026-11-09T15:20:00Z'),
    },
    {
      author: 'Juna Abel',
      text: 'And who sweeps? Somebody should write about who sweeps.',
      at: new Date('2026-11-10T08:47:00Z'),
    },
  ],
  'how-to-mend-a-book': [
    {
      author: 'Sister Beatrix',
      text: 'Forty years of clear tape on the hymnals. I have read this standing up.',
      at: new Date('2026-11-13T07:02:00Z'),
    },
  ],
};

/** Comments in the memory of this process; each article keeps its latest. */
export function createComments(clock: () => number): Comments {
  const comments = new Map(Object.entries(firstComments));
  const of = (slug: string): readonly Comment[] => comments.get(slug) ?? [];
  return {
    of,
    add(slug, author, text) {
      comments.set(slug, [...of(slug), { author, text, at: new Date(clock()) }].slice(-MOST_COMMENTS));
    },
  };
}
