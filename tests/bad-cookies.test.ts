import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import fc from 'fast-check';
import { createArticleIds } from '../src/article/ids.js';
import { createPaywall, type Decision, memoryStore, type PaywallEvent, type PaywallOptions } from '../src/index.js';
import { encodeLedger } from '../src/pass/ledger.js';
import { codePoint } from './support/code-points.js';
import { type Received, type Served, send, serve } from './support/http.js';
import { compactJws, ED25519, hmac, KEY_OF, keyPair, P256, SECRET } from './support/keys.js';
import { type Body, bodyOf, periodBytes, readPass } from './support/pass.js';

const SITE = 'https://news.example';
const NAME = '__Host-paywall';
const NOW = Date.parse('2026-11-23T12:00:00Z');
const END = Date.parse('2026-12-01T00:00:00Z');
const READER = 'reader_id-16char';

const events: PaywallEvent[] = [];
const decisions: Decision[] = [];
/** What went wrong, but that passes were refused: of that the first is told, and others once in a while. */
const faults = () => events.filter(({ code }) => code !== 'ERR_PAYWALL_PASS');

const OPTIONS = {
  site: SITE,
  keys: [KEY_OF.HS256, KEY_OF.EdDSA, KEY_OF.ES256],
  articleSecret: SECRET,
  clock: () => NOW,
  // Forged passes are told of a little later, which is tested with the refused ones.
  onEvent: (event) => void (event.code !== 'ERR_PAYWALL_PASS' && events.push(event)),
  onView: ({ decision }) => void decisions.push(decision),
} satisfies PaywallOptions;

const ids = createArticleIds(Buffer.from(SECRET), SITE);
const SLUGS = ['known', 'also-known'];
const LEDGER = SLUGS.map((slug) => ids[2].idOf(slug, '2026-11'));
const LEDGER_1 = SLUGS.map((slug) => ids[1].idOf(slug, '2026-11'));

/** Header and claims of a pass that is as good as any: each bad one below differs from it in one respect. */
const HEADER = { alg: 'HS256', typ: 'paywall+jwt', kid: 'hs' };
const BODY_2: Body = {
  state: 0,
  prompted: false,
  period: periodBytes('2026-11'),
  ids: ids[2].fingerprint('2026-11'),
  reader: READER,
  account: '',
  replaces: [],
  signedAt: NOW / 1000,
  more: [],
  ledger: LEDGER,
};
const CLAIMS = { iss: SITE, aud: SITE, exp: END / 1000, p: bodyOf(BODY_2) };
/** The same in format 1. */
const CLAIMS_1 = {
  v: 1,
  state: 'free',
  read: 2,
  period: '2026-11',
  ids: ids[1].fingerprint('2026-11'),
  ledger: encodeLedger(LEDGER_1),
  iss: SITE,
  aud: SITE,
  sub: READER,
  iat: NOW / 1000,
  exp: END / 1000,
};

const withHeader = (header: object, signer = hmac(SECRET)) => compactJws({ ...HEADER, ...header }, CLAIMS, signer);
const withPayload = (payload: unknown) => compactJws(HEADER, payload, hmac(SECRET));
const withClaims = (claims: object, all: object = CLAIMS) => withPayload({ ...all, ...claims });
const withBody = (body: Partial<Body>) => withClaims({ p: bodyOf({ ...BODY_2, ...body }) });
/** Claims in JSON that no object of ours would give. */
const withJson = (claim: string, json: string, all: object = CLAIMS) =>
  withPayload(JSON.stringify({ ...all, [claim]: '@' }).replace('"@"', json));

const GOOD = withPayload(CLAIMS);
const GOOD_1 = withPayload(CLAIMS_1);
const GOODS = [
  ['HS256', GOOD],
  ['EdDSA', withHeader({ alg: 'EdDSA', kid: 'ed' }, keyPair(ED25519.privateKey))],
  ['ES256', withHeader({ alg: 'ES256', kid: 'es' }, keyPair(P256.privateKey))],
  ['HS256, in format 1', GOOD_1],
] as const;
const [HEAD = '', BODY = '', SIGNATURE = ''] = GOOD.split('.');
const unsigned = () => Buffer.alloc(0);

const spki = { type: 'spki', format: 'pem' } as const;
const PUBLIC_PEM = ED25519.publicKey.export(spki);
const PUBLIC_DER = ED25519.publicKey.export({ type: 'spki', format: 'der' });

type Row = readonly [what: string, token: string];

const NO_TOKENS: readonly Row[] = [
  ['empty', ''],
  ['one character', 'x'],
  ['garbage', 'garbage'],
  ['words', 'not json'],
  ['an empty array', '[]'],
  ['an empty object', '{}'],
  ['null', 'null'],
  ['undefined', 'undefined'],
  ['a number', '0'],
  ['the state, plainly', 'free'],
  ['an integer count', '{"read":0}'],
  ['a stray percent sign', '%'],
  ['escaped NUL', '%00'],
  ['half an escaped character', '%E0%A4%A'],
  ['one dot', '.'],
  ['two dots', '..'],
  ['three dots', '...'],
  ['a thousand dots', '.'.repeat(1000)],
  ['three parts of nothing', 'a.b.c'],
  ['three empty objects', 'e30.e30.e30'],
  ['8 kB of one character', 'x'.repeat(8000)],
  ['8 kB in three parts', ['x', 'y', 'z'].map((c) => c.repeat(2600)).join('.')],
  ['8 kB that begins with a good pass', GOOD.padEnd(8000, 'A')],
  ['8 kB, signed by us', withClaims({ pad: 'x'.repeat(6000) })],
  ['a little more than 2 kB, signed by us', tooLong()],
  ['a JWE of five parts', `${HEAD}.${BODY}.${SIGNATURE}.${BODY}.${SIGNATURE}`],
  ['a JWS as JSON', JSON.stringify({ protected: HEAD, payload: BODY, signature: SIGNATURE })],
  ['a general JWS as JSON', JSON.stringify({ payload: BODY, signatures: [{ protected: HEAD, signature: SIGNATURE }] })],
  ['header and payload alone', `${HEAD}.${BODY}`],
  ['without its header', `${BODY}.${SIGNATURE}`],
  ['with an empty header', `.${BODY}.${SIGNATURE}`],
  ['with an empty payload', `${HEAD}..${SIGNATURE}`],
  ['with a dot before', `.${GOOD}`],
  ['with a dot after', `${GOOD}.`],
  ['with a part too many', `${GOOD}.AAAA`],
  ['with a dot doubled', GOOD.replace('.', '..')],
  ['in quotes', `"${GOOD}"`],
  ['in single quotes', `'${GOOD}'`],
  ['in a JSON array', `["${GOOD}"]`],
  ['with a blank inside', GOOD.replace('.', '. ')],
  ['with a tab inside', GOOD.replace('.', '\t.')],
  ['with a comma after', `${GOOD},`],
  ['twice, with a comma', `${GOOD},${GOOD}`],
  ['as a Bearer token', `Bearer ${GOOD}`],
  ['percent-encoded dots', GOOD.replaceAll('.', '%2E')],
  ['percent-encoded letters', `%65${GOOD.slice(1)}`],
  ['escaped again and again', GOOD.replaceAll('.', '%25252E')],
  ['base64 of itself', Buffer.from(GOOD).toString('base64url')],
  ['reversed', [...GOOD].toReversed().join('')],
  ['in upper case', GOOD.toUpperCase()],
  ['followed by padding', `${GOOD}=`],
  ['with padding in the header', `${HEAD}=.${BODY}.${SIGNATURE}`],
  ['Latin-1', 'pässe'],
  ['UTF-8', utf8('☕ 通行证')],
  ['invalid UTF-8', '\u00ff\u00fe\u0080'],
  ['a letter of it beyond ASCII', `${GOOD.slice(0, -1)}\u00e9`],
  ['a session id of express-session', 's%3AabcdefGHIJ.klmnop%2Bqr'],
  ['HTML', '<script>alert(1)</script>'],
  ['a path', '../../etc/passwd'],
  ['SQL', "' OR 1=1 --"],
  ['a template', '{{7*7}}'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
];

const SIGNATURES: readonly Row[] = [
  ['of another secret', withHeader({}, hmac('another secret of 32 bytes, test'))],
  ['of an empty secret', withHeader({}, hmac(''))],
  ['of the key id as secret', withHeader({}, hmac('hs'))],
  ['with SHA-512', withHeader({}, hmac(SECRET, 'sha512'))],
  [
    'a plain hash',
    withHeader({}, (input) =>
      createHash('sha256')
        .update(SECRET + input)
        .digest(),
    ),
  ],
  ['random', withHeader({}, () => randomBytes(32))],
  ['zero', withHeader({}, () => Buffer.alloc(32))],
  ['empty', withHeader({}, unsigned)],
  ['one byte short', withHeader({}, (input) => hmac(SECRET)(input).subarray(0, 31))],
  ['half of it', withHeader({}, (input) => hmac(SECRET)(input).subarray(0, 16))],
  ['a byte too long', withHeader({}, (input) => Buffer.concat([hmac(SECRET)(input), Buffer.alloc(1)]))],
  ['of another pass', `${HEAD}.${BODY}.${withBody({ more: [0, 3] }).split('.')[2]}`],
  ['kept, the payload changed', `${HEAD}.${withBody({ ledger: [] }).split('.')[1]}.${SIGNATURE}`],
  ['kept, the header changed', `${withHeader({ kid: 'ed' }).split('.')[0]}.${BODY}.${SIGNATURE}`],
  ['with stray bits at its end', `${HEAD}.${BODY}.${strayBits(SIGNATURE)}`],
  ['in padded base64url', `${GOOD}==`],
  ['with a line break escaped', `${GOOD}%0A`],
  ['as hexadecimal', `${HEAD}.${BODY}.${Buffer.from(SIGNATURE, 'base64url').toString('hex')}`],
];

const HEADERS: readonly Row[] = [
  ['no kid', withHeader({ kid: undefined })],
  ['an empty kid', withHeader({ kid: '' })],
  ['an unknown kid', withHeader({ kid: 'hs2' })],
  ['kid null', withHeader({ kid: null })],
  ['kid 0', withHeader({ kid: 0 })],
  ['kid true', withHeader({ kid: true })],
  ['kid an array', withHeader({ kid: ['hs'] })],
  ['kid an object', withHeader({ kid: { id: 'hs' } })],
  ['kid __proto__', withHeader({ kid: '__proto__' })],
  ['kid constructor', withHeader({ kid: 'constructor' })],
  ['kid a path', withHeader({ kid: '../../dev/null' }, hmac(''))],
  ['kid in other case', withHeader({ kid: 'HS' })],
  ['no alg', withHeader({ alg: undefined })],
  ['alg null', withHeader({ alg: null })],
  ['alg an array', withHeader({ alg: ['HS256'] })],
  ['alg empty', withHeader({ alg: '' }, unsigned)],
  ...['none', 'None', 'NONE', 'nOnE', 'none ', 'null', 'false'].flatMap((alg): Row[] => [
    [`alg ${JSON.stringify(alg)}, unsigned`, withHeader({ alg }, unsigned)],
    [`alg ${JSON.stringify(alg)}, signed`, withHeader({ alg })],
    [`alg ${JSON.stringify(alg)}, no kid`, withHeader({ alg, kid: undefined }, unsigned)],
  ]),
  ['alg hs256', withHeader({ alg: 'hs256' })],
  ['alg HS384 with our secret', withHeader({ alg: 'HS384' }, hmac(SECRET, 'sha384'))],
  ['alg HS512 with our secret', withHeader({ alg: 'HS512' }, hmac(SECRET, 'sha512'))],
  ['alg RS256', withHeader({ alg: 'RS256' })],
  ['alg EdDSA on the key of HS256', withHeader({ alg: 'EdDSA' }, keyPair(ED25519.privateKey))],
  ['alg EdDSA on the key of ES256', withHeader({ alg: 'EdDSA', kid: 'es' }, keyPair(P256.privateKey))],
  ['alg ES256 on the key of EdDSA', withHeader({ alg: 'ES256', kid: 'ed' }, keyPair(ED25519.privateKey))],
  ['alg Ed25519, a newer name', withHeader({ alg: 'Ed25519', kid: 'ed' }, keyPair(ED25519.privateKey))],
  ['alg HS256 on the key of EdDSA, its public PEM as secret', withHeader({ kid: 'ed' }, hmac(PUBLIC_PEM))],
  ['the same, PEM trimmed', withHeader({ kid: 'ed' }, hmac(String(PUBLIC_PEM).trim()))],
  ['the same with DER', withHeader({ kid: 'ed' }, hmac(PUBLIC_DER))],
  ['the same with the bare public key', withHeader({ kid: 'ed' }, hmac(PUBLIC_DER.subarray(-32)))],
  ['alg HS256 on the key of ES256, its public PEM as secret', es256AsSecret()],
  ['alg HS256 on the key of EdDSA, our secret', withHeader({ kid: 'ed' })],
  ['EdDSA signed with ES256’s key', withHeader({ alg: 'EdDSA', kid: 'ed' }, keyPair(P256.privateKey))],
  ['a key of its own (jwk)', withOwnKey()],
  ['a key of its own (jku)', withHeader({ kid: undefined, jku: 'https://evil.example/jwks.json' })],
  ['no typ', withHeader({ typ: undefined })],
  ['typ JWT', withHeader({ typ: 'JWT' })],
  ['typ at+jwt', withHeader({ typ: 'at+jwt' })],
  ['typ empty', withHeader({ typ: '' })],
  ['typ a number', withHeader({ typ: 1 })],
  ['typ an array', withHeader({ typ: ['paywall+jwt'] })],
  ['crit of something unknown', withHeader({ crit: ['exp'], exp: 1 })],
  ['crit empty', withHeader({ crit: [] })],
  ['crit no array', withHeader({ crit: 'b64' })],
  ['crit of what is not there', withHeader({ crit: ['b64'] })],
  ['crit twice the same', withHeader({ crit: ['b64', 'b64'], b64: false })],
  ['b64 false', withHeader({ crit: ['b64'], b64: false })],
  ['b64 false, and so it is', unencoded()],
  ['b64 no boolean', withHeader({ crit: ['b64'], b64: 'false' })],
  ['header an array', compactJws([HEADER], CLAIMS, hmac(SECRET))],
  ['header null', compactJws(null, CLAIMS, hmac(SECRET))],
  ['header a string', compactJws('"HS256"', CLAIMS, hmac(SECRET))],
  ['header no JSON', compactJws('{alg:HS256}', CLAIMS, hmac(SECRET))],
  ['header of bytes', compactJws(Uint8Array.of(0xff, 0xfe, 0), CLAIMS, hmac(SECRET))],
  [
    'header only in __proto__',
    compactJws(`{"__proto__":${JSON.stringify(HEADER)},"alg":"HS256"}`, CLAIMS, hmac(SECRET)),
  ],
  ['header nested deep', compactJws('['.repeat(500), CLAIMS, hmac(SECRET))],
];

/** For each claim what it must not be, besides absent, `null`, a boolean, an array or an object. */
const WRONG_1: Readonly<Record<keyof typeof CLAIMS_1, readonly unknown[]>> = {
  v: [0, 2, -1, 1.5, '1', ''],
  state: ['', 'open', 'FREE', 'free ', 'toString', '__proto__', 0],
  read: [-1, 1, 1.5, 2.5, 1001, 1e300, '2', ''],
  period: ['2026-10', '2026-12', '2026-11-23', '2026-W48', '30-days', '2026-1', '', 202611, ' 2026-11', '__proto__'],
  ids: ['AAAAAA', '', 0, CLAIMS_1.ids.toLowerCase()],
  ledger: [
    'A',
    'AA',
    'AAA',
    'AAAA',
    'AAAAAAA',
    '!!!!!!',
    'AAAAAB',
    'AAAAAA==',
    '////+w',
    ' AAAAAA',
    'AAAAAA\n',
    encodeLedger([7, 7]),
    encodeLedger([1, 2, 3]),
    LEDGER_1,
    0,
  ],
  iss: ['', `${SITE}/`, 'https://other.example', 'http://news.example', 'HTTPS://NEWS.EXAMPLE', 'news.example', [SITE]],
  aud: ['', `${SITE}/`, 'https://other.example', ['https://other.example'], [[SITE]], 5],
  sub: ['', 'reader_id-15cha', 'reader_id-17chars', 'reader+id/16char', `${READER}\n`, 'reader id 16chr.', 5],
  iat: ['1795435200', '', 1.5, 1e300],
  exp: [NOW / 1000, NOW / 1000 - 1, 0, -1, 1.5, `${END / 1000}`, '', 1e300],
};

const { iss, aud, exp } = WRONG_1;
const WRONG_2: Readonly<Record<keyof typeof CLAIMS, readonly unknown[]>> = {
  iss,
  aud: [...aud, [SITE], [SITE, 'https://other.example']],
  exp,
  p: ['A', CLAIMS.p.slice(0, -1), `${CLAIMS.p}=`, ` ${CLAIMS.p}`, `${CLAIMS.p}\n`, `${CLAIMS.p}A`, GOOD, 5, [CLAIMS.p]],
};

const claimRows = (format: number, all: object, wrong: Readonly<Record<string, readonly unknown[]>>) =>
  Object.entries(wrong).flatMap(([name, values]): Row[] => [
    [`${format}: no ${name}`, withClaims({ [name]: undefined }, all)],
    ...[null, true, false, [], {}, ...values].map((value): Row => {
      return [`${format}: ${name} ${JSON.stringify(value)}`, withClaims({ [name]: value }, all)];
    }),
    [`${format}: ${name} NaN`, withJson(name, 'NaN', all)],
    [`${format}: ${name} beyond all numbers`, withJson(name, '1e999', all)],
  ]);
const CLAIM_ROWS = [...claimRows(1, CLAIMS_1, WRONG_1), ...claimRows(2, CLAIMS, WRONG_2)];

const bytesOf = (body: Partial<Body>) => Buffer.from(bodyOf({ ...BODY_2, ...body }), 'base64url');
const [ANOTHER, YET_ANOTHER] = ['another_id-16chr', 'yet_another-16ch'];
const NINE = bytesOf({ ledger: Array.from({ length: 9 }, (_, n) => n) });

/** Bodies that our key has signed, and that are none. */
const BODIES: readonly Row[] = [
  ...Array.from({ length: NINE.length }, (_, length) => length)
    .filter((length) => length < 22 || length % 4 !== NINE.length % 4)
    .map(
      (length): Row => [`cut to ${length} bytes`, withClaims({ p: NINE.subarray(0, length).toString('base64url') })],
    ),
  ...[1, 2, 3].map((more): Row => [`with ${more} bytes after`, withBody({ after: Array(more).fill(0) })]),
  ['of another period', withBody({ period: periodBytes('2026-12') })],
  ['of a period of another kind', withBody({ period: periodBytes('2026-W48') })],
  ['of another key of ids', withBody({ ids: 'AAAA' })],
  ['of the key of ids of another period', withBody({ ids: ids[2].fingerprint('2026-12') })],
  ['of the key of ids in other case', withBody({ ids: BODY_2.ids.toLowerCase() })],
  ['with an account that is not there', withBody({ flags: 0b1_0000 })],
  ['without the account that is there', withBody({ account: 'account8', flags: 0 })],
  ['with a count that is not there', withBody({ flags: 0b1000 })],
  ...[1, 2, 3, 4, 5, 6, 7].map((n): Row => [`with ${n} replaced that are not there`, withBody({ flags: n })]),
  ...[5, 6, 7].map((length): Row => {
    return [`with ${length} replaced`, withBody({ replaces: Array.from({ length }, (_, n) => `another_id-16ch${n}`) })];
  }),
  ['that replaces its own reader', withBody({ replaces: [READER] })],
  ['that replaces its own reader and another', withBody({ replaces: [ANOTHER, READER] })],
  ['that replaces one twice', withBody({ replaces: [ANOTHER, ANOTHER] })],
  ['with a count that says what the articles do', withBody({ more: [0, 2] })],
  ['with a count below the articles', withBody({ more: [0, 1] })],
  ['with a count of 0', withBody({ more: [0, 0] })],
  ['with a count of 1,001', withBody({ more: [1001 >> 8, 1001 & 255] })],
  ['with a count of 1,023', withBody({ more: [3, 255] })],
  ['with the highest bit of what is more', withBody({ more: [1 << 7, 3] })],
  ['with an arm, and a count below the articles', withBody({ more: [1 << 4, 1, 7] })],
  ['with half of what is more', withBody({ more: [0], ledger: [] })],
  ['with an arm that is not there', withBody({ more: [1 << 4, 2], ledger: [] })],
  ['with generation 0', withBody({ more: [1 << 3, 2, 0] })],
  ['with 0 granted', withBody({ more: [1 << 2, 2, 0] })],
  ['with a generation that is not there', withBody({ more: [1 << 3, 2], ledger: [] })],
  ['with a grant that is not there', withBody({ more: [1 << 2, 2], ledger: [] })],
  ['with an article twice', withBody({ ledger: [7, 7] })],
  ['with an article twice, far apart', withBody({ ledger: [7, 1, 2, 3, 4, 5, 6, 8, 9, 7] })],
  ['with 65 articles', withBody({ ledger: Array.from({ length: 65 }, (_, n) => n) })],
  ['with stray bits at its end', withClaims({ p: strayBits(bodyOf({ ...BODY_2, ledger: [1] })) })],
  ['in the other base64', withClaims({ p: bodyOf({ ...BODY_2, ledger: [-1, -2] }).replaceAll('_', '/') })],
  ['with a blank inside', withClaims({ p: `${CLAIMS.p.slice(0, 20)} ${CLAIMS.p.slice(20)}` })],
  ...['iat', 'nbf', 'sub', 'v', 'pad', 'jti'].map(
    (name): Row => [`beside a claim ${name}`, withClaims({ [name]: NOW / 1000 })],
  ),
  ['beside the claims of format 1', withClaims(CLAIMS_1)],
  ['empty, beside the claims of format 1', withClaims({ p: '' }, CLAIMS_1)],
  ['null, beside the claims of format 1', withClaims({ p: null }, CLAIMS_1)],
];

const MORE_CLAIMS: readonly Row[] = [
  ...[null, '', 'short', 'nine-char', 'with +/=', 5, true, [], ['account8'], {}].map((account): Row => {
    return [`account ${JSON.stringify(account)}`, withClaims({ account }, CLAIMS_1)];
  }),
  ...[null, 'true', 1, 0, '', [], {}].map((prompted): Row => {
    return [`prompted ${JSON.stringify(prompted)}`, withClaims({ prompted }, CLAIMS_1)];
  }),
  ...[
    null,
    '',
    READER,
    'another_id-16chr',
    [],
    {},
    [READER],
    ['short'],
    [5],
    [null],
    [['another_id-16chr']],
    ['another_id-16chr', 'another_id-16chr'],
    ['another_id-16chr', READER],
    ['another_id-16chr', 'short'],
    ['another_id-16chr', 5],
    Array.from({ length: 5 }, (_, n) => `another_id-16ch${n}`),
  ].map((replaces): Row => {
    return [`replaces ${JSON.stringify(replaces)}`, withClaims({ replaces }, CLAIMS_1)];
  }),
  ['nbf to come', withClaims({ nbf: NOW / 1000 + 60 }, CLAIMS_1)],
  ['nbf a string', withClaims({ nbf: 'now' }, CLAIMS_1)],
  ['65 articles', withClaims({ ledger: encodeLedger(Array.from({ length: 65 }, (_, n) => n)), read: 65 }, CLAIMS_1)],
  ['payload an array', withPayload([CLAIMS_1])],
  ['payload null', withPayload(null)],
  ['payload a number', withPayload(1)],
  ['payload a string', withPayload(JSON.stringify('free'))],
  ['payload empty', withPayload('')],
  ['payload no JSON', withPayload('not json')],
  ['payload of JSON and more', withPayload(`${JSON.stringify(CLAIMS_1)}{}`)],
  ['payload with a byte order mark', withPayload(`\ufeff\ufeff${JSON.stringify(CLAIMS_1)}`)],
  ['payload not UTF-8', withPayload(Buffer.from(JSON.stringify({ ...CLAIMS_1, x: '\u00ff' }), 'latin1'))],
  ['payload nested deep', withPayload('['.repeat(500))],
  ['payload another token', withPayload(GOOD_1)],
  ['an empty object', withPayload({})],
  ['all claims in __proto__', withPayload(`{"__proto__":${JSON.stringify(CLAIMS_1)}}`)],
  ['all claims in constructor.prototype', withPayload({ constructor: { prototype: CLAIMS_1 } })],
  ['__proto__ as ledger', withJson('ledger', '{"__proto__":{"length":0}}', CLAIMS_1)],
];

/** The `Cookie` header as a whole. */
const COOKIES: readonly Row[] = [
  ['four bad passes', Array.from({ length: 4 }, (_, n) => `${NAME}=${'x'.repeat(n)}`).join('; ')],
  ['a good pass before four bad ones', `${NAME}=${GOOD}; ${`${NAME}=garbage; `.repeat(4)}`],
  ['a blank between name and equals sign', `${NAME} =${GOOD}`],
  ['a name in other case', `${NAME.toLowerCase()}=${GOOD}`],
  ['a longer name', `${NAME}2=${GOOD}`],
  ['a name with something before', `x${NAME}=${GOOD}`],
  ['a name without its prefix', `paywall=${GOOD}`],
  ['a name with another prefix', `__Secure-paywall=${GOOD}`],
  ['a name escaped', `${NAME.replace('-', '%2D')}=${GOOD}`],
  ['a name in quotes', `"${NAME}"=${GOOD}`],
  ['a name alone', NAME],
  ['a name and two equals signs', `${NAME}==${GOOD}`],
  ['no name', `=${GOOD}`],
  ['no name, and the name in the value', `=${NAME}=${GOOD}`],
  ['the pass inside another’s value', `other=${NAME}=${GOOD}`],
  ['the name __proto__', `__proto__=${GOOD}`],
  ['the name constructor', `constructor=${GOOD}`],
  ['a comma for a semicolon', `a=b, ${NAME}=${GOOD}`],
  ['semicolons alone', ';;;;'],
  ['equals signs alone', '===='],
  ['a thousand cookies', Array.from({ length: 1000 }, (_, n) => `c${n}=1`).join('; ')],
  ['cut short', `a=b; ${NAME.slice(0, 9)}`],
];

let served: Served;

/** Asks for an article that the pass has. */
const askKnown = (cookie: string): Promise<Received> =>
  send(served.port, { path: '/known', headers: { Cookie: cookie } });

beforeAll(async () => {
  const paywall = createPaywall({ ...OPTIONS, store: memoryStore({ clock: OPTIONS.clock }) });
  const app = express();
  app.get('/:slug', paywall.meter({ article: (req) => String(req.params.slug) }), (_req, res) => void res.send('text'));
  served = await serve(app);
});

afterAll(() => served.close());

beforeEach(() => {
  events.length = 0;
  decisions.length = 0;
});

describe('the pass that each bad one differs from', () => {
  test.each(GOODS)('%s: is a pass', async (_algorithm, token) => {
    const { headers } = await askKnown(`${NAME}=${token}`);
    expect(headers.paywall).toBe(`free; read=1; left=8; limit=10; reset=${(END - NOW) / 1000}`);
    expect(decisions).toMatchObject([{ reason: 're-read' }]);
  });

  test.each([
    ['in the oddest spacing', ` ;; a=b;${NAME}=${GOOD};;c = d; `],
    ['beside names that objects have', `__proto__=x; constructor=y; toString=z; ${NAME}=${GOOD}; hasOwnProperty=1`],
    ['beside garbage', `a; =; ==; %=%; "="; ${NAME}x=1; x${NAME}=2; [=]; {}; é=ü; ${NAME}=${GOOD}; \u00ff`],
    ['beside cookies that no decoder takes', `a=%; b=%E0%A4%A; c=%00; ${NAME}=${GOOD}; d=%zz`],
    ['after 6 kB of others', `${'x=y; '.repeat(1200)}${NAME}=${GOOD}`],
    ['beside its name in other case', `${NAME.toUpperCase()}=garbage; ${NAME}=${GOOD}`],
    ['beside a plain cookie of a similar name', `paywall=1; ${NAME}=${GOOD}; __Secure-paywall=2`],
    ['for an account', `${NAME}=${withBody({ account: 'account8' })}`],
    ['that replaces others', `${NAME}=${withBody({ replaces: [ANOTHER, YET_ANOTHER] })}`],
    ['in arm 0', `${NAME}=${withBody({ more: [1 << 4, 2, 0] })}`],
    ['in arm 255, of generation 1, with 255 granted', `${NAME}=${withBody({ more: [7 << 2, 2, 255, 1, 255] })}`],
    [
      'in format 1, with claims that objects have',
      `${NAME}=${withClaims({ constructor: 1, toString: 2, hasOwnProperty: 3 }, CLAIMS_1)}`,
    ],
    [
      'in format 1, with a claim __proto__',
      `${NAME}=${withPayload(JSON.stringify(CLAIMS_1).replace('{', '{"__proto__":{"read":0},'))}`,
    ],
    ['in format 1, for an account', `${NAME}=${withClaims({ account: 'account8' }, CLAIMS_1)}`],
    ['in format 1, that replaces others', `${NAME}=${withClaims({ replaces: [ANOTHER, YET_ANOTHER] }, CLAIMS_1)}`],
    ['twice', `${NAME}=${GOOD}; ${NAME}=${GOOD}`],
    ['twice, spaced otherwise', `${NAME}=${GOOD};${NAME}= ${GOOD} `],
    ['before a bad one', `${NAME}=${GOOD}; ${NAME}=garbage`],
    ['after a bad one', `${NAME}=garbage; ${NAME}=${GOOD}`],
    ['after four bad ones', `${`${NAME}=garbage; `.repeat(4)}${NAME}=${GOOD}`],
    ['before an empty one', `${NAME}=${GOOD}; ${NAME}=`],
    ['beside a cookie without a name, whose value is the name', `${NAME}; ${NAME}=${GOOD}; ${NAME}`],
    [
      'of three keys at once',
      GOODS.slice(0, 3)
        .map(([, token]) => `${NAME}=${token}`)
        .join('; '),
    ],
  ])('%s: is a pass', async (_where, cookie) => {
    const { headers } = await askKnown(cookie);
    expect(headers.paywall).toMatch(/^free; read=1; left=(8|263); /);
    expect(headers).not.toHaveProperty('set-cookie');
    expect(decisions).toMatchObject([{ reason: 're-read', read: 1 }]);
    expect(faults()).toEqual([]);
  });
});

async function expectNewReader(cookie: string): Promise<void> {
  const { status, text: page, headers } = await askKnown(cookie);
  expect(status).toBe(200);
  expect(page).toBe('text');
  expect(headers.paywall).toBe(`free; read=0; left=9; limit=10; reset=${(END - NOW) / 1000}`);
  expect(decisions).toMatchObject([{ state: 'free', reason: 'first-view', read: 0, counted: true, degraded: false }]);
  expect(faults()).toEqual([]);
  expectFreshPass(headers['set-cookie'] ?? []);
}

function expectFreshPass(cookies: readonly string[]): void {
  expect(cookies).toEqual([
    expect.stringMatching(
      /^__Host-paywall=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=648000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ),
  ]);
  const { reader, read, ledger } = readPass(cookies[0] ?? '');
  expect(reader).not.toBe(READER);
  expect({ read, ledger }).toEqual({ read: 1, ledger: LEDGER.slice(0, 1) });
}

describe('any bad cookie is no cookie', () => {
  test('none at all', async () => expectNewReader(''));

  test.each(NO_TOKENS)('value: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(SIGNATURES)('signature: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(HEADERS)('header: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(CLAIM_ROWS)('claim: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(BODIES)('body: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(MORE_CLAIMS)('claims: %s', async (_what, token) => expectNewReader(`${NAME}=${token}`));
  test.each(COOKIES)('Cookie: %s', async (_what, cookie) => expectNewReader(cookie));

  test('no two rows are the same by mistake', () => {
    const tables = [NO_TOKENS, SIGNATURES, HEADERS, CLAIM_ROWS, BODIES, MORE_CLAIMS];
    const tokens = tables.flat().map(([, token]) => token);
    expect(tokens).not.toContain(GOOD);
    expect(tokens).not.toContain(GOOD_1);
    expect(tokens.filter((token, at) => tokens.indexOf(token) !== at)).toEqual([]);
  });

  test('two Cookie lines in one request', async () => {
    const lines = ['garbage', 'x'].map((value) => `Cookie: ${NAME}=${value}\r\n`).join('');
    const reply = await raw(`GET /known HTTP/1.1\r\nHost: x\r\n${lines}Connection: close\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toContain('Paywall: free; read=0; ');
  });
});

describe('a pass of', () => {
  const mint = async (options: PaywallOptions): Promise<string> => {
    const { decide } = createPaywall(options);
    const view = { method: 'GET', target: '/', article: () => 'known', headers: {} };
    const { cookie = '' } = (await decide(view)).end(200);
    return cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  };

  test('this very site is accepted, by way of control', async () => {
    const { headers } = await askKnown(`${NAME}=${await mint(OPTIONS)}`);
    expect(headers.paywall).toMatch(/^free; read=0; left=9; /);
  });

  const { articleSecret: _none, ...WITHOUT_ARTICLE_SECRET } = OPTIONS;

  test.each<[string, PaywallOptions]>([
    ['another site', { ...OPTIONS, site: 'https://other.example' }],
    ['another port', { ...OPTIONS, site: 'https://news.example:8443' }],
    ['the same host over http', { ...OPTIONS, site: 'http://news.example' }],
    ['another articleSecret', { ...OPTIONS, articleSecret: 'another secret of 32 bytes, test' }],
    ['article ids keyed from the signing key', { ...WITHOUT_ARTICLE_SECRET, keys: [KEY_OF.EdDSA] }],
    [
      'another secret under the same key id',
      { ...OPTIONS, keys: [{ id: 'hs', secret: 'another secret of 32 bytes, test' }] },
    ],
    ['another key id', { ...OPTIONS, keys: [{ id: 'other', secret: SECRET }] }],
    ['last month', { ...OPTIONS, clock: () => Date.parse('2026-10-31T23:59:59Z') }],
    ['next month', { ...OPTIONS, clock: () => END }],
    ['last year', { ...OPTIONS, clock: () => Date.parse('2025-11-23T12:00:00Z') }],
    ['weeks', { ...OPTIONS, period: 'week' }],
    ['days', { ...OPTIONS, period: 'day' }],
    ['30 days', { ...OPTIONS, period: { days: 30 } }],
  ])('%s is none', async (_whose, options) => {
    const token = await mint(options);
    expect(token.split('.')).toHaveLength(3);
    await expectNewReader(`${NAME}=${token}`);
  });
});

describe('what no client of ours can send', () => {
  // More might still be on its way when Node closes the connection, and its answer would be lost.
  test('20 kB of cookie are refused by Node, and the next reader is served', async () => {
    const reply = await raw(`GET /known HTTP/1.1\r\nHost: x\r\nCookie: ${NAME}=${'x'.repeat(20_000)}\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    await expectNewReader(`${NAME}=x`);
  });

  test('NUL is refused by Node, and the next reader is served', async () => {
    const reply = await raw(`GET /known HTTP/1.1\r\nHost: x\r\nCookie: ${NAME}=a\0b\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    await expectNewReader(`${NAME}=x`);
  });

  test('anything at all, handed to decide() itself, is a new reader', async () => {
    const { decide } = createPaywall(OPTIONS);
    const value = fc.oneof(
      fc.string({ unit: codePoint }),
      fc.string(),
      fc.json(),
      fc.constantFrom('\0', '\ud800', '\n'),
    );
    const cookies = fc.oneof(
      value,
      value.map((text) => `${NAME}=${text}`),
      fc.array(value).map((texts) => texts.map((text) => `${NAME}=${text}`).join(';')),
      fc.tuple(value, value).map(([before, after]) => `${NAME}=${before}${GOOD}.${after}`),
    );
    const property = fc.asyncProperty(cookies, async (header) => {
      const outcome = await decide({
        method: 'GET',
        target: '/',
        article: () => 'known',
        headers: { cookie: header },
      });
      expect(outcome.decision).toMatchObject({ state: 'free', reason: 'first-view', read: 0 });
      expect(outcome.end(200).cookie).toMatch(/^__Host-paywall=/);
    });
    await fc.assert(property);
    expect(faults()).toEqual([]);
  });
});

/** A whole reply to bytes that no HTTP client would write. */
async function raw(bytes: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: served.port });
  socket.write(bytes, 'latin1');
  return text(socket);
}

/** What a header holds when its text was UTF-8: the bytes, one character each. */
function utf8(characters: string): string {
  return Buffer.from(characters, 'utf8').toString('latin1');
}

/** The same bytes, for a decoder that overlooks what is left over after the last whole one. */
function strayBits(base64url: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(base64url.at(-1) ?? '');
  const stray = base64url.slice(0, -1) + alphabet[last + 1];
  expect(Buffer.from(stray, 'base64url')).toEqual(Buffer.from(base64url, 'base64url'));
  return stray;
}

/** The shortest token beyond the length that is looked at. */
function tooLong(): string {
  const padded = Array.from({ length: 2048 }, (_, length) => withClaims({ pad: 'x'.repeat(length) }));
  return padded.find((token) => token.length > 2048) ?? '';
}

function es256AsSecret(): string {
  return withHeader({ kid: 'es' }, hmac(P256.publicKey.export(spki)));
}

function withOwnKey(): string {
  const jwk = { kty: 'oct', k: Buffer.from('a key of the forger’s own').toString('base64url') };
  return withHeader({ kid: undefined, jwk }, hmac('a key of the forger’s own'));
}

/** RFC 7797: the payload goes in as it is. */
function unencoded(): string {
  const head = Buffer.from(JSON.stringify({ ...HEADER, crit: ['b64'], b64: false })).toString('base64url');
  const payload = JSON.stringify(CLAIMS).replaceAll('.', '\\u002e');
  const input = `${head}.${payload}`;
  return `${input}.${hmac(SECRET)(input).toString('base64url')}`;
}
