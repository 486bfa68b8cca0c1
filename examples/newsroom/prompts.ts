import type { Plan } from 'metered-paywall';
import { createPrompts, type Prompts } from 'metered-paywall/prompts';
import { locale, siteName, subscriptionPrice } from './site.js';

/** What readers see of the paywall: it promises no more than registering gives. */
export function createSitePrompts(registered: Plan, clock: () => number): Prompts {
  return createPrompts({
    siteName,
    locale,
    registerUrl: '/register',
    ...(registered === 'full'
      ? { registered: 'full' }
      : { registered: 'limited', subscribe: { url: '/subscribe', price: subscriptionPrice } }),
    signInUrl: '/sign-in',
    support: { url: '/support', states: ['free'] },
    readingUrl: '/your-reading',
    comments: true,
    clock,
  });
}
