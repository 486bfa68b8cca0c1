export { OptionError, type OptionErrorCode } from './errors.js';
export {
  type Check,
  callable,
  type Fields,
  flag,
  having,
  isRecord,
  object,
  oneOf,
  optional,
  outOfRange,
  problem,
  readOptions,
  required,
  show,
  text,
  wholeNumber,
  wrongType,
} from './options.js';
export { type IsToken, isSameSecret, readToken } from './token.js';
export { parseUrl, parseWebUrl } from './urls.js';
