export { type Cookie, readCookies, writeCookie } from './cookie.js';
export { readCookieOptions } from './cookie-options.js';
export { type Given, MOST_GIVEN, mergeGiven } from './given.js';
export { type PublicJwk, type PublicJwks, publicJwks } from './jwks.js';
export {
  type JsonWebKeyLike,
  type Key,
  type KeyOption,
  type KeyPairOption,
  type Keyring,
  readKeys,
  readSecret,
  type SecretKeyOption,
  secretBytes,
} from './keys.js';
export { LEDGER_SIZE, type Ledger, MOST_ARTICLES, newest, sameArticles, union, withArticle } from './ledger.js';
export { mintReader, type Pass, type PassFormat, type UnsignedPass } from './pass.js';
export { createPasses, type Passes } from './passes.js';
export type { RefusalCause } from './refusal.js';
export type { State } from './state.js';
export { type Hashes, unitePasses } from './unite.js';
