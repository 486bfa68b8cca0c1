import type { PromptDecision } from './facts.js';
import type { Messages } from './messages.js';
import { hasNumbers, isAtLimit } from './numbers.js';
import { opensByRegistering } from './offers.js';
import type { Offer, PromptSettings } from './options.js';

/** What a notice says: its heading, and the sentences under it. */
export interface Words {
  readonly title: keyof Messages;
  readonly sentences: readonly (keyof Messages)[];
}

/** The prompt: how many were read, what the first offer gives, how many are left; and the last article's own. */
export function promptWords(decision: PromptDecision, offers: readonly Offer[], settings: PromptSettings): Words {
  const gift = giftOf(offers, settings);
  if (isLast(decision)) {
    const read: Words['sentences'] = decision.read > 0 ? ['promptRead'] : [];
    return { title: 'promptLast', sentences: [...read, ...gift] };
  }
  return { title: 'promptRead', sentences: hasNumbers(decision) ? [...gift, 'promptLeft'] : gift };
}

/** Whether an open article is the last that the limit allows. */
export const isLast = (decision: PromptDecision): boolean => hasNumbers(decision) && decision.left === 0;

function giftOf(offers: readonly Offer[], { registered }: PromptSettings): readonly (keyof Messages)[] {
  switch (offers.find((offer) => offer !== 'sign-in')) {
    case 'register':
      return [registered === 'full' ? 'promptRegister' : 'promptRegisterMore'];
    case 'subscribe':
      return ['promptSubscribe'];
    default:
      return [];
  }
}

/** The wall: why it stands, and what opens the article. */
export function wallWords(decision: PromptDecision, offers: readonly Offer[], settings: PromptSettings): Words {
  const way = wayOn(offers);
  if (decision.limit === 0 || decision.reason === 'locked') {
    return { title: opensByRegistering(settings) ? 'wallRegisteredTitle' : 'wallSubscribersTitle', sentences: way };
  }
  if (isAtLimit(decision)) return { title: 'wallLimitTitle', sentences: ['wallLimit', ...way] };
  if (decision.reason === 'network') return { title: 'wallNetworkTitle', sentences: ['wallNetwork', ...way] };
  if (decision.reason === 'store-down') {
    // A plan with limits of its own needs the store too: only full access opens the article meanwhile.
    const opens = offers.includes('register') ? settings.registered === 'full' : true;
    return { title: 'wallOutageTitle', sentences: opens ? ['wallOutage', ...way] : ['wallOutage'] };
  }
  return { title: 'wallOtherTitle', sentences: way };
}

function wayOn(offers: readonly Offer[]): readonly (keyof Messages)[] {
  switch (offers.find((offer) => offer !== 'sign-in')) {
    case 'register':
      return ['wallRegister'];
    case 'subscribe':
      return ['wallSubscribe'];
    default:
      return [];
  }
}
