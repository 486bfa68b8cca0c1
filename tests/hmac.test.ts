import { createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHmacSha256 } from '../src/parts/hmac.js';

test('is the HMAC that Node makes, for secrets shorter and longer than a block, and any text', () => {
  const secrets = fc.uint8Array({ minLength: 1, maxLength: 200 });
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 3 });
  const property = fc.property(secrets, texts, (secret, some) => {
    const key = createSecretKey(secret);
    const hmac = createHmacSha256(key);
    for (const text of some) expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
  });
  fc.assert(property, { numRuns: 1000 });
});

// RFC 4231 sections 4.3 and 4.7: a short key, and one longer than a block.
test.each([
  [
    Buffer.from('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    Buffer.alloc(131, 0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('answers the test vectors of RFC 4231', (secret, text, hex) => {
  expect(createHmacSha256(createSecretKey(secret))(text)).toBe(Buffer.from(hex, 'hex').toString('base64url'));
});
