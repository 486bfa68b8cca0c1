import ipaddr from 'ipaddr.js';
import { OptionError } from '../options/index.js';

/** The width of an address, by version of the protocol. */
export const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/** One IP address, read. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address. */
export interface Address {
  readonly version: 4 | 6;
  /** The address as one number, for comparisons with ranges. */
  readonly value: bigint;
  /** The canonical spelling (RFC 5952), the same for every way of writing one address. */
  readonly text: string;
  /** Whether the address means something only on this machine or this local network. */
  readonly local: boolean;
}

const LOCAL_RANGES: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'private',
  'linkLocal',
  'uniqueLocal',
  'multicast',
  'broadcast',
]);

/**
 * IPv6 addresses whose last 32 bits are the reader's IPv4 address: a dual-stack socket's, and NAT64's (RFC 6052), where
 * otherwise all IPv4 readers would be in one network.
 */
const CARRYING_IPV4: ReadonlySet<string> = new Set(['ipv4Mapped', 'rfc6052']);

/** Reads an address as Express gives it in `req.ip`; anything else than exactly one address is `null`. */
export function parseAddress(text: string): Address | null {
  const bare = text.split('%', 1)[0] ?? '';
  if (!isWritten(bare)) return null;
  const written = ipaddr.parse(bare);
  const within = written.range();
  const inner = CARRYING_IPV4.has(within) ? ipaddr.fromByteArray(written.toByteArray().slice(12)) : written;
  return {
    version: inner.kind() === 'ipv4' ? 4 : 6,
    value: bytesToNumber(inner.toByteArray()),
    text: inner.toString(),
    local: LOCAL_RANGES.has(inner === written ? within : inner.range()),
  };
}

/** Whether text is an address in full; ipaddr.js by itself also reads `1`, `0x7f.1` and octal numbers. */
function isWritten(text: string): boolean {
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text);
  const inner = text.slice(text.lastIndexOf(':') + 1);
  return ipaddr.IPv6.isValid(text) && (!inner.includes('.') || ipaddr.IPv4.isValidFourPartDecimal(inner));
}

/**
 * The network that an address belongs to, as one subscriber commonly has it: the /24 of an IPv4 address and the /56
 * of an IPv6 address, in canonical text (`203.0.113.0/24`, `2001:db8:0:ab00::/56`).
 *
 * @returns `null` for what is no address, and for local addresses: those are a proxy that is not trusted or a reader
 * on the site's own network, and must not stand for all readers together.
 */
export function networkOf(text: string | undefined): string | null {
  const address = text === undefined ? null : parseAddress(text);
  if (address === null || address.local) return null;
  return address.version === 4
    ? `${ipaddr.IPv4.networkAddressFromCIDR(`${address.text}/24`).toString()}/24`
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${address.text}/56`).toString()}/56`;
}

/**
 * Refuses a `trust proxy` setting that lets anyone name their own address. Pass `app.get('trust proxy')`.
 *
 * `false`, a list of proxies' addresses and names such as `loopback` are right. A number of hops is accepted, and
 * right only where every request comes through exactly that many proxies. A function is taken at its word.
 *
 * @throws {OptionError} `ERR_PAYWALL_INSECURE` for `true`, an endless number of hops, or a range of every address.
 */
export function checkTrustProxy(setting: unknown): void {
  const problem = trustOfEveryone(setting);
  if (problem === null) return;
  throw new OptionError(
    'ERR_PAYWALL_INSECURE',
    'trust proxy',
    `${problem}, so any reader can claim any address with an X-Forwarded-For header of their own, a search crawler's too`,
    "List your proxies, as in app.set('trust proxy', ['loopback', '10.0.0.0/8'])",
  );
}

function trustOfEveryone(setting: unknown): string | null {
  if (setting === true) return 'true trusts every proxy';
  if (setting === Number.POSITIVE_INFINITY) return 'an endless number of hops trusts every proxy';
  const listed = typeof setting === 'string' ? setting.split(',') : Array.isArray(setting) ? setting : [];
  const everyone = listed.find((entry) => typeof entry === 'string' && /\/0+$|\/0+(\.0+){3}$/.test(entry.trim()));
  return everyone === undefined ? null : `${String(everyone).trim()} trusts every address`;
}

function bytesToNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
