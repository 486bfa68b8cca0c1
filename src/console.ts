export {
  type ConsoleArticle,
  type ConsoleHandler,
  type ConsoleOptions,
  type ConsolePaywall,
  createConsole,
  type PaywallTerms,
} from './console/index.js';
export { OptionError, type OptionErrorCode } from './options/index.js';
