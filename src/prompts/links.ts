import type { PromptContext } from './context.js';
import { escapeHtml } from './html.js';
import { offerUrl } from './offers.js';
import type { Offer } from './options.js';

/** The offers as links in one line, the first as a button. */
export function offerLinks(context: PromptContext, offers: readonly Offer[], pageUrl: string | undefined): string {
  if (offers.length === 0) return '';
  const links = offers.map((offer) => {
    const href = escapeHtml(offerUrl(offer, context.settings, pageUrl));
    return `<a class="paywall-${offer}" href="${href}">${label(context, offer)}</a>`;
  });
  return `<p class="paywall-offers">${links.join(' ')}</p>\n`;
}

function label({ say, settings }: PromptContext, offer: Offer): string {
  switch (offer) {
    case 'register':
      return say('register');
    case 'sign-in':
      return say('signIn');
    case 'subscribe': {
      const price = settings.subscribe?.price ?? '';
      return price === '' ? say('subscribe') : `${say('subscribe')} · <bdi>${escapeHtml(price)}</bdi>`;
    }
  }
}
