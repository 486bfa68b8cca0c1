export {
  createSupportPage,
  readSupportOptions,
  type SupportHandler,
  type SupportPageOptions,
  type SupportPaywall,
  type SupportSettings,
  supportHandler,
} from './support.js';
