import { describe, expect, test } from '@jest/globals';
import { createPayloads } from '../src/pass/payload.js';

const SITE = 'https://news.example';
const { read, write } = createPayloads(SITE);
const encoded = (text: string) => Buffer.from(text).toString('base64url');

/** A payload of the usual four claims, with more text after it. */
const usual = (more = '', exp = '1764590400') =>
  encoded(`{"iss":"${SITE}","aud":"${SITE}","exp":${exp},"p":"AbC_-9"}${more}`);

describe('a payload of the usual claims', () => {
  test('is read, as it was written', () => {
    const claims = { iss: SITE, aud: SITE, exp: 1_764_590_400, p: 'AbC_-9' };
    expect(read(usual())).toEqual(claims);
    expect(write(claims)).toBe(usual());
  });

  test.each([
    ['with a word after its end', usual('x')],
    ['with a second object after its end', usual('{}')],
    ['with a time that begins with a zero', usual('', '01764590400')],
    ['whose last characters are no base64url', `${usual().slice(0, -2)}!!`],
    ['that breaks off', usual().slice(0, -4)],
  ])('%s is none', (_which, text) => {
    expect(read(text)).toBeNull();
  });
});

test.each(['', '!', encoded('no JSON'), encoded('[]'), encoded('7'), Buffer.from([0xff]).toString('base64url')])(
  'what is no object of JSON is no payload: %j',
  (text) => {
    expect(read(text)).toBeNull();
  },
);
