import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { decodeBase64url } from './base64url.js';
import { type Ledger, newest, readLedger, writeLedger } from './ledger.js';
import { areReplaced, isCount, isTime, type Pass, type UnsignedPass } from './pass.js';
import type { Claims } from './payload.js';
import type { State } from './state.js';
import type { Verified } from './tokens.js';

// Format 2 of the pass: all but the registered claims as bytes, as docs/pass.md has them, one claim's text.
//
//     1 flags | 2 period | 3 ids | 12 reader | 6 account? | 12 replaced… | 4 signed at | 2 more? | 1 arm? | 1 generation? |
//     1 granted? | 4 article…
//
// Up to the readers replaced all lengths are multiples of three, so that they are there to be cut out of the text.

const HEAD = Buffer.alloc(3);
/** The last is that of whoever met the wall and no prompt. */
const STATES: readonly State[] = ['free', 'register-prompt', 'blocked', 'blocked'];

const PROMPTED = 0b10_0000;
const ACCOUNT = 0b1_0000;
const MORE = 0b1000;
const REPLACED = 0b111;

const MET_WALL = 1 << 14;
const MET_PROMPT = 1 << 13;
const ARM = 1 << 12;
const GENERATION = 1 << 11;
const GRANTED = 1 << 10;
const READ = GRANTED - 1;

const PLACE_BYTES = 6;
const READER_TEXT = 16;
const ACCOUNT_TEXT = 8;
const READER_AT = 8;
const TIME_BYTES = 4;
const LATEST = 0xffff_ffff;
const MOST = 0xff;

/** What a body says of where it counts. */
export interface Place {
  /** Names the period. */
  readonly period: number;
  /** Names the key of the period's article ids; 4 characters of base64url. */
  readonly ids: string;
}

/** Names a period in 16 bits. */
export function periodMark(periodKey: string): number {
  return createHash('sha256').update(periodKey).digest().readUInt16BE(0);
}

/** The claims of a pass. */
export function claimsOfFormat2(pass: UnsignedPass, site: string, place: Place): Claims {
  return { iss: site, aud: site, exp: pass.end / 1000, p: bodyOf(pass, place) };
}

/** The pass of verified claims, or `null` for those of none. */
export function readFormat2({ claims, keyId }: Verified, place: Place): Pass | null {
  const { iss, aud, exp, p } = claims;
  if (typeof p !== 'string' || aud !== iss || !isTime(exp) || Object.keys(claims).length > 4) return null;
  const bytes = decodeBase64url(p);
  if (!bytes || !isAt(p, bytes, place)) return null;
  return readBody(p, bytes, exp * 1000, keyId);
}

/** Where a body says that it counts, and when it was signed, whether or not that is here. */
export function readPlace(p: string): (Place & { readonly signedAt: number }) | null {
  const bytes = decodeBase64url(p);
  const at = bytes ? timeAt(bytes) : 0;
  if (!bytes || bytes.length < at + TIME_BYTES) return null;
  return { period: bytes.readUInt16BE(1), ids: p.slice(4, READER_AT), signedAt: bytes.readUInt32BE(at) * 1000 };
}

function bodyOf(pass: UnsignedPass, { period, ids }: Place): string {
  const { reader, account = '', replaces } = pass;
  const ledger = newest(pass.ledger);
  const more = moreOf(pass, ledger);
  const flags =
    ((STATES.indexOf(pass.state) + Number(pass.state === 'blocked' && !pass.metPrompt)) << 6) |
    (pass.prompted ? PROMPTED : 0) |
    (account ? ACCOUNT : 0) |
    (more.length > 0 ? MORE : 0) |
    replaces.length;
  return (
    headOf(flags, period) + ids + reader + account + replaces.join('') + tailOf(pass.signedAt / 1000, more, ledger)
  );
}

function headOf(flags: number, period: number): string {
  HEAD.writeUInt8(flags);
  HEAD.writeUInt16BE(period, 1);
  return HEAD.toString('base64url');
}

/** What is seldom there: another count than that of the articles, what was granted to a reader, what they met before the state. */
function moreOf(
  { state, metPrompt, metWall, read, arm, generation, granted }: UnsignedPass,
  ledger: Ledger,
): readonly number[] {
  const present =
    (metWall && state !== 'blocked' ? MET_WALL : 0) |
    (metPrompt && state === 'free' ? MET_PROMPT : 0) |
    (arm === undefined ? 0 : ARM) |
    (generation > 0 ? GENERATION : 0) |
    (granted > 0 ? GRANTED : 0);
  if (present === 0 && read === ledger.length) return [];
  const field = present | read;
  const values = [...(arm === undefined ? [] : [arm]), ...[generation, granted].filter((value) => value > 0)];
  return [field >> 8, field & 0xff, ...values.map((value) => Math.min(value, MOST))];
}

function tailOf(signedAt: number, more: readonly number[], ledger: Ledger): string {
  const bytes = Buffer.allocUnsafe(TIME_BYTES + more.length + ledger.length * 4);
  bytes.writeUInt32BE(Math.min(Math.max(0, signedAt), LATEST));
  bytes.set(more, TIME_BYTES);
  writeLedger(ledger, bytes, TIME_BYTES + more.length);
  return bytes.toString('base64url');
}

/** Of whatever is so long that it can name the key, the period is there as well. */
function isAt(p: string, bytes: Buffer, { period, ids }: Place): boolean {
  return p.slice(4, READER_AT) === ids && bytes.readUInt16BE(1) === period;
}

function timeAt(bytes: Buffer): number {
  const flags = bytes[0] ?? 0;
  return PLACE_BYTES + 12 + (flags & ACCOUNT ? 6 : 0) + 12 * (flags & REPLACED);
}

function readBody(p: string, bytes: Buffer, end: number, keyId: string): Pass | null {
  const flags = bytes[0] ?? 0;
  const state = STATES[flags >> 6] ?? 'free';
  const at = timeAt(bytes);
  const more = flags & MORE ? readMore(bytes, at + TIME_BYTES) : NO_MORE;
  const ledger = more && readLedger(bytes, at + TIME_BYTES + more.length);
  if (!more || !ledger) return null;
  const { field = ledger.length, arm, generation, granted } = more;
  const read = field & READ;
  // What could have been left out, as what the state says already, is none of ours: one pass is one token.
  const said = (MET_PROMPT << (flags >> 6)) - MET_PROMPT;
  if (!isCount(read, ledger) || more.field === ledger.length || field & said) return null;
  const reader = p.slice(READER_AT, READER_AT + READER_TEXT);
  const replacesAt = READER_AT + READER_TEXT + (flags & ACCOUNT ? ACCOUNT_TEXT : 0);
  const replaces = flags & REPLACED ? readersIn(p.slice(replacesAt), flags & REPLACED) : [];
  if (!areReplaced(replaces, reader)) return null;
  return {
    format: 2,
    reader,
    account: flags & ACCOUNT ? p.slice(READER_AT + READER_TEXT, replacesAt) : undefined,
    state,
    prompted: (flags & PROMPTED) > 0,
    metPrompt: (field & MET_PROMPT) > 0 || (flags >> 6) % 3 > 0,
    metWall: (field & MET_WALL) > 0 || flags > 0x7f,
    read,
    ledger,
    replaces,
    arm,
    generation,
    granted,
    end,
    signedAt: bytes.readUInt32BE(at) * 1000,
    keyId,
  };
}

function readersIn(text: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => text.slice(n * READER_TEXT, (n + 1) * READER_TEXT));
}

interface More {
  readonly length: number;
  /** Which of all is there, and how many articles were read. */
  readonly field: number | undefined;
  readonly arm: number | undefined;
  readonly generation: number;
  readonly granted: number;
}

const NO_MORE: More = { length: 0, field: undefined, arm: undefined, generation: 0, granted: 0 };

/** A number that is there is not 0, but for an arm's. One that is missing has no ledger after it: none begins beyond the end. */
function readMore(bytes: Buffer, from: number): More | null {
  if (bytes.length < from + 2) return null;
  const field = bytes.readUInt16BE(from);
  if (field > 0x7fff) return null;
  let at = from + 2;
  const next = (present: number) => (field & present ? bytes[at++] : undefined);
  const [arm, generation, granted] = [next(ARM), next(GENERATION), next(GRANTED)];
  if (generation === 0 || granted === 0) return null;
  return { length: at - from, field, arm, generation: generation ?? 0, granted: granted ?? 0 };
}
