import { createHash } from 'node:crypto';
import { claimsOf } from './keys.js';

// The body of a pass of format 2 by the words of docs/pass.md, with nothing of the code that writes and reads it.

/** All parts of a body; bytes and numbers go in as they are, however wrong. */
export interface Body {
  readonly state: number;
  readonly prompted: boolean;
  readonly period: Buffer;
  /** base64url, as all text here. */
  readonly ids: string;
  readonly reader: string;
  readonly account: string;
  readonly replaces: readonly string[];
  /** Seconds. */
  readonly signedAt: number;
  readonly more: readonly number[];
  readonly ledger: readonly number[];
  /** In place of the flags that belong to the rest. */
  readonly flags?: number;
  readonly after?: readonly number[];
}

/** What names a period in a body. */
export function periodBytes(key: string): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 2);
}

/** A body put together by hand. */
export function bodyOf(body: Body): string {
  const { state, prompted, period, ids, reader, account, replaces, signedAt, more, ledger, after = [] } = body;
  const flags = (state << 6) | (Number(prompted) << 5) | (Number(account !== '') << 4) | (Number(more.length > 0) << 3);
  const time = Buffer.alloc(4);
  time.writeUInt32BE(signedAt);
  const articles = ledger.map((id) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(id);
    return bytes;
  });
  const texts = [ids, reader, account, ...replaces].map((text) => Buffer.from(text, 'base64url'));
  const head = [Buffer.of(body.flags ?? flags | replaces.length), period];
  return Buffer.concat([...head, ...texts, time, Buffer.from(more), ...articles, Buffer.from(after)]).toString(
    'base64url',
  );
}

/** What a pass says. */
export interface Said {
  readonly reader: string;
  readonly account: string | undefined;
  readonly state: string;
  readonly prompted: boolean;
  readonly metPrompt: boolean;
  readonly metWall: boolean;
  readonly read: number;
  readonly ledger: readonly number[];
  readonly replaces: readonly string[];
  readonly arm: number | undefined;
  readonly generation: number;
  readonly granted: number;
  readonly ids: string;
  readonly signedAt: number;
  readonly end: number;
}

/** What a pass of format 2 says, unverified. */
export function readPass(token: string): Said {
  const { p, exp } = claimsOf(token);
  const bytes = Buffer.from(String(p), 'base64url');
  let at = 0;
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const text = (length: number) => take(length).toString('base64url');
  const [flags = 0] = take(1);
  take(2);
  const [ids, reader] = [text(3), text(12)];
  const account = flags & 16 ? text(6) : undefined;
  const replaces = Array.from({ length: flags & 7 }, () => text(12));
  const signedAt = take(4).readUInt32BE() * 1000;
  const more = flags & 8 ? take(2).readUInt16BE() : 0;
  const [arm, generation, granted] = [12, 11, 10].map((bit) => (more & (1 << bit) ? take(1)[0] : undefined));
  const ledger: number[] = [];
  while (at < bytes.length) ledger.push(take(4).readInt32BE());
  return {
    reader,
    account,
    state: ['free', 'register-prompt', 'blocked', 'blocked'][flags >> 6] ?? '',
    prompted: (flags & 32) > 0,
    metPrompt: [1, 2].includes(flags >> 6) || (more & 0x2000) > 0,
    metWall: flags >> 6 >= 2 || (more & 0x4000) > 0,
    read: flags & 8 ? more & 1023 : ledger.length,
    ledger,
    replaces,
    arm,
    generation: generation ?? 0,
    granted: granted ?? 0,
    ids,
    signedAt,
    end: Number(exp) * 1000,
  };
}
