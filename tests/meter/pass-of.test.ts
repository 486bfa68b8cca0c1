import { describe, expect, test } from '@jest/globals';
import { createArticleIds } from '../../src/article/index.js';
import { NODE_MEANS } from '../../src/meter/node/index.js';
import type { RequestFields } from '../../src/meter/request-fields.js';
import { readSettings, type Settings } from '../../src/meter/settings.js';
import type { KnownAccount } from '../../src/meter/steps/02-account.js';
import { passOf } from '../../src/meter/steps/03-pass.js';
import type { Pass, Passes } from '../../src/pass/index.js';
import { rulesOfCode } from '../../src/policy/index.js';
import { NOON, SECRET, testOptions } from '../support/site.js';
import { aPass, PERIOD } from './facts.js';

const { settings } = readSettings(testOptions(), 'test', {}, NODE_MEANS);
const ids = createArticleIds(new TextEncoder().encode(SECRET), settings.site);
const ANN: KnownAccount = { id: 'ann', plan: null, access: settings.limits };
const READER = aPass().reader;
const OTHER = 'BBBBBBBBBBBBBBBB';

/** Passes whose cookies name them, opened at once or not. */
function holding(passes: Readonly<Record<string, Pass>>, atOnce = true) {
  const opened: string[] = [];
  const open = (token: string) => {
    opened.push(token);
    return passes[token] ?? null;
  };
  const all: Passes = {
    // What is none is known at once either way.
    open: (token) => (atOnce || !passes[token] ? open(token) : Promise.resolve(open(token))),
    seal: () => '',
  };
  const of = (headers: RequestFields, account: KnownAccount | null = null, more: Partial<Settings> = {}) =>
    passOf(headers, account, NOON, { ...settings, ...more }, ids, all, rulesOfCode(settings));
  return { of, opened };
}

const cookies = (...tokens: string[]) => ({ cookie: tokens.map((token) => `__Host-paywall=${token}`).join('; ') });

describe('the reader of a request', () => {
  test('without a pass is new, and has an id of their own', async () => {
    const { of } = holding({});
    const [one, two] = [await of({}), await of(cookies('none'))];
    expect(one).toMatchObject({
      period: PERIOD,
      pass: null,
      passes: [],
      format: 2,
      whole: true,
      isNew: true,
      tokens: [],
    });
    expect(one).toMatchObject({ accountReader: undefined, account: undefined });
    expect(two).toMatchObject({ pass: null, passes: [], isNew: true, tokens: ['none'] });
    expect(one.reader).toMatch(/^[\w-]{16}$/);
    expect(two.reader).not.toBe(one.reader);
    expect((await of({}, null, { passFormat: 1 })).format).toBe(1);
  });

  test.each([true, false])('is the one that the pass names, which is verified at once: %p', async (atOnce) => {
    const pass = aPass();
    const { of, opened } = holding({ a: pass }, atOnce);
    const carried = of(cookies('a', 'x', 'a'));
    expect(carried instanceof Promise).toBe(!atOnce);
    expect(await carried).toMatchObject({
      pass,
      passes: [pass],
      whole: true,
      reader: READER,
      isNew: false,
      tokens: ['a', 'x'],
    });
    expect(opened).toEqual(['a', 'x']);
  });

  test('is none where the field is no text', async () => {
    const { of } = holding({ a: aPass() });
    expect(await of({ cookie: ['__Host-paywall=a'] })).toMatchObject({ pass: null, tokens: [] });
  });

  test('with passes of several follows on them, and is new', async () => {
    const { of } = holding({ a: aPass(), b: aPass({ reader: OTHER, ledger: [3], read: 1 }) });
    const carried = await of(cookies('a', 'b'));
    expect(carried).toMatchObject({ whole: false, isNew: true, format: 2 });
    expect(carried.reader).toBe(ids[2].unitedReader([READER, OTHER], undefined, PERIOD.key));
    expect(carried.passes).toHaveLength(2);
    expect(carried.pass?.ledger).toEqual(expect.arrayContaining([1, 2, 3]));
  });

  test('with passes of one reader is that reader', async () => {
    const { of } = holding({ a: aPass(), b: aPass({ ledger: [1, 2, 3], read: 3 }) });
    expect(await of(cookies('a', 'b'))).toMatchObject({ reader: READER, isNew: false });
  });
});

test('an account has a reader of its own, and a pass names it by the beginning', async () => {
  for (const format of [1, 2] as const) {
    const accountReader = ids[format].accountReader('ann', PERIOD.key);
    const { of } = holding({ a: aPass({ format }) });
    const known = { accountReader, account: accountReader.slice(0, 8), isNew: false, format };
    expect(await of({}, ANN, { passFormat: format })).toMatchObject({ ...known, pass: null });
    const carried = await of(cookies('a'), ANN);
    expect(carried).toMatchObject(known);
    expect(carried.reader).toBe(ids[format].unitedReader([READER], accountReader.slice(0, 8), PERIOD.key));
  }
});
