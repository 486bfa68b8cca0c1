import { NODATA, NOTFOUND } from 'node:dns';
import type { Clock } from '../clock/index.js';
import { type Address, parseAddress } from './address.js';
import { createExpiring } from './expiring.js';

/** What is used of `Resolver` from `node:dns/promises`. */
export interface DnsResolver {
  /** The names of an address (PTR). */
  reverse(address: string): Promise<string[]>;
  /** The IPv4 addresses of a name (A). */
  resolve4(name: string): Promise<string[]>;
  /** The IPv6 addresses of a name (AAAA). */
  resolve6(name: string): Promise<string[]>;
}

/** What reverse-and-forward DNS says of an address; `unknown` until, or unless, it has answered. */
export type DnsOutcome = 'proven' | 'refuted' | 'unknown';

const MOST_IN_FLIGHT = 10;
const MOST_PROVEN = 2_000;
const MOST_UNPROVEN = 10_000;
const PROVEN_FOR_MS = 24 * 60 * 60 * 1000;
const REFUTED_FOR_MS = 60 * 60 * 1000;
/** A server that failed or was silent says nothing about the address, so it is asked again sooner. */
const UNANSWERED_FOR_MS = 5 * 60 * 1000;
/** Whatever the resolver does, a look-up gives its place back after this long. */
const LOOKUP_DEADLINE_MS = 10_000;
/** The owner of an address can give it any number of names; crawlers have one. */
const MOST_NAMES = 4;

/** Look-ups in the background, their answers kept. */
export interface DnsProof {
  /** What is known now of an address belonging under one of the domains. Begins a look-up where nothing is known. */
  outcome(address: Address, domains: readonly string[]): DnsOutcome;
  /** Begins no look-up from now on. */
  close(): void;
}

/**
 * Proves addresses by reverse-and-forward DNS: the address's name must lie under a crawler's domain, and that name
 * must lead back to the address. The first alone proves nothing, for the owner of an address chooses its name.
 *
 * At most 10 look-ups are under way at once and further ones are dropped; a proof holds for 24 hours, a refutation for
 * one hour. Proofs are kept apart from refutations, so that a flood of liars pushes out no proof.
 *
 * @param domains Every domain that may ever be asked about; names outside them are not followed.
 * @param onDropped Called for each look-up that found no place.
 */
export function createDnsProof(
  resolver: DnsResolver,
  domains: readonly string[],
  clock: Clock,
  onDropped: () => void,
): DnsProof {
  const proven = createExpiring<readonly string[]>(MOST_PROVEN, clock);
  const unproven = createExpiring<DnsOutcome>(MOST_UNPROVEN, clock);
  const inFlight = new Set<string>();
  let closed = false;

  async function lookUp(address: Address): Promise<void> {
    inFlight.add(address.text);
    try {
      const names = await withDeadline(confirmedNames(resolver, address, domains));
      if (names.length > 0) proven.set(address.text, names, PROVEN_FOR_MS);
      else unproven.set(address.text, 'refuted', REFUTED_FOR_MS);
    } catch {
      unproven.set(address.text, 'unknown', UNANSWERED_FOR_MS);
    } finally {
      inFlight.delete(address.text);
    }
  }

  return {
    outcome(address, wanted) {
      const names = proven.get(address.text);
      if (names !== undefined) return names.some((name) => isUnderAny(name, wanted)) ? 'proven' : 'refuted';
      const known = unproven.get(address.text);
      if (known !== undefined) return known;
      if (closed || inFlight.has(address.text)) return 'unknown';
      if (inFlight.size >= MOST_IN_FLIGHT) onDropped();
      else void lookUp(address);
      return 'unknown';
    },
    close() {
      closed = true;
    },
  };
}

async function confirmedNames(
  resolver: DnsResolver,
  address: Address,
  domains: readonly string[],
): Promise<readonly string[]> {
  const names = await orNone(resolver.reverse(address.text));
  const candidates = names.map(canonicalName).filter((name) => isUnderAny(name, domains));
  const confirmed = await Promise.all(
    candidates.slice(0, MOST_NAMES).map(async (name) => {
      const found = await orNone(address.version === 4 ? resolver.resolve4(name) : resolver.resolve6(name));
      return found.some((text) => parseAddress(text)?.text === address.text) ? name : null;
    }),
  );
  return confirmed.filter((name) => name !== null);
}

/** "There is no such record" is an answer; every other failure is none. */
async function orNone(answer: Promise<string[]>): Promise<string[]> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === NOTFOUND || code === NODATA) return [];
    throw error;
  }
}

/** DNS names are compared in lower case, and may end in the root's dot (RFC 1034 section 3.1). */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function isUnderAny(name: string, domains: readonly string[]): boolean {
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) && domains.some((domain) => name.endsWith(`.${domain}`));
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the look-up took too long')), LOOKUP_DEADLINE_MS);
    timer.unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
