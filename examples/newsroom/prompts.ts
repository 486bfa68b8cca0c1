import { createPrompts, type Prompts } from 'metered-paywall/prompts';
import { locale, siteName } from './site.js';

/** Where the prompts' style sheet, script and form stand. */
export const promptsPath = '/paywall';

/** What readers see of the paywall. */
export const prompts: Prompts = createPrompts({
  siteName,
  locale,
  registerUrl: '/register',
  signInUrl: '/sign-in',
  readingUrl: '/your-reading',
  comments: true,
  assetsPath: promptsPath,
});
