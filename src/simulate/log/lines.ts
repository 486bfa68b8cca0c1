import { Buffer } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of a line beyond which it is none: servers take less of an address and of each field. */
export const LONGEST_LINE = 65_536;

const LINE_FEED = 10;

/** Told of a line, or with `null` of one that is too long; and the how manieth it is, from 1. */
export type TellLine = (line: string | null, number: number) => void;

/**
 * Tells every line that is not empty, one after the other; of one that is too long no more than that is held. What is compressed with gzip is so by its first bytes, whatever the file is called.
 */
export async function readLines(chunks: AsyncIterable<Uint8Array>, tell: TellLine): Promise<void> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;

  function take(part: Buffer): void {
    length += part.length;
    if (length <= LONGEST_LINE) parts.push(part);
    else parts = [];
  }

  function end(): void {
    number += 1;
    if (length > LONGEST_LINE) tell(null, number);
    else if (length > 0) tellText(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    parts = [];
    length = 0;
  }

  function tellText(bytes: Buffer | undefined): void {
    const line =
      bytes
        ?.toString('utf8')
        .replace(/^\uFEFF/, '')
        .trim() ?? '';
    if (line !== '') tell(line, number);
  }

  for await (const chunk of await unpacked(chunks)) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, start)) {
      take(bytes.subarray(start, at));
      end();
      start = at + 1;
    }
    if (start < bytes.length) take(bytes.subarray(start));
  }
  end();
}

async function unpacked(chunks: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const rest = chunks[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const { value, done } = await rest.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  // What goes wrong on the way is thrown to whoever reads.
  return isGzip ? pipeline(Readable.from(whole()), createGunzip(), () => undefined) : whole();
}
