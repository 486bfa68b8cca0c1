import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The most that is read of a body, in bytes after decompression; the rest is not waited for. */
export const MOST_BYTES = 5 * 1024 * 1024;

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Statuses that have no body, though they may name the encoding that one would have. */
const BODILESS: readonly (number | undefined)[] = [204, 304];

/** What a request may name in `Accept-Encoding`. */
export const ENCODINGS = 'gzip, deflate, br';

/**
 * The text of a body, decompressed and decoded; at most 5 MB of it.
 *
 * @param method Of the request.
 */
export async function readBody(message: IncomingMessage, method = 'GET'): Promise<string> {
  if (method === 'HEAD' || BODILESS.includes(message.statusCode)) {
    message.resume();
    return '';
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of decompressed(message)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) break;
  }
  return decoderFor(message.headers['content-type']).decode(Buffer.concat(chunks).subarray(0, MOST_BYTES));
}

function decompressed(message: IncomingMessage): Readable {
  const decoder = DECODERS[message.headers['content-encoding']?.trim().toLowerCase() ?? ''];
  // An error reaches whoever reads the decompressed stream, so nobody has to be told of it here.
  return decoder ? pipeline(message, decoder(), () => undefined) : message;
}

function decoderFor(contentType = ''): InstanceType<typeof TextDecoder> {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
