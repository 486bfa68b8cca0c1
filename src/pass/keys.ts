import { createHash, createPrivateKey, createPublicKey, createSecretKey, KeyObject } from 'node:crypto';
import {
  type Check,
  OptionError,
  oneOf,
  optional,
  outOfRange,
  readOptions,
  required,
  show,
  text,
} from '../options/index.js';

/** How a pass is signed (RFC 7518 section 3.1, RFC 8037 section 3.1). */
export type Algorithm = 'HS256' | 'EdDSA' | 'ES256';

/** A secret shared by all who sign and verify passes. */
export interface SecretKeyOption {
  /** Goes into the pass as `kid`; 1 to 64 characters, unique among the keys. */
  readonly id: string;
  /** At least 32 bytes (RFC 7518 section 3.2); a string counts as UTF-8. */
  readonly secret: string | Uint8Array | undefined;
}

/** A key pair, for sites whose CDN must verify passes and must not be able to sign them. */
export interface KeyPairOption {
  /** Goes into the pass as `kid`; 1 to 64 characters, unique among the keys. */
  readonly id: string;
  /** `EdDSA` over Ed25519, or `ES256` over P-256. */
  readonly algorithm: 'EdDSA' | 'ES256';
  /** PEM, JWK or `KeyObject`. The first key needs one; a key that only verifies any more does not. */
  readonly privateKey?: string | JsonWebKeyLike | KeyObject;
  /** PEM, JWK or `KeyObject`. Default: derived from `privateKey`. */
  readonly publicKey?: string | JsonWebKeyLike | KeyObject;
}

/** A key as the paywall is given it. */
export type KeyOption = SecretKeyOption | KeyPairOption;

/** A JSON Web Key (RFC 7517), as `KeyObject.export({ format: 'jwk' })` gives it. */
export interface JsonWebKeyLike {
  readonly kty?: string;
  readonly [member: string]: unknown;
}

/** A checked key. One algorithm belongs to one key id, whatever a token claims. */
export interface Key {
  readonly id: string;
  readonly algorithm: Algorithm;
  /** Absent where the key only verifies. */
  readonly signing: KeyObject | undefined;
  readonly verifying: KeyObject;
}

/** The keys in force: the first signs, all verify. */
export interface Keyring {
  readonly first: Key & { readonly signing: KeyObject };
  /** The first and all others. */
  readonly all: readonly Key[];
  find(id: string): Key | undefined;
}

const LEAST_SECRET_BYTES = 32;
const LONGEST_ID = 64;
const GIVE_A_SECRET = `Give ${LEAST_SECRET_BYTES} random bytes or more, as from: openssl rand -base64 48`;
const GIVE_AN_ID = "Give each key an id of its own, as in '2026-11'";
const GIVE_A_KEY = "Give at least one, as in [{ id: '2026-11', secret }]";
const GIVE_A_READABLE_KEY = 'Give PEM text without a passphrase, a JWK or a KeyObject';
const PAIR_OPTIONS = ['algorithm', 'privateKey', 'publicKey'];
const CURVES = { EdDSA: 'ed25519', ES256: 'prime256v1' } as const;

/**
 * Checks the keys and makes them ready for use.
 *
 * @throws {OptionError} for an empty list, a short secret, a key that does not fit its algorithm, or ids used twice.
 */
export function readKeys(value: unknown, option: string): Keyring {
  if (!Array.isArray(value)) throw keyError(option, `${kindOf(value)} is not an array of keys`, GIVE_A_KEY);
  const keys = value.map((key, index) => readKey(key, `${option}[${index}]`));
  const byId = new Map(keys.map((key) => [key.id, key]));
  const twice = keys.find((key) => byId.get(key.id) !== key);
  if (twice) throw keyError(option, `two keys have the id ${show(twice.id)}`, GIVE_AN_ID);
  const [first] = keys;
  if (!first) throw keyError(option, 'the array is empty', GIVE_A_KEY);
  if (!canSign(first)) {
    throw keyError(
      `${option}[0]`,
      'the first key signs, and this one has no private key',
      'Put a key that can sign first',
    );
  }
  return { first, all: keys, find: (id) => byId.get(id) };
}

function canSign(key: Key): key is Key & { readonly signing: KeyObject } {
  return key.signing !== undefined;
}

function readKey(value: unknown, option: string): Key {
  if (typeof value !== 'object' || value === null) {
    throw keyError(option, `${kindOf(value)} is not a key`, "Give an object, as in { id: '2026-11', secret }");
  }
  const isPair = !('secret' in value) && PAIR_OPTIONS.some((name) => name in value);
  return isPair ? readKeyPair(value, option) : readSecretKey(value, option);
}

/** What a value is rather than what it says, for it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`;
}

const keyId: Check<string> = (value, option) => {
  const id = text(value, option);
  if (id.length > LONGEST_ID) throw outOfRange(option, id, `an id of 1 to ${LONGEST_ID} characters`);
  return id;
};

function readSecretKey(value: unknown, option: string): Key {
  const { id, secret } = readOptions<{ id: string; secret: KeyObject }>(value, option, {
    id: required(keyId, GIVE_AN_ID),
    secret: required(readSecret, `${GIVE_A_SECRET}; if it comes from an environment variable, that is not set`),
  });
  return { id, algorithm: 'HS256', signing: secret, verifying: secret };
}

/**
 * A secret of at least 32 bytes.
 *
 * @throws {OptionError} when it is shorter or neither a string nor bytes. Its value is never shown.
 */
export function readSecret(value: unknown, option: string): KeyObject {
  // Not `Buffer.from`, whose memory is shared with whoever asks for some next.
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) {
    throw keyError(option, `${kindOf(value)} is neither a string nor bytes`, GIVE_A_SECRET);
  }
  if (bytes.byteLength < LEAST_SECRET_BYTES) {
    throw keyError(option, `the secret has only ${bytes.byteLength} bytes`, GIVE_A_SECRET);
  }
  return createSecretKey(bytes);
}

function readKeyPair(value: unknown, option: string): Key {
  const given = readOptions<{
    id: string;
    algorithm: 'EdDSA' | 'ES256';
    privateKey: KeyObject | undefined;
    publicKey: KeyObject | undefined;
  }>(value, option, {
    id: required(keyId, GIVE_AN_ID),
    algorithm: required(oneOf('EdDSA', 'ES256'), "Give 'EdDSA' or 'ES256'"),
    privateKey: optional(readPrivateKey, undefined),
    publicKey: optional(readPublicKey, undefined),
  });
  const verifying = given.publicKey ?? (given.privateKey && createPublicKey(given.privateKey));
  if (!verifying) throw keyError(option, 'the key pair has no key', 'Give privateKey, publicKey or both');
  for (const key of [given.privateKey, verifying]) if (key) checkCurve(key, given.algorithm, option);
  if (given.privateKey && !createPublicKey(given.privateKey).equals(verifying)) {
    throw keyError(option, 'publicKey is not the other half of privateKey', 'Leave publicKey out, or give the pair');
  }
  return { id: given.id, algorithm: given.algorithm, signing: given.privateKey, verifying };
}

function readPrivateKey(value: unknown, option: string): KeyObject {
  if (value instanceof KeyObject) return ofType(value, 'private', option);
  return parseKey(value, option, (input) => createPrivateKey(input));
}

function readPublicKey(value: unknown, option: string): KeyObject {
  if (value instanceof KeyObject) return ofType(value, 'public', option);
  return parseKey(value, option, (input) => createPublicKey(input));
}

function ofType(key: KeyObject, wanted: 'private' | 'public', option: string): KeyObject {
  if (key.type !== wanted) throw keyError(option, `this is a ${key.type} key`, `Give the ${wanted} key`);
  return key;
}

type KeyInput = string | { readonly key: Record<string, unknown>; readonly format: 'jwk' };

function parseKey(value: unknown, option: string, parse: (input: KeyInput) => KeyObject): KeyObject {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) {
    throw keyError(option, `${kindOf(value)} is not a key`, GIVE_A_READABLE_KEY);
  }
  const input: KeyInput = typeof value === 'string' ? value : { key: { ...value }, format: 'jwk' };
  try {
    return parse(input);
  } catch {
    throw keyError(option, 'the key cannot be read', GIVE_A_READABLE_KEY);
  }
}

function checkCurve(key: KeyObject, algorithm: 'EdDSA' | 'ES256', option: string): void {
  const curve = key.asymmetricKeyType === 'ec' ? key.asymmetricKeyDetails?.namedCurve : key.asymmetricKeyType;
  if (curve !== CURVES[algorithm]) {
    throw keyError(option, `${algorithm} does not fit a key on ${curve}`, `Give a key on ${CURVES[algorithm]}`);
  }
}

/** Bytes to derive other secrets from, that only a holder of the key can know. */
export function secretBytes({ algorithm, signing }: Keyring['first']): Uint8Array {
  if (algorithm === 'HS256') return signing.export();
  return createHash('sha256')
    .update(signing.export({ type: 'pkcs8', format: 'der' }))
    .digest();
}

function keyError(option: string, what: string, fix: string): OptionError {
  return new OptionError('ERR_PAYWALL_KEY', option, what, fix);
}
