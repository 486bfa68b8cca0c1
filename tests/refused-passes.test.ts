import { describe, expect, test } from '@jest/globals';
import { createArticleIds } from '../src/article/index.js';
import { memoryStore, type PaywallEvent, type PaywallOptions, type PeriodOption } from '../src/index.js';
import { createPasses, readKeys } from '../src/pass/index.js';
import { type Expected, type RefusalCause, refusalOf } from '../src/pass/refusal.js';
import { createPeriods } from '../src/period/index.js';
import { compactJws, hmac } from './support/keys.js';
import { type Body, bodyOf, periodBytes } from './support/pass.js';
import { createReader } from './support/reader.js';
import { createTestSite, frozenClock, SECRET } from './support/site.js';
import { waitFor } from './support/wait.js';

const DAY = 86_400_000;
const OTHER = 'another secret of thirty-two bytes, or more';

/** One process of a site, and what it tells of. */
function processOf(more: Partial<PaywallOptions> = {}) {
  const events: PaywallEvent[] = [];
  return { events, ...createTestSite({ articleSecret: SECRET, onEvent: (event) => events.push(event), ...more }) };
}

describe.each([1, 2] as const)('passes of format %d that cannot be read are told of, by cause', (passFormat) => {
  test.each<[string, Partial<PaywallOptions>]>([
    ['unknown-key', { keys: [{ id: 'other', secret: OTHER }] }],
    ['bad-signature', { keys: [{ id: '2026-11', secret: OTHER }] }],
    ['other-site', { site: 'https://www.news.example' }],
    ['other-period', { period: 'week' }],
    ['other-ids', { articleSecret: OTHER }],
    ['from-the-future', { clock: () => Date.UTC(2026, 9, 15) }],
  ])('%s', async (cause, more) => {
    const signer = processOf({ passFormat });
    const reader = createReader(signer.app);
    await reader.get('/news/a');
    expect(signer.events).toEqual([]);
    const { app, paywall, events } = processOf(more);
    const there = createReader(app);
    for (let n = 0; n < 3; n += 1) {
      there.replace(reader.cookie);
      await there.get('/news/b');
    }
    await waitFor('the passes to be looked at', () => Object.values(paywall.refusedPasses()).includes(3));
    expect(events).toMatchObject([
      { code: 'ERR_PAYWALL_PASS', message: `Passes at odds with this process: 1 ${cause}` },
    ]);
    expect(Object.entries(paywall.refusedPasses()).filter(([, count]) => count > 0)).toEqual([[cause, 3]]);
  });

  const DAYS_JUMPED = 31;
  // [period, whether what was read ahead of time is still read once the clock is back]
  const JUMPS: readonly (readonly [PeriodOption, boolean])[] = [
    ['month', false],
    ['week', false],
    ['day', false],
    [{ days: 1 }, true],
    [{ days: 7 }, true],
    [{ days: 30 }, true],
    [{ days: 366 }, true],
  ];

  test.each(JUMPS)(
    'a clock that jumps a month ahead and back, told of once as what it is: %j',
    async (period, goesOn) => {
      const { clock, advance } = frozenClock();
      const { app, paywall, events } = processOf({ clock, passFormat, period });
      advance(DAYS_JUMPED * DAY);
      const reader = createReader(app);
      for (let n = 0; n < 7; n += 1) await reader.get(`/news/${n}`);
      expect(events).toEqual([]);
      advance(-DAYS_JUMPED * DAY);
      const back = await reader.get('/news/0');
      await waitFor('the pass to be looked at', () => paywall.refusedPasses()['from-the-future'] === 1);
      expect(events).toMatchObject([
        { code: 'ERR_PAYWALL_PASS', message: expect.stringContaining('1 from-the-future') },
      ]);
      expect(back.figures.read).toBe(goesOn ? '6' : '0');
      const end = createPeriods(period, 'UTC').at(clock()).end;
      expect(back.figures.reset).toBe(String((end - clock()) / 1000));

      advance(60_000);
      expect(await reader.get('/news/7')).toMatchObject({
        figures: { read: goesOn ? '7' : '1', reset: String((end - clock()) / 1000) },
      });
      expect(Object.values(paywall.refusedPasses())).toEqual([0, 0, 0, 0, 0, 1]);
    },
  );

  test('clocks of two servers 40 s apart are told of by nobody, where days are a reader’s own', async () => {
    const { clock, advance } = frozenClock();
    const { app, events } = processOf({ clock, passFormat, period: { days: 7 } });
    const reader = createReader(app);
    await reader.get('/news/a');
    const { cookie } = reader;
    advance(-40_000);
    expect(await reader.get('/news/b')).toMatchObject({ figures: { read: '1' } });
    reader.replace(cookie);
    expect((await reader.get('/news/a')).cookies).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe('why a pass counts as none', () => {
  const site = 'https://news.example';
  const ids = createArticleIds(Buffer.from(SECRET), site);
  const period = '2026-11';
  const NOW = Date.UTC(2026, 10, 23);
  const expected: Expected = {
    type: 'paywall+jwt',
    site,
    keyring: readKeys([{ id: 'hs', secret: SECRET }], 'keys'),
    period: { key: period, end: Date.UTC(2026, 11) },
    fingerprint: ids[1].fingerprint(period),
    place: { period: periodBytes(period).readUInt16BE(), ids: ids[2].fingerprint(period) },
    now: NOW,
  };
  const BODY: Body = {
    state: 0,
    prompted: false,
    period: periodBytes(period),
    ids: expected.place.ids,
    reader: 'reader_id-16char',
    account: '',
    replaces: [],
    signedAt: NOW / 1000,
    more: [],
    ledger: [7],
  };
  const ELSEWHEN = { period: periodBytes('2026-10'), ledger: [] };
  const textOf = (body: Partial<Body>) => bodyOf({ ...BODY, ...body });
  const end = Date.UTC(2026, 11);
  const HEADER = { alg: 'HS256', typ: 'paywall+jwt', kid: 'hs' };
  const tokenOf = (says: object, header: object = {}, secret = SECRET) =>
    compactJws({ ...HEADER, ...header }, { iss: site, aud: site, exp: end / 1000, ...says }, hmac(secret));
  const LATER = NOW / 1000 + 1;
  const NEXT_END = Date.UTC(2027, 0) / 1000;
  const PAST = { p: textOf(ELSEWHEN) };
  const [HEAD, CLAIMS, SIGNATURE] = tokenOf(PAST).split('.');

  test.each<[string, string, RefusalCause | null]>([
    ['of another period, with an article', tokenOf({ p: textOf({ ...ELSEWHEN, ledger: [7] }) }), 'other-period'],
    ['of another period, without an article', tokenOf(PAST), 'other-period'],
    ['of another period, of an account', tokenOf({ p: textOf({ ...ELSEWHEN, account: 'account8' }) }), 'other-period'],
    [
      'of another period, that follows on another',
      tokenOf({ p: textOf({ ...ELSEWHEN, replaces: ['another_id-16chr'] }) }),
      'other-period',
    ],
    ['of another period, too short to say when', tokenOf({ p: textOf(ELSEWHEN).slice(0, -4) }), null],
    [
      'of another period, to come',
      tokenOf({ p: textOf({ ...ELSEWHEN, signedAt: LATER }), exp: NEXT_END }),
      'from-the-future',
    ],
    ['with ids of another key', tokenOf({ p: textOf({ ids: 'AAAA' }) }), 'other-ids'],
    ['at its place, of a state that there is not', tokenOf({ p: textOf({ state: 3 }) }), null],
    ['at its place, with a count that is none', tokenOf({ p: textOf({ more: [0, 0] }) }), null],
    ['of format 1 and at its place, of no version', tokenOf({ period, ids: expected.fingerprint, iat: 1 }), null],
    ['of format 1, with ids of another key', tokenOf({ period, ids: 'AAAAAA', iat: 1 }), 'other-ids'],
    ['of format 1, of another period', tokenOf({ period: '2026-10', ids: '', iat: NOW / 1000 }), 'other-period'],
    [
      'of format 1, of a period to come',
      tokenOf({ period: '2026-12', ids: '', iat: LATER, exp: NEXT_END }),
      'from-the-future',
    ],
    [
      'of another kind of period, by a clock that is a little ahead',
      tokenOf({ period: '2026-W48', ids: '', iat: LATER }),
      'other-period',
    ],
    ['of another type', tokenOf(PAST, { typ: 'JWT' }), null],
    ['that ends now', tokenOf({ ...PAST, exp: NOW / 1000 }), null],
    ['that has ended', tokenOf({ ...PAST, exp: NOW / 1000 - 1 }), null],
    ['whose end is text', tokenOf({ ...PAST, exp: String(end / 1000) }), null],
    ['of another issuer', tokenOf({ ...PAST, iss: 'https://other.example' }), 'other-site'],
    ['of another audience', tokenOf({ ...PAST, aud: 'https://other.example' }), 'other-site'],
    ['of a key that there is not', tokenOf(PAST, { kid: 'other' }), 'unknown-key'],
    ['of a key of another algorithm', tokenOf(PAST, { alg: 'EdDSA' }), 'unknown-key'],
    ['of another secret', tokenOf(PAST, {}, OTHER), 'bad-signature'],
    ['without a signature', `${HEAD}.${CLAIMS}`, null],
    ['with a part too many', `${HEAD}.${CLAIMS}.${SIGNATURE}.`, null],
    ['whose header is none', `e.${CLAIMS}.${SIGNATURE}`, null],
    ['whose claims are none', `${HEAD}.e.${SIGNATURE}`, null],
  ])('%s', async (_what, token, cause) => {
    expect(await refusalOf(token, expected)).toBe(cause);
  });

  test('is not asked of one that counts, whose key is told', () => {
    const keys: string[] = [];
    const passes = createPasses(site, expected.keyring, ids, undefined, (keyId) => keys.push(keyId));
    expect(passes.open(tokenOf({ p: textOf({}) }), { key: period, end }, NOW)).not.toBeNull();
    expect(passes.open(tokenOf(PAST), { key: period, end }, NOW)).toBeNull();
    expect(keys).toEqual(['hs']);
  });

  test('is looked for of 64 at a time, and of what comes later again', async () => {
    const told: RefusalCause[] = [];
    const passes = createPasses(site, expected.keyring, ids, (cause) => told.push(cause));
    const open = (token: string) => passes.open(token, { key: period, end }, NOW);
    for (let n = 0; n < 128; n += 1) expect(open(tokenOf(PAST))).toBeNull();
    await waitFor('those that are looked at', () => told.length >= 64);
    expect(await open('garbage')).toBeNull();
    expect(open(tokenOf({ p: textOf({ ids: 'AAAA' }) }))).toBeNull();
    await waitFor('the last one', () => told.includes('other-ids'));
    expect(told).toEqual([...Array<string>(64).fill('other-period'), 'other-ids']);
  });
});

describe('refused passes', () => {
  test('of a period that has ended, garbage and other tokens are not told of', async () => {
    const { clock, advance } = frozenClock();
    const { app, paywall, events } = processOf({ clock });
    const reader = createReader(app);
    await reader.get('/news/a');
    advance(31 * 86_400_000);
    await reader.get('/news/a');
    const other = `${btoa('{"alg":"HS256","typ":"JWT"}')}.${btoa('{"exp":9999999999}')}.x`.replaceAll('=', '');
    for (const value of ['', 'x', 'a.b.c', 'not json', other, '['.repeat(2000)]) {
      reader.replace(`__Host-paywall=${value}`);
      await reader.get('/news/a');
    }
    expect(events).toEqual([]);
    expect(Object.values(paywall.refusedPasses())).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('two newsrooms without a secret of their own: the other’s passes are told of', async () => {
    const store = memoryStore();
    const one = processOf({ store, keys: [{ id: 'random', secret: SECRET }] });
    const other = processOf({ store, keys: [{ id: 'random', secret: OTHER }] });
    const reader = createReader(one.app, other.app);
    for (let n = 0; n < 4; n += 1) await reader.get(`/news/${n}`);
    await waitFor('the passes to be looked at', () => other.paywall.refusedPasses()['bad-signature'] > 0);
    expect(other.events[0]).toMatchObject({ code: 'ERR_PAYWALL_PASS' });
  });

  test('whoever forges passes floods nobody: one event in ten seconds, with the number since', async () => {
    const { clock, advance } = frozenClock();
    const { app, paywall, events } = processOf({ clock });
    const reader = createReader(app);
    await reader.get('/news/a');
    const good = reader.cookie;
    const forge = async (count: number) => {
      const before = paywall.refusedPasses()['bad-signature'];
      for (let n = 0; n < count; n += 1) {
        reader.replace(`${good.slice(0, -3)}AAA`);
        await reader.get('/news/b');
      }
      await waitFor('all to be looked at', () => paywall.refusedPasses()['bad-signature'] === before + count);
    };
    await forge(40);
    expect(events).toHaveLength(1);
    advance(10_000);
    await forge(1);
    expect(events.map(({ message }) => message)).toEqual([
      'Passes at odds with this process: 1 bad-signature',
      'Passes at odds with this process: 40 bad-signature',
    ]);
  });
});

describe('rotation in two deploys, over two processes', () => {
  const [OLD, NEW] = [
    { id: 'old', secret: SECRET },
    { id: 'new', secret: OTHER },
  ];
  const STEPS: readonly (readonly [string, PaywallOptions['keys'], PaywallOptions['keys']])[] = [
    ['verify first', [OLD], [OLD, NEW]],
    ['sign later', [OLD, NEW], [NEW, OLD]],
    ['drop the old one', [NEW, OLD], [NEW]],
  ];
  const BACK = STEPS.map(([name, from, to]) => [`${name}, and back`, to, from] as const);

  test.each([...STEPS, ...BACK])('%s: no count is lost', async (_step, from, to) => {
    const store = memoryStore();
    const [before, after] = [processOf({ store, keys: from }), processOf({ store, keys: to })];
    const reader = createReader(before.app, after.app);
    const open: string[] = [];
    for (let n = 0; n < 24; n += 1) {
      const { text } = await reader.get(`/news/${n}`);
      if (text.startsWith('TEXT')) open.push(text);
    }
    expect(open).toHaveLength(10);
    expect([...before.events, ...after.events]).toEqual([]);
  });

  test('in one deploy it loses counts, and says so', async () => {
    const store = memoryStore();
    const old = processOf({ store, keys: [OLD] });
    const reader = createReader(old.app, processOf({ store, keys: [NEW, OLD] }).app);
    for (let n = 0; n < 24; n += 1) await reader.get(`/news/${n}`);
    await waitFor('it to be told of', () => old.events.some(({ code }) => code === 'ERR_PAYWALL_PASS'));
    expect(old.events[0]?.message).toContain('unknown-key');
  });
});
