import { Buffer } from 'node:buffer';
import { hash, type KeyObject } from 'node:crypto';

/** Bytes that SHA-256 takes at a time; a longer key is hashed first (RFC 2104 section 2). */
const BLOCK = 64;
const HASH = 32;

/** Bytes of most texts: a header and a payload of a pass, encoded. */
const USUAL_LENGTH = 1024;

/**
 * HMAC-SHA-256 (RFC 2104) of texts under one key, in base64url, as two plain hashes. Node's own makes an object for every HMAC,
 * which takes longer than to hash a text of some hundred characters.
 *
 * @param start What all texts start with; it is not written again for each.
 */
export function createHmacSha256(key: KeyObject, start = ''): (rest: string) => string {
  const exported = key.export();
  const secret = exported.length > BLOCK ? hash('sha256', exported, 'buffer') : exported;
  // What holds the key is made with `alloc` and used again: other memory may later be handed, as it is, to anyone who asks for some.
  const from = BLOCK + Buffer.byteLength(start);
  let inner = padded(secret, 0x36, from - BLOCK + USUAL_LENGTH);
  inner.write(start, BLOCK);
  const outer = padded(secret, 0x5c, HASH);
  exported.fill(0);
  secret.fill(0);

  return (rest) => {
    const end = from + Buffer.byteLength(rest);
    if (end > inner.length) inner = moved(inner, from, end);
    inner.write(rest, from);
    // As text, of one character a byte: hashes come sooner so than as a Buffer.
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'base64url');
  };
}

/** The key under a pad, and room for what is hashed after it. */
function padded(secret: Uint8Array, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room);
  for (let index = 0; index < BLOCK; index += 1) block[index] = pad ^ (secret[index] ?? 0);
  return block;
}

function moved(block: Buffer, kept: number, length: number): Buffer {
  const longer = Buffer.alloc(length);
  block.copy(longer, 0, 0, kept);
  block.fill(0);
  return longer;
}
