import { hash, type KeyObject } from 'node:crypto';

/** Bytes that SHA-256 takes at a time; a longer key is hashed first (RFC 2104 section 2). */
const BLOCK = 64;
const HASH = 32;

/** Bytes of most texts: a header and a payload of a pass, encoded. */
const USUAL_LENGTH = 1024;

/**
 * HMAC-SHA-256 (RFC 2104) of texts under one key, in base64url, as two plain hashes. Node's own makes an object for every HMAC,
 * which takes longer than to hash a text of some hundred characters.
 */
export function createHmacSha256(key: KeyObject): (text: string) => string {
  const exported = key.export();
  const secret = exported.length > BLOCK ? hash('sha256', exported, 'buffer') : exported;
  // What holds the key is made with `alloc` and used again: other memory may later be handed, as it is, to anyone who asks for some.
  let inner = padded(secret, 0x36, USUAL_LENGTH);
  const outer = padded(secret, 0x5c, HASH);
  exported.fill(0);
  secret.fill(0);

  return (text) => {
    const length = Buffer.byteLength(text);
    if (BLOCK + length > inner.length) inner = moved(inner, BLOCK + length);
    inner.write(text, BLOCK);
    // As text, of one character a byte: hashes come sooner so than as a Buffer.
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'base64url');
  };
}

/** The key under a pad, and room for what is hashed after it. */
function padded(secret: Uint8Array, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room);
  for (let index = 0; index < BLOCK; index += 1) block[index] = pad ^ (secret[index] ?? 0);
  return block;
}

function moved(block: Buffer, length: number): Buffer {
  const longer = Buffer.alloc(length);
  block.copy(longer, 0, 0, BLOCK);
  block.fill(0);
  return longer;
}
