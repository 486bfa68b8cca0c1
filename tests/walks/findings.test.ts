import { afterEach, expect, jest, test } from '@jest/globals';
import { memoryFigures } from '../../src/index.js';
import { ANN, closeDesks, openLocalDesk } from '../support/local-desk.js';

afterEach(closeDesks);

/** A device of an account that has read two articles elsewhere a moment ago, and a third on this one; then the store is out. */
async function secondDevice() {
  const plans = { registered: { promptAfter: 3, blockAfter: 10 } };
  const { paywall, read, store } = openLocalDesk({ figures: memoryFigures() }, { plans });
  await read([1, 2], '', ANN);
  let { cookie } = await read([3], '', ANN);
  jest.spyOn(store, 'visit').mockRejectedValue(new Error('out'));
  async function view(article: number) {
    const headers = { cookie };
    const outcome = await paywall.decide({
      method: 'GET',
      target: '/',
      headers,
      article: () => article,
      account: () => ANN,
    });
    cookie = outcome.end(200).cookie?.split(';')[0] ?? cookie;
    const { state, read, left } = outcome.decision;
    return { state, read, left };
  }
  return { paywall, view };
}

test('a reload says what the first view said while the store is out: regression', async () => {
  const { view } = await secondDevice();
  for (const article of [4, 5, 6, 7]) {
    const first = await view(article);
    expect(await view(article)).toEqual(first);
  }
});

test('an outage counts no browser twice among the readers of so many articles: regression', async () => {
  const { paywall, view } = await secondDevice();
  for (const article of [4, 5, 6, 7]) await view(article);
  const report = await paywall.figures?.read();
  expect(report?.sum.plans.find(({ account }) => account)?.reached.slice(1)).toEqual([1, 1, 1, 1, 1]);
});

test('a reader of format 1 who starts again does not count among those prompted with each view: regression', async () => {
  const { paywall, policy, read } = openLocalDesk({ figures: memoryFigures(), passFormat: 1 });
  const { cookie } = await read([1, 2]);
  await policy.readers.reset({ pass: cookie }, { by: 'Anna Lind' });
  await read([1, 2, 1, 2, 1, 2], cookie);
  const report = await paywall.figures?.read();
  expect(report?.sum.rates[0]?.all.prompted).toMatchObject({ numerator: 1, denominator: 2 });
});
