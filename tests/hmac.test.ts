import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHmacSha256 } from '../src/pass/hmac.js';
import { codePoint } from './support/code-points.js';

test('is the HMAC that Node makes, for secrets shorter and longer than a block, and any text', () => {
  const secrets = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.constantFrom(64, 65).map((length) => new Uint8Array(length).fill(7)),
  );
  const text = fc.oneof(
    fc.string({ unit: codePoint, maxLength: 3000 }),
    fc.constantFrom('', '\ud800', 'é☕'.repeat(500)),
  );
  const texts = fc.array(text, { minLength: 1, maxLength: 3 });
  const property = fc.property(secrets, texts, (secret, some) => {
    const key = createSecretKey(secret);
    const hmac = createHmacSha256(key);
    for (const text of some) expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
  });
  fc.assert(property);
});

test('is that of what all texts start with, and the rest, however long the rest is', () => {
  const key = createSecretKey(Buffer.alloc(32, 7));
  const start = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('', 'é☕'.repeat(500)));
  const rest = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.nat({ max: 3000 }).map((length) => 'x'.repeat(length)),
  );
  const property = fc.property(start, fc.array(rest, { minLength: 1, maxLength: 3 }), (first, some) => {
    const hmac = createHmacSha256(key, first);
    for (const text of some) {
      expect(hmac(text)).toBe(
        createHmac('sha256', key)
          .update(first + text)
          .digest('base64url'),
      );
    }
  });
  fc.assert(property);
});

// What a block of the key takes of the room that was made for usual texts.
test.each([1024, 1025, 1056, 1088, 1089])('is that of the whole of a text of %d bytes, be it the first', (length) => {
  const key = createSecretKey(Buffer.alloc(32, 7));
  const hmac = createHmacSha256(key);
  for (const text of ['x'.repeat(length), 'x'.repeat(length - 1), 'short', 'y'.repeat(length)]) {
    expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
  }
});

test('leaves its key in no memory that is handed on', () => {
  // Random, for the text of this file may stand in that memory too.
  const secret = randomBytes(32);
  const hmac = createHmacSha256(createSecretKey(secret));
  for (let round = 0; round < 1000; round += 1) hmac('text'.repeat(round % 100));
  const pool = Buffer.from(Buffer.from('from the pool that all share').buffer).toString('latin1');
  for (const pad of [0, 0x36, 0x5c]) {
    expect(pool.includes(String.fromCharCode(...secret.map((byte) => byte ^ pad)))).toBe(false);
  }
});

// RFC 4231 sections 4.3 and 4.7.
test.each([
  [
    'a short key',
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'a key longer than a block',
    Buffer.alloc(131, 0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('answers the test vector of RFC 4231 for %s', (_what, secret, text, hex) => {
  expect(createHmacSha256(createSecretKey(secret))(text)).toBe(Buffer.from(hex, 'hex').toString('base64url'));
});
