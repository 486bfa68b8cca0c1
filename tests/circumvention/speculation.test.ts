import { describe, expect, test } from '@jest/globals';
import { createReader } from '../support/reader.js';
import { createTestSite } from '../support/site.js';
import { attack, givenAway, LIMITS, readerWhoRead, STATES, serveNewsroom, stateOf } from './newsroom.js';

const SPECULATIVE: readonly (readonly [string, string])[] = [
  ['Sec-Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['Sec-Purpose', 'prefetch; anonymous-client-ip'],
  ['Sec-Purpose', 'PREFETCH'],
  ['Purpose', 'prefetch'],
  ['Purpose', 'preview'],
  ['X-Purpose', 'preview'],
  ['X-Moz', 'prefetch'],
];

describe.each(SPECULATIVE)('%s: %s', (name, value) => {
  const headers = { [name]: value };

  test.each(Object.entries(STATES))(
    'for an article that %s has not read: 503, no body, no count',
    async (_state, read) => {
      const newsroom = await serveNewsroom();
      const reader = await readerWhoRead(read, newsroom);
      for (let time = 0; time < 2; time += 1) {
        const answer = await reader.send({ ...attack(read + 1), headers });
        expect(answer).toMatchObject({ status: 503, text: '' });
        expect(answer.headers).not.toHaveProperty('set-cookie');
        expect(answer.headers['cache-control']).toContain('no-store');
        expect(answer.headers.vary).toMatch(/^Cookie, Sec-Purpose, X-Sec-Purpose, Purpose, .*, HX-Preloaded$/);
      }
      const clicked = await reader.send(attack(read + 1));
      if (read === LIMITS.blockAfter) expect(stateOf(clicked)).toBe('blocked');
      else expect(clicked.headers.paywall).toContain(`; read=${read};`);
      await newsroom.close();
    },
  );

  test('for an article that was read before: served, and still not counted', async () => {
    const newsroom = await serveNewsroom();
    const reader = await readerWhoRead(LIMITS.blockAfter, newsroom);
    const answer = await reader.send({ ...attack(2), headers });
    expect(answer.status).toBe(200);
    expect(givenAway(answer)).toEqual([2]);
    expect(answer.headers.paywall).toContain(`read=${LIMITS.blockAfter - 1};`);
    await newsroom.close();
  });

  test("speculation: 'count' takes it for a view", async () => {
    const reader = createReader(createTestSite({ speculation: 'count', promptAfter: 1, blockAfter: 2 }).app);
    const states: (string | undefined)[] = [];
    for (const slug of ['a', 'a', 'b', 'c']) states.push((await reader.get(`/news/${slug}`, headers)).state);
    expect(states).toEqual(['free', 'free', 'register-prompt', 'blocked']);
  });
});

test.each([
  ['Sec-Purpose', ''],
  ['Sec-Purpose', 'navigate'],
  ['Purpose', 'prefetching'],
  ['X-Purpose', 'fetch'],
])('%s: %p is an ordinary view', async (name, value) => {
  const reader = createReader(createTestSite().app);
  expect(await reader.get('/news/a', { [name]: value })).toMatchObject({ status: 200, state: 'free' });
  expect((await reader.get('/news/b')).figures).toMatchObject({ read: '1' });
});
