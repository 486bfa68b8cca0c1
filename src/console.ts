export {
  type ConsoleArticle,
  type ConsoleHandler,
  type ConsoleOptions,
  type ConsolePaywall,
  createConsole,
  type PaywallTerms,
} from './console/index.js';
export {
  createSupportPage,
  type SupportHandler,
  type SupportPageOptions,
  type SupportPaywall,
} from './console/support/index.js';
export { OptionError, type OptionErrorCode } from './options/index.js';
