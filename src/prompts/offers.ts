import type { PromptDecision } from './facts.js';
import type { Offer, PromptSettings } from './options.js';

/** What is offered to one reader on one article: never what they have, nor what would not help them. */
export function offersFor(decision: PromptDecision, settings: PromptSettings): readonly Offer[] {
  return settings.offers.filter((offer) => isOf(offer, settings) && isForReader(offer, decision, settings));
}

/** Whether an article that is locked opens to whoever has registered, or to subscribers alone. */
export const opensByRegistering = ({ registerUrl, registered }: PromptSettings): boolean =>
  registerUrl !== undefined && registered === 'full';

/** Where an offer leads; the way back is told to it where the page is known. */
export function offerUrl(offer: Offer, settings: PromptSettings, pageUrl: string | undefined): string {
  const url = addressOf(offer, settings) ?? '';
  if (pageUrl === undefined) return url;
  const [, address = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(url) ?? [];
  const separator = address.includes('?') ? '&' : '?';
  return `${address}${separator}${settings.returnParameter}=${encodeURIComponent(pageUrl)}${fragment}`;
}

const isOf = (offer: Offer, settings: PromptSettings): boolean => addressOf(offer, settings) !== undefined;

function addressOf(offer: Offer, { registerUrl, subscribe, signInUrl }: PromptSettings): string | undefined {
  switch (offer) {
    case 'register':
      return registerUrl;
    case 'subscribe':
      return subscribe?.url;
    case 'sign-in':
      return signInUrl;
  }
}

function isForReader(offer: Offer, { account, access }: PromptDecision, settings: PromptSettings): boolean {
  if (account) return offer === 'subscribe';
  return offer !== 'register' || access !== 'locked' || opensByRegistering(settings);
}
