import { ADDRESS_BITS, type Address, parseAddress } from './address.js';

/** Why a list of ranges was not taken. */
export type RefusalReason = 'unreachable' | 'malformed' | 'empty' | 'huge' | 'too-broad' | 'shrunken';

/** A list of ranges that must not be trusted. Never leaves this part: it ends in an event or an `OptionError`. */
export class RangesRefused extends Error {
  override readonly name = 'RangesRefused';

  constructor(
    readonly reason: RefusalReason,
    message: string,
  ) {
    super(message);
  }
}

/** Ranges of addresses, ready to be asked. */
export interface RangeSet {
  has(address: Address): boolean;
  /** How many addresses of each version the ranges hold; the same however the list cuts them up. */
  readonly coverage: { readonly 4: bigint; readonly 6: bigint };
}

interface Range {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** No owner's list comes near: the longest known has about 500 prefixes. */
export const MOST_PREFIXES = 10_000;

/** The broadest prefix taken. The broadest in use are a /22 and a /59; `17.0.0.0/8` would be all of Apple. */
const SHORTEST_PREFIX = { 4: 16, 6: 32 } as const;

/** The most addresses one list may hold in all, 16 of the broadest prefixes. The largest known holds 7,056. */
const MOST_ADDRESSES = { 4: 2n ** 20n, 6: 2n ** 100n } as const;

/**
 * Reads prefixes into a set that is searched by halves.
 *
 * @throws {RangesRefused} where the list is empty, huge, too broad, or any prefix is malformed or local: one wrong
 * entry makes the whole list doubtful, and a list not taken costs less than a range that proves too much.
 */
export function rangeSet(prefixes: readonly string[]): RangeSet {
  if (prefixes.length === 0) throw new RangesRefused('empty', 'the list has no prefixes');
  if (prefixes.length > MOST_PREFIXES) {
    throw new RangesRefused('huge', `the list has ${prefixes.length} prefixes, more than ${MOST_PREFIXES}`);
  }
  const ranges = prefixes.map(parsePrefix);
  const merged = { 4: merge(ranges, 4), 6: merge(ranges, 6) };
  const coverage = { 4: coverageOf(merged[4]), 6: coverageOf(merged[6]) };
  for (const version of [4, 6] as const) {
    if (coverage[version] > MOST_ADDRESSES[version]) {
      throw new RangesRefused('huge', `the list holds ${coverage[version]} IPv${version} addresses`);
    }
  }
  return { has: (address) => holds(merged[address.version], address.value), coverage };
}

/** Refuses a list that holds less than half of what the present one does, in either version of the protocol. */
export function refuseShrunken(next: RangeSet, present: RangeSet): void {
  for (const version of [4, 6] as const) {
    if (next.coverage[version] * 2n < present.coverage[version]) {
      throw new RangesRefused(
        'shrunken',
        `${next.coverage[version]} IPv${version} addresses, less than half of ${present.coverage[version]}`,
      );
    }
  }
}

function parsePrefix(prefix: string): Range {
  const [text = '', length = '', ...rest] = prefix.split('/');
  const address = parseAddress(text);
  if (address === null || rest.length > 0 || !/^\d{1,3}$/.test(length)) {
    throw new RangesRefused('malformed', `${JSON.stringify(prefix.slice(0, 60))} is not an address prefix`);
  }
  const hostBits = BigInt(ADDRESS_BITS[address.version]) - BigInt(length);
  if (hostBits < 0n || address.local) {
    throw new RangesRefused('malformed', `${prefix} is not a prefix of public addresses`);
  }
  if (Number(length) < SHORTEST_PREFIX[address.version]) {
    throw new RangesRefused('too-broad', `${prefix} is broader than a /${SHORTEST_PREFIX[address.version]}`);
  }
  const first = (address.value >> hostBits) << hostBits;
  return { version: address.version, first, last: first + (1n << hostBits) - 1n };
}

function merge(ranges: readonly Range[], version: 4 | 6): Range[] {
  const sorted = ranges.filter((range) => range.version === version).sort((a, b) => (a.first < b.first ? -1 : 1));
  const merged: Range[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1n) merged.push(range);
    else if (range.last > before.last) merged[merged.length - 1] = { ...before, last: range.last };
  }
  return merged;
}

function coverageOf(ranges: readonly Range[]): bigint {
  return ranges.reduce((sum, range) => sum + range.last - range.first + 1n, 0n);
}

/** Whether the last range that begins at or before the value reaches it. */
function holds(ranges: readonly Range[], value: bigint): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range !== undefined && range.first <= value) low = middle + 1;
    else high = middle;
  }
  const nearest = ranges[low - 1];
  return nearest !== undefined && value <= nearest.last;
}
