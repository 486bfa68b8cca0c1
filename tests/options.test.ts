import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createPaywall, memoryStore, OptionError } from '../src/index.js';
import { ED25519, KEY_OF, P256, SECRET } from './support/keys.js';

/** Callers without a compiler may hand over anything. */
const javascript: { createPaywall(options: unknown): unknown } = { createPaywall };

const KEY = { id: '2026-11', secret: SECRET };
const BASE = { site: 'https://news.example', keys: [KEY] };

function errorOf(options: unknown): OptionError {
  try {
    javascript.createPaywall(options);
  } catch (error) {
    if (error instanceof OptionError) return error;
    throw error;
  }
  throw new Error('these options were accepted');
}

/** The message says it all: the option's path, its value, what is wrong with it, the fix, the code. */
function expectRefused(options: unknown, code: string, option: string, problem: string, fix: string): void {
  const path = option === '' ? 'createPaywall' : `createPaywall.${option}`;
  const error = errorOf(options);
  expect(error.message).toBe(`${path}: ${problem}. ${fix}. [ERR_PAYWALL_${code}]`);
  expect(error).toMatchObject({ name: 'OptionError', code: `ERR_PAYWALL_${code}`, option: path, fix });
  expect(error).toBeInstanceOf(TypeError);
}

type Refused = readonly [option: string, value: unknown, problem: string, fix: string];

/** One option at a time, beside good ones. */
function refuse(code: string, rows: readonly Refused[]): void {
  test.each(rows)(`%s: %p (${code})`, (option, value, problem, fix) => {
    const [name = '', inner] = option.split('.');
    expectRefused({ ...BASE, [name]: inner ? { [inner]: value } : value }, code, option, problem, fix);
  });
}

/** Values of each type but one, and how messages show them. */
const OF_TYPE = {
  undefined: [],
  null: [[null, 'null']],
  boolean: [
    [true, 'true'],
    [false, 'false'],
  ],
  number: [
    [0, '0'],
    [Number.NaN, 'NaN'],
  ],
  bigint: [[3n, '3']],
  string: [
    ['', '""'],
    ['3', '"3"'],
  ],
  symbol: [[Symbol('s'), 'Symbol(s)']],
  function: [[() => 3, 'a function']],
  object: [[{}, 'an object']],
  array: [[[3], 'an array of 1']],
} as const;

function wrongTypes(option: string, right: readonly (keyof typeof OF_TYPE)[], wanted: string): Refused[] {
  const rows: Refused[] = [];
  for (const [type, values] of Object.entries(OF_TYPE)) {
    if (right.some((name) => name === type)) continue;
    for (const [value, shown] of values) rows.push([option, value, `${shown} is not ${wanted}`, `Give ${wanted}`]);
  }
  return rows;
}

const LIMIT = 'a whole number from 0 to 1000, or Infinity for never';
const BLOCKED_STATUS = '200, or a whole number from 400 to 499';
const STORE = 'a store, as redisStore() makes it';
const CRAWLERS = 'true, false, or what createCrawlers() makes';
const TEXT = 'a string that is not empty';
const ORIGIN_FIX = 'Give scheme and host alone, as in https://news.example';

describe('an option of the wrong type is refused', () => {
  refuse('OPTION_TYPE', [
    ...wrongTypes('promptAfter', ['number'], LIMIT),
    ...wrongTypes('blockAfter', ['number'], LIMIT),
    ...wrongTypes('deadline', ['number'], 'a number'),
    ...wrongTypes('recheck', ['number'], 'a number'),
    ...wrongTypes('blockedStatus', ['number'], BLOCKED_STATUS),
    ...wrongTypes('clock', ['function'], 'a function'),
    ...wrongTypes('account', ['function'], 'a function'),
    ...wrongTypes('onView', ['function'], 'a function'),
    ...wrongTypes('onEvent', ['function'], 'a function'),
    ...wrongTypes('cookie', ['object'], 'an object'),
    ...wrongTypes('cookie.partitioned', ['boolean'], 'true or false'),
    ...wrongTypes('site', ['string'], TEXT),
    ...wrongTypes('timeZone', ['string'], TEXT),
    ...wrongTypes('cookie.name', ['string'], TEXT),
    ...wrongTypes('cookie.domain', ['string'], TEXT),
    ...wrongTypes('store', [], STORE),
    ...wrongTypes('crawlers', ['boolean'], CRAWLERS),
    ...wrongTypes('newReaders', ['null', 'object'], 'an object'),
    ...wrongTypes('newReaders.perDay', ['number'], 'a number'),
    ['crawlers', { verify() {} }, `an object is not ${CRAWLERS}`, `Give ${CRAWLERS}`],
    ['aiCrawlers', ['block'], 'an array of 1 is not an object', 'Give an object'],
    ['site', '', `"" is not ${TEXT}`, `Give ${TEXT}`],
    ['timeZone', '', `"" is not ${TEXT}`, `Give ${TEXT}`],
    ['cookie.name', '', `"" is not ${TEXT}`, `Give ${TEXT}`],
    ['cookie.domain', '', `"" is not ${TEXT}`, `Give ${TEXT}`],
    ['store', { visit() {} }, `an object is not ${STORE}`, `Give ${STORE}`],
    ['store', { visit() {}, takeBack: true }, `an object is not ${STORE}`, `Give ${STORE}`],
    ['store', memoryStore, `a function is not ${STORE}`, `Give ${STORE}`],
    ['store', 'redis://127.0.0.1', `"redis://127.0.0.1" is not ${STORE}`, `Give ${STORE}`],
    ['period', null, 'null is not an object', 'Give an object'],
    ['period', [30], 'an array of 1 is not an object', 'Give an object'],
    ['period.days', '30', '"30" is not a number', 'Give a number'],
  ]);
});

describe('an option out of range is refused', () => {
  const limits = [
    [-1, '-1'],
    [-0.5, '-0.5'],
    [2.5, '2.5'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [1001, '1001'],
    [1e21, '1e+21'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ] as const;
  const outside = (option: string, least: number, most: number): Refused[] =>
    [least - 1, most + 1, least + 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => {
      const wanted = `a whole number from ${least} to ${most}`;
      return [option, value, `${value} is not ${wanted}`, `Give ${wanted}`];
    });
  const notOneOf = (option: string, wanted: string, values: readonly (readonly [unknown, string])[]): Refused[] =>
    values.map(([value, shown]) => [option, value, `${shown} is not ${wanted}`, `Give ${wanted}`]);

  const zone = 'an IANA time zone such as America/New_York, or UTC';
  const period = "'month', 'week', 'day' or { days: n } with n from 1 to 366";
  const sameSite = 'one of "lax", "none"';
  const name = 'a cookie name of letters, digits, - and _';

  refuse('OPTION_RANGE', [
    ...notOneOf('promptAfter', LIMIT, limits),
    ...notOneOf('blockAfter', LIMIT, limits),
    ...outside('deadline', 1, 10_000),
    ...outside('recheck', 0, 86_400_000),
    ...notOneOf('blockedStatus', BLOCKED_STATUS, [
      [201, '201'],
      [399, '399'],
      [500, '500'],
      [402.5, '402.5'],
      [Number.NaN, 'NaN'],
    ]),
    ...outside('period.days', 1, 366),
    ...outside('newReaders.perDay', 1, 1000),
    ...notOneOf('timeZone', zone, [
      ['Mars/Olympus', '"Mars/Olympus"'],
      ['America/NewYork', '"America/NewYork"'],
      ['+02:00', '"+02:00"'],
      ['UTC+2', '"UTC+2"'],
      [' UTC', '" UTC"'],
      ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    ]),
    ...notOneOf('period', period, [
      ['months', '"months"'],
      ['Month', '"Month"'],
      ['year', '"year"'],
      ['30', '"30"'],
      ['', '""'],
      ['constructor', '"constructor"'],
      ['__proto__', '"__proto__"'],
      [30, '30'],
      [true, 'true'],
      [() => 'month', 'a function'],
    ]),
    ...notOneOf('passFormat', 'one of 1, 2', [
      [3, '3'],
      [0, '0'],
      ['2', '"2"'],
      [true, 'true'],
      [null, 'null'],
    ]),
    ...notOneOf('onStoreError', 'one of "ledger", "open", "closed"', [
      ['close', '"close"'],
      ['', '""'],
      [true, 'true'],
      [null, 'null'],
    ]),
    ...notOneOf('speculation', 'one of "refuse", "count"', [
      ['allow', '"allow"'],
      [false, 'false'],
    ]),
    ...notOneOf('aiCrawlers', 'one of "allow", "block", 402', [
      ['deny', '"deny"'],
      ['402', '"402"'],
      [403, '403'],
      [true, 'true'],
      [null, 'null'],
    ]),
    ['aiCrawlers.policy', 403, '403 is not one of "allow", "block", 402', 'Give one of "allow", "block", 402'],
    ...notOneOf('cookie.sameSite', sameSite, [
      ['Lax', '"Lax"'],
      ['', '""'],
      [true, 'true'],
      [null, 'null'],
      [['lax'], 'an array of 1'],
    ]),
    ...notOneOf('cookie.name', name, [
      ['pay wall', '"pay wall"'],
      ['pay=wall', '"pay=wall"'],
      ['pay;wall', '"pay;wall"'],
      ['paywäll', '"paywäll"'],
      ['paywall\n', '"paywall\\n"'],
      ['"paywall"', '"\\"paywall\\""'],
    ]),
    ...notOneOf('cookie.name', 'a cookie name of at most 256 characters', [['p'.repeat(257), `"${'p'.repeat(60)}…"`]]),
  ]);
});

describe('a site that is no origin is refused', () => {
  test.each([
    ['https://news.example/', ORIGIN_FIX],
    ['https://news.example/news', ORIGIN_FIX],
    ['https://news.example?x', ORIGIN_FIX],
    ['https://news.example#x', ORIGIN_FIX],
    ['https://news.example:443', ORIGIN_FIX],
    ['http://localhost:80', 'Give scheme and host alone, as in http://localhost'],
    ['HTTPS://News.Example', ORIGIN_FIX],
    ['https://zürich.example', 'Give scheme and host alone, as in https://xn--zrich-kva.example'],
    [' https://news.example', ORIGIN_FIX],
    ['https:news.example', ORIGIN_FIX],
    ['https://', ORIGIN_FIX],
    ['https://news.example:99999', ORIGIN_FIX],
    ['news.example', ORIGIN_FIX],
    ['//news.example', ORIGIN_FIX],
    ['news.example:443', ORIGIN_FIX],
    ['localhost:3000', ORIGIN_FIX],
    ['ftp://news.example', ORIGIN_FIX],
    ['file:///srv/news', ORIGIN_FIX],
    ['javascript:alert(1)', ORIGIN_FIX],
    ['null', ORIGIN_FIX],
  ])('%s', (site, fix) => {
    expectRefused({ ...BASE, site }, 'OPTION_RANGE', 'site', `${JSON.stringify(site)} is not an origin`, fix);
  });

  test.each([
    'https://jane:pa55word@news.example',
    'https://pa55word@news.example/path',
    'https://jane:pa55@word@news.example',
    'rediss://default:pa55word@news.example:6379',
    'jane:pa55word@news.example',
  ])('%s, and its password is not shown', (site) => {
    const { code, message } = errorOf({ ...BASE, site });
    expect(code).toBe('ERR_PAYWALL_OPTION_RANGE');
    expect(message).toMatch(/^createPaywall\.site: "[^"]*…@news\.example[^"]*" is not an origin\. /);
    expect(message).not.toMatch(/pa55|jane/);
  });
});

describe('a missing option is named with the fix', () => {
  const secretFix =
    'Give 32 random bytes or more, as from: openssl rand -base64 48; ' +
    'if it comes from an environment variable, that is not set';

  test.each([
    ['site', { keys: [KEY] }, 'Give the origin that readers see, as in https://news.example'],
    ['site', { keys: [KEY], site: undefined }, 'Give the origin that readers see, as in https://news.example'],
    ['keys', { site: BASE.site }, "Give at least one, as in [{ id: '2026-11', secret }]"],
    ['keys[0].secret', { ...BASE, keys: [{ id: 'a', secret: process.env.PAYWALL_SECRET_UNSET }] }, secretFix],
    ['keys[0].secret', { ...BASE, keys: [{ id: 'a' }] }, secretFix],
    ['keys[1].secret', { ...BASE, keys: [KEY, { id: 'a', secret: undefined }] }, secretFix],
    ['keys[0].id', { ...BASE, keys: [{ secret: SECRET }] }, "Give each key an id of its own, as in '2026-11'"],
    ['keys[0].id', { ...BASE, keys: [{}] }, "Give each key an id of its own, as in '2026-11'"],
    ['keys[0].algorithm', { ...BASE, keys: [{ id: 'a', privateKey: 'pem' }] }, "Give 'EdDSA' or 'ES256'"],
    ['keys[0].algorithm', { ...BASE, keys: [{ id: 'a', publicKey: 'pem' }] }, "Give 'EdDSA' or 'ES256'"],
    ['period.days', { ...BASE, period: {} }, 'This option has no default'],
    ['newReaders.perDay', { ...BASE, newReaders: {} }, 'This option has no default'],
  ])('%s', (option, options, fix) => {
    expectRefused(options, 'OPTION_MISSING', option, 'missing', fix);
  });
});

describe('an unknown option is refused, with the one that may have been meant', () => {
  test.each([
    ['blockAftr', 'blockAfter', { ...BASE, blockAftr: 10 }],
    ['blockafter', 'blockAfter', { ...BASE, blockafter: 10 }],
    ['promtAfter', 'promptAfter', { ...BASE, promtAfter: 3 }],
    ['timezone', 'timeZone', { ...BASE, timezone: 'UTC' }],
    ['onViews', 'onView', { ...BASE, onViews: () => {} }],
    ['articleSecrets', 'articleSecret', { ...BASE, articleSecrets: SECRET }],
    ['Store', 'store', { ...BASE, Store: 1 }],
    ['blockStatus', 'blockedStatus', { ...BASE, blockStatus: 402 }],
    ['key', 'keys', { ...BASE, key: [KEY] }],
    ['cookies', 'cookie', { ...BASE, cookies: {} }],
    ['recheckd', 'recheck', { ...BASE, recheckd: undefined }],
    ['cookie.samesite', 'sameSite', { ...BASE, cookie: { samesite: 'lax' } }],
    ['cookie.nane', 'name', { ...BASE, cookie: { nane: 'a' } }],
    ['keys[0].ids', 'id', { ...BASE, keys: [{ ...KEY, ids: 1 }] }],
    ['keys[0].publickey', 'publicKey', { ...BASE, keys: [{ ...KEY_OF.EdDSA, publickey: 1 }] }],
    ['period.day', 'days', { ...BASE, period: { day: 30 } }],
  ])('%s: %s?', (option, meant, options) => {
    const { code, message } = errorOf(options);
    expect(code).toBe('ERR_PAYWALL_OPTION_UNKNOWN');
    expect(message).toBe(`createPaywall.${option}: there is no such option. Did you mean ${meant}? [${code}]`);
  });

  test.each([
    ['limit', { ...BASE, limit: 10 }],
    ['constructor', { ...BASE, constructor: 1 }],
    ['toString', { ...BASE, toString: () => '' }],
    ['__proto__', JSON.parse(`{"site":"https://news.example","__proto__":{}}`)],
    ['', { ...BASE, '': 1 }],
  ])('%j is near none, so all are listed', (option, options) => {
    const { code, message } = errorOf(options);
    expect(code).toBe('ERR_PAYWALL_OPTION_UNKNOWN');
    expect(message).toMatch(`createPaywall.${option}: there is no such option. Known options: site, keys, `);
    for (const known of ['blockAfter', 'timeZone', 'account', 'blockedStatus', 'onEvent']) {
      expect(message).toContain(` ${known}`);
    }
  });

  test.each([
    [{ ...KEY, algorithm: 'HS256' }, 'keys[0].algorithm', 'id, secret'],
    [{ ...KEY, privateKey: 'pem' }, 'keys[0].privateKey', 'id, secret'],
    [{ ...KEY_OF.EdDSA, passphrase: SECRET }, 'keys[0].passphrase', 'id, algorithm, privateKey, publicKey'],
  ])('in a key: %#', (key, option, known) => {
    expectRefused(
      { ...BASE, keys: [key] },
      'OPTION_UNKNOWN',
      option,
      'there is no such option',
      `Known options: ${known}`,
    );
  });
});

describe('options that are no object are refused', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [3, '3'],
    ['https://news.example', '"https://news.example"'],
    [[], 'an array of 0'],
    [() => BASE, 'a function'],
    [Symbol('s'), 'Symbol(s)'],
  ])('%p', (options, shown) => {
    expectRefused(options, 'OPTION_TYPE', '', `${shown} is not an object`, 'Give an object');
  });
});

describe('options that contradict each other are refused', () => {
  const https = 'Give the https origin as site';
  test.each([
    [
      { promptAfter: 3, blockAfter: 2 },
      'blockAfter',
      '2 is below promptAfter (3)',
      'Set blockAfter to 3 or more, or lower promptAfter',
    ],
    [
      { promptAfter: 11 },
      'blockAfter',
      '10 is below promptAfter (11)',
      'Set blockAfter to 11 or more, or lower promptAfter',
    ],
    [
      { blockAfter: 0 },
      'blockAfter',
      '0 is below promptAfter (3)',
      'Set blockAfter to 3 or more, or lower promptAfter',
    ],
    [
      { cookie: { name: '__Host-p', domain: 'news.example' } },
      'cookie.name',
      '"__Host-p" cannot have a domain',
      'Leave domain out, or use the prefix __Secure-',
    ],
    [
      { cookie: { name: '__host-p', domain: 'news.example' } },
      'cookie.name',
      '"__host-p" cannot have a domain',
      'Leave domain out, or use the prefix __Secure-',
    ],
    [
      { site: 'http://localhost:3000', cookie: { name: '__Host-p' } },
      'cookie.name',
      '"__Host-p" needs an https site',
      `${https}, or a plain name`,
    ],
    [
      { site: 'http://localhost:3000', cookie: { name: '__SECURE-p' } },
      'cookie.name',
      '"__SECURE-p" needs an https site',
      `${https}, or a plain name`,
    ],
    [
      { site: 'http://localhost:3000', cookie: { name: '__Http-p' } },
      'cookie.name',
      '"__Http-p" needs an https site',
      `${https}, or a plain name`,
    ],
    [
      { site: 'http://localhost:3000', cookie: { sameSite: 'none' } },
      'cookie.sameSite',
      '"none" needs an https site',
      `${https}, or 'lax'`,
    ],
    [
      { site: 'http://localhost:3000', cookie: { partitioned: true } },
      'cookie.partitioned',
      'true needs an https site',
      `${https}, or false`,
    ],
  ])('%j', (options, option, problem, fix) => {
    expectRefused({ ...BASE, ...options }, 'OPTION_CONFLICT', option, problem, fix);
  });

  test.each([
    'other.example',
    'www.news.example',
    'ews.example',
    'https://news.example',
    'news.example:443',
    'news.example/',
    'news.example; Path=/x',
    'news.example\r\nSet-Cookie: a=b',
    '.',
    '..news.example',
    '*.news.example',
    'news.example.',
    'Example.',
  ])('a domain of the cookie that is none of the site: %j', (domain) => {
    const fix = 'Give news.example, a domain above it, or leave it out';
    const shown = JSON.stringify(domain);
    expectRefused(
      { ...BASE, cookie: { domain } },
      'OPTION_CONFLICT',
      'cookie.domain',
      `${shown} is no domain of the site's host`,
      fix,
    );
  });

  test.each([
    ['co.uk', 'www.news.co.uk'],
    ['.CO.uk', 'www.news.co.uk'],
    ['uk', 'news.co.uk'],
    ['github.io', 'news.github.io'],
    ['github.io', 'github.io'],
    ['blogspot.com', 'news.blogspot.com'],
    ['news.ck', 'www.news.ck'],
    ['example', 'news.example'],
    ['localhost', 'news.localhost'],
    ['intranet', 'intranet'],
  ])('a domain that is a public suffix: %s, at %s', (domain, host) => {
    expectRefused(
      { ...BASE, site: `https://${host}`, cookie: { domain } },
      'OPTION_CONFLICT',
      'cookie.domain',
      `${JSON.stringify(domain)} is a public suffix, for which browsers keep no cookie`,
      'Leave it out',
    );
  });

  test('a domain that is an address', () => {
    const options = { ...BASE, site: 'https://192.0.2.7', cookie: { domain: '192.0.2.7' } };
    const problem = '"192.0.2.7" is an address, which has no domain';
    expectRefused(options, 'OPTION_CONFLICT', 'cookie.domain', problem, 'Leave it out');
  });

  test('sameSite strict, which hides the pass from a link on another site', () => {
    expectRefused(
      { ...BASE, cookie: { sameSite: 'strict' } },
      'OPTION_CONFLICT',
      'cookie.sameSite',
      '"strict" keeps the pass from views that another site leads to',
      "Give 'lax'",
    );
  });

  test('a domain that no cookie can have', () => {
    const options = { ...BASE, site: 'https://my_news.example', cookie: { domain: 'my_news.example' } };
    expect(errorOf(options)).toMatchObject({
      code: 'ERR_PAYWALL_OPTION_CONFLICT',
      option: 'createPaywall.cookie.domain',
    });
  });
});

describe('over http', () => {
  const before = process.env.NODE_ENV;
  afterEach(() => {
    process.env.NODE_ENV = before;
  });

  const what = '"http://localhost:3000" is http, so passes would travel in the clear';

  test('production is refused', () => {
    process.env.NODE_ENV = 'production';
    const options = { ...BASE, site: 'http://localhost:3000' };
    expectRefused(options, 'INSECURE', 'site', what, 'Give the https origin, or unset NODE_ENV');
    expectRefused(
      { ...options, cookie: { name: 'p' } },
      'INSECURE',
      'site',
      what,
      'Give the https origin, or unset NODE_ENV',
    );
  });

  test('https in production is accepted', () => {
    process.env.NODE_ENV = 'production';
    expect(() => javascript.createPaywall(BASE)).not.toThrow();
  });

  test.each(['development', 'test', ''])('NODE_ENV=%s is accepted', (env) => {
    process.env.NODE_ENV = env;
    expect(() => javascript.createPaywall({ ...BASE, site: 'http://localhost:3000' })).not.toThrow();
  });
});

describe('keys that are none are refused', () => {
  const list = "Give at least one, as in [{ id: '2026-11', secret }]";
  const secret = 'Give 32 random bytes or more, as from: openssl rand -base64 48';
  const readable = 'Give PEM text without a passphrase, a JWK or a KeyObject';
  const anId = "Give each key an id of its own, as in '2026-11'";
  const { publicKey, privateKey } = ED25519;
  const pem = (key: typeof publicKey) => String(key.export({ type: 'spki', format: 'pem' }));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open' });

  const rows: readonly (readonly [what: string, keys: unknown, option: string, problem: string, fix: string])[] = [
    ['none', [], 'keys', 'the array is empty', list],
    ['null', null, 'keys', 'null is not an array of keys', list],
    ['a secret', SECRET, 'keys', 'a value of type string is not an array of keys', list],
    ['one key', KEY, 'keys', 'a value of type object is not an array of keys', list],
    [
      'a bare secret',
      [SECRET],
      'keys[0]',
      'a value of type string is not a key',
      "Give an object, as in { id: '2026-11', secret }",
    ],
    [
      'null in the list',
      [KEY, null],
      'keys[1]',
      'null is not a key',
      "Give an object, as in { id: '2026-11', secret }",
    ],
    [
      'a hole in the list',
      [undefined],
      'keys[0]',
      'undefined is not a key',
      "Give an object, as in { id: '2026-11', secret }",
    ],
    ['an empty secret', [{ id: 'a', secret: '' }], 'keys[0].secret', 'the secret has only 0 bytes', secret],
    [
      'a secret of 31 bytes',
      [{ id: 'a', secret: SECRET.slice(1) }],
      'keys[0].secret',
      'the secret has only 31 bytes',
      secret,
    ],
    [
      'a secret of 31 bytes, as bytes',
      [{ id: 'a', secret: new Uint8Array(31) }],
      'keys[0].secret',
      'the secret has only 31 bytes',
      secret,
    ],
    ['null for a secret', [{ id: 'a', secret: null }], 'keys[0].secret', 'null is neither a string nor bytes', secret],
    [
      'a number for a secret',
      [{ id: 'a', secret: 8271 }],
      'keys[0].secret',
      'a value of type number is neither a string nor bytes',
      secret,
    ],
    [
      'an ArrayBuffer',
      [{ id: 'a', secret: new ArrayBuffer(32) }],
      'keys[0].secret',
      'a value of type object is neither a string nor bytes',
      secret,
    ],
    ['an id twice', [KEY, { ...KEY_OF.EdDSA, id: '2026-11' }], 'keys', 'two keys have the id "2026-11"', anId],
    [
      'an id twice, further back',
      [KEY_OF.EdDSA, KEY, KEY_OF.ES256, KEY],
      'keys',
      'two keys have the id "2026-11"',
      anId,
    ],
    [
      'a first key that only verifies',
      [{ id: 'a', algorithm: 'EdDSA', publicKey }, KEY],
      'keys[0]',
      'the first key signs, and this one has no private key',
      'Put a key that can sign first',
    ],
    [
      'a pair of nothing',
      [{ id: 'a', algorithm: 'ES256' }],
      'keys[0]',
      'the key pair has no key',
      'Give privateKey, publicKey or both',
    ],
    [
      'a pair whose PEM is not set',
      [{ id: 'a', algorithm: 'ES256', privateKey: undefined }],
      'keys[0]',
      'the key pair has no key',
      'Give privateKey, publicKey or both',
    ],
    [
      'ES256 on Ed25519',
      [{ ...KEY_OF.EdDSA, algorithm: 'ES256' }],
      'keys[0]',
      'ES256 does not fit a key on ed25519',
      'Give a key on prime256v1',
    ],
    [
      'EdDSA on P-256',
      [{ ...KEY_OF.ES256, algorithm: 'EdDSA' }],
      'keys[0]',
      'EdDSA does not fit a key on prime256v1',
      'Give a key on ed25519',
    ],
    [
      'ES256 on P-384',
      [{ ...KEY_OF.ES256, privateKey: p384 }],
      'keys[0]',
      'ES256 does not fit a key on secp384r1',
      'Give a key on prime256v1',
    ],
    [
      'ES256 on RSA',
      [{ ...KEY_OF.ES256, privateKey: rsa }],
      'keys[0]',
      'ES256 does not fit a key on rsa',
      'Give a key on prime256v1',
    ],
    [
      'a public half of another curve',
      [{ ...KEY_OF.EdDSA, publicKey: P256.publicKey }],
      'keys[0]',
      'EdDSA does not fit a key on prime256v1',
      'Give a key on ed25519',
    ],
    [
      'halves of two pairs',
      [{ ...KEY_OF.EdDSA, publicKey: generateKeyPairSync('ed25519').publicKey }],
      'keys[0]',
      'publicKey is not the other half of privateKey',
      'Leave publicKey out, or give the pair',
    ],
    [
      'garbage for PEM',
      [{ ...KEY_OF.EdDSA, privateKey: 'garbage' }],
      'keys[0].privateKey',
      'the key cannot be read',
      readable,
    ],
    [
      'PEM with escaped line breaks',
      [{ ...KEY_OF.EdDSA, privateKey: pem(publicKey).replaceAll('\n', '\\n') }],
      'keys[0].privateKey',
      'the key cannot be read',
      readable,
    ],
    [
      'PEM under a passphrase',
      [{ ...KEY_OF.EdDSA, privateKey: locked }],
      'keys[0].privateKey',
      'the key cannot be read',
      readable,
    ],
    [
      'the public PEM as private',
      [{ ...KEY_OF.EdDSA, privateKey: pem(publicKey) }],
      'keys[0].privateKey',
      'the key cannot be read',
      readable,
    ],
    [
      'the public JWK as private',
      [{ ...KEY_OF.EdDSA, privateKey: publicKey.export({ format: 'jwk' }) }],
      'keys[0].privateKey',
      'the key cannot be read',
      readable,
    ],
    ['an empty JWK', [{ ...KEY_OF.EdDSA, privateKey: {} }], 'keys[0].privateKey', 'the key cannot be read', readable],
    [
      'garbage for the public half',
      [{ ...KEY_OF.EdDSA, publicKey: 'garbage' }],
      'keys[0].publicKey',
      'the key cannot be read',
      readable,
    ],
    [
      'a number for PEM',
      [{ ...KEY_OF.EdDSA, privateKey: 8271 }],
      'keys[0].privateKey',
      'a value of type number is not a key',
      readable,
    ],
    ['null for PEM', [{ ...KEY_OF.EdDSA, privateKey: null }], 'keys[0].privateKey', 'null is not a key', readable],
    [
      'the public KeyObject as private',
      [{ ...KEY_OF.EdDSA, privateKey: publicKey }],
      'keys[0].privateKey',
      'this is a public key',
      'Give the private key',
    ],
    [
      'the private KeyObject as public',
      [{ ...KEY_OF.EdDSA, publicKey: privateKey }],
      'keys[0].publicKey',
      'this is a private key',
      'Give the public key',
    ],
  ];

  test('two keys without articleSecret, since ids would hang on one of them, and every count go with it', () => {
    const error = errorOf({ ...BASE, keys: [{ ...KEY, id: 'new' }, KEY] });
    expect(error.message).toBe(
      'createPaywall.articleSecret: missing, with 2 keys. Give the secret of the key that was alone, and never ' +
        'change it. [ERR_PAYWALL_OPTION_MISSING]',
    );
  });

  test.each(rows)('%s', (_what, keys, option, problem, fix) => {
    expectRefused({ ...BASE, keys }, 'KEY', option, problem, fix);
  });

  test.each([
    ['', '"" is not a string that is not empty', 'Give a string that is not empty', 'OPTION_TYPE'],
    [5, '5 is not a string that is not empty', 'Give a string that is not empty', 'OPTION_TYPE'],
    [null, 'null is not a string that is not empty', 'Give a string that is not empty', 'OPTION_TYPE'],
    [
      'k'.repeat(65),
      `"${'k'.repeat(60)}…" is not an id of 1 to 64 characters`,
      'Give an id of 1 to 64 characters',
      'OPTION_RANGE',
    ],
  ])('the id %p', (id, problem, fix, code) => {
    expectRefused({ ...BASE, keys: [{ ...KEY, id }] }, code, 'keys[0].id', problem, fix);
    expectRefused({ ...BASE, keys: [{ ...KEY_OF.ES256, id }] }, code, 'keys[0].id', problem, fix);
  });

  test.each(['HS256', 'RS256', 'none', 'ES384', 'eddsa', '', null, ['EdDSA']])('the algorithm %j', (algorithm) => {
    const error = errorOf({ ...BASE, keys: [{ ...KEY_OF.EdDSA, algorithm }] });
    expect(error.code).toBe('ERR_PAYWALL_OPTION_RANGE');
    expect(error.message).toMatch(
      /^createPaywall\.keys\[0\]\.algorithm: .* is not one of "EdDSA", "ES256"\. Give one of /,
    );
  });

  test.each([
    ['short', 'the secret has only 5 bytes'],
    ['', 'the secret has only 0 bytes'],
    [new Uint8Array(31), 'the secret has only 31 bytes'],
    [null, 'null is neither a string nor bytes'],
    [42, 'a value of type number is neither a string nor bytes'],
  ])('articleSecret %p', (articleSecret, problem) => {
    expectRefused({ ...BASE, articleSecret }, 'KEY', 'articleSecret', problem, secret);
  });
});

describe('no message shows a secret', () => {
  const hidden = 'hunter2-hunter2-hunter2-hunter2-hunter2';
  const short = 'hunter2';
  const jwk = { kty: 'OKP', crv: 'Ed25519', d: hidden, x: hidden };

  test.each([
    ['a short secret', { keys: [{ id: 'a', secret: short }] }],
    ['a short secret in bytes', { keys: [{ id: 'a', secret: Buffer.from(short) }] }],
    ['a secret in a wrapper', { keys: [{ id: 'a', secret: [hidden] }] }],
    ['a secret that makes itself text', { keys: [{ id: 'a', secret: { toString: () => hidden } }] }],
    ['a secret for the list', { keys: hidden }],
    ['a secret for a key', { keys: [hidden] }],
    ['a list in the list', { keys: [[hidden]] }],
    ['bytes for a key', { keys: [Buffer.from(hidden)] }],
    ['a secret under an unknown name', { keys: [{ id: 'a', secrets: hidden }] }],
    ['a secret beside an unknown name', { keys: [{ id: 'a', secret: hidden, alg: 'HS256' }] }],
    [
      'a secret beside an id twice',
      {
        keys: [
          { id: 'a', secret: hidden },
          { id: 'a', secret: hidden },
        ],
      },
    ],
    ['a secret for a PEM', { keys: [{ id: 'a', algorithm: 'EdDSA', privateKey: hidden }] }],
    ['a secret for a public PEM', { keys: [{ id: 'a', algorithm: 'EdDSA', publicKey: hidden }] }],
    ['a broken JWK', { keys: [{ id: 'a', algorithm: 'EdDSA', privateKey: jwk }] }],
    ['a JWK in the wrong place', { keys: [jwk] }],
    ['a PEM in a list', { keys: [{ id: 'a', algorithm: 'EdDSA', privateKey: [hidden] }] }],
    ['a short articleSecret', { articleSecret: short }],
    ['an articleSecret in a list', { articleSecret: [hidden] }],
    ['a secret under an unknown name of the paywall’s', { secret: hidden }],
    ['a password in the site', { site: `https://jane:${hidden}@news.example` }],
    ['a password in a site without its scheme', { site: `jane:${hidden}@news.example` }],
  ])('%s', (_what, options) => {
    const error = errorOf({ ...BASE, ...options });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('hunter2');
    expect(error.cause).toBeUndefined();
  });
});

describe('accepted are', () => {
  const { POSITIVE_INFINITY } = Number;
  test.each<[string, object]>([
    ['site and keys alone', {}],
    ['limits of 0', { promptAfter: 0, blockAfter: 0 }],
    ['a prompt at once', { promptAfter: 0 }],
    ['limits of 1000', { promptAfter: 1000, blockAfter: 1000 }],
    ['a wall and no prompt', { promptAfter: POSITIVE_INFINITY, blockAfter: 20 }],
    ['plans', { plans: { a: 'full', b: { promptAfter: 1, blockAfter: 2 } } }],
    ['limits that are equal', { promptAfter: 5, blockAfter: 5 }],
    ['limits of Infinity', { promptAfter: POSITIVE_INFINITY, blockAfter: POSITIVE_INFINITY }],
    ['no wall', { blockAfter: POSITIVE_INFINITY }],
    [
      'undefined for what is left out',
      { blockAfter: undefined, store: undefined, cookie: undefined, clock: undefined },
    ],
    ['each period', { period: 'week' }],
    ['a day', { period: 'day' }],
    ['one day', { period: { days: 1 } }],
    ['366 days', { period: { days: 366 } }],
    ['a time zone', { timeZone: 'Asia/Kolkata' }],
    ['a status of 402', { blockedStatus: 402 }],
    ['a status of 200', { blockedStatus: 200 }],
    ['a store of one’s own', { store: { visit: () => {}, takeBack: () => {} } }],
    [
      'a store of a class',
      {
        store: new (class extends Object {
          visit() {}
          takeBack() {}
        })(),
      },
    ],
    ['the memory store', { store: memoryStore() }],
    ['a deadline of 1', { deadline: 1 }],
    ['a deadline of 10,000', { deadline: 10_000 }],
    ['no recheck', { recheck: 0 }],
    ['no cap on new readers', { newReaders: null }],
    ['a cap on new readers', { newReaders: { perDay: 1000, beyond: 'blocked' } }],
    ['crawlers that are readers', { crawlers: false, aiCrawlers: 'allow' }],
    ['AI crawlers turned away', { aiCrawlers: { policy: 402, terms: 'https://news.example/terms' } }],
    ['passes as the version before wrote them', { passFormat: 1 }],
    ['an open house in an outage', { onStoreError: 'open', speculation: 'count' }],
    ['a port', { site: 'https://news.example:8443' }],
    ['an address', { site: 'https://[2001:db8::1]' }],
    ['http, for development', { site: 'http://127.0.0.1:3000', cookie: { name: 'p' } }],
    ['the site’s own domain', { cookie: { domain: 'news.example' } }],
    ['a domain above it', { site: 'https://www.news.example', cookie: { domain: 'news.example' } }],
    ['a domain with a dot, in capitals', { site: 'https://www.news.example', cookie: { domain: '.News.Example' } }],
    ['a domain below a public suffix', { site: 'https://www.news.co.uk', cookie: { domain: 'news.co.uk' } }],
    ['a domain below a private suffix', { site: 'https://www.news.github.io', cookie: { domain: 'news.github.io' } }],
    ['a host that is a suffix itself, without a domain', { site: 'https://github.io' }],
    ['a name of 256 characters', { cookie: { name: 'p'.repeat(256) } }],
    ['__Secure- and a domain', { cookie: { name: '__Secure-p', domain: 'news.example' } }],
    ['a partitioned cookie', { cookie: { sameSite: 'none', partitioned: true } }],
    ['an id of 64 characters', { keys: [{ ...KEY, id: 'k'.repeat(64) }] }],
    [
      'a key that only verifies, with articleSecret',
      { keys: [KEY, { ...KEY_OF.ES256, privateKey: undefined, publicKey: P256.publicKey }], articleSecret: SECRET },
    ],
    ['an articleSecret in bytes', { articleSecret: new Uint8Array(32) }],
  ])('%s', (_what, options) => {
    expect(() => javascript.createPaywall({ ...BASE, ...options })).not.toThrow();
  });

  test('options that cannot be changed, or are made by a class', () => {
    class Options {
      readonly site = BASE.site;
      readonly keys = Object.freeze([Object.freeze({ ...KEY })]);
    }
    expect(() => javascript.createPaywall(Object.freeze(new Options()))).not.toThrow();
    expect(() => javascript.createPaywall(Object.assign(Object.create(null), BASE))).not.toThrow();
  });
});

describe('the options of meter()', () => {
  const paywall: { meter(options?: unknown): unknown } = createPaywall(BASE);

  test.each([
    [
      { artikel: () => 'a' },
      'paywall.meter.artikel: there is no such option. Known options: article, tellVariant. [ERR_PAYWALL_OPTION_UNKNOWN]',
    ],
    [
      { aricle: () => 'a' },
      'paywall.meter.aricle: there is no such option. Did you mean article? [ERR_PAYWALL_OPTION_UNKNOWN]',
    ],
    [
      { article: 'slug' },
      'paywall.meter.article: "slug" is not a function. Give a function. [ERR_PAYWALL_OPTION_TYPE]',
    ],
    [{ article: null }, 'paywall.meter.article: null is not a function. Give a function. [ERR_PAYWALL_OPTION_TYPE]'],
    [null, 'paywall.meter: null is not an object. Give an object. [ERR_PAYWALL_OPTION_TYPE]'],
    [() => 'a', 'paywall.meter: a function is not an object. Give an object. [ERR_PAYWALL_OPTION_TYPE]'],
  ])('%p', (options, message) => {
    expect(() => paywall.meter(options)).toThrow(message);
    expect(() => paywall.meter(options)).toThrow(OptionError);
  });

  test.each([undefined, {}, { article: undefined }, { article: () => null }])('%p is accepted', (options) => {
    expect(paywall.meter(options)).toBeInstanceOf(Function);
  });
});
