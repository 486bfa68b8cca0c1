import type { Reason } from '../meter/index.js';
import { OptionError } from '../options/index.js';
import { MOST_ARTICLES } from '../pass/index.js';
import { isolated, LIMIT_LABELS, type Limits, whoseLimits } from '../policy/index.js';
import { PolicyError } from '../policy/signed/index.js';

// What editors are told about what they did, in one place: sentences in which a field has the name that it has on the page.

/** What fields are called on the pages. */
export const LABELS = {
  ...LIMIT_LABELS,
  pass: 'Their code, or their pass',
  account: 'or their account’s id',
  plan: 'its plan',
  asked: 'An article that they ask about',
  count: 'New articles beyond what they could read',
  article: 'Its id, as the site names it',
  openUntil: 'Open until',
  from: 'First day',
  to: 'Last day',
} as const;

/** What was done, by the act of a form. */
export const DONE = {
  changed: 'It is turned. Every process follows within five seconds.',
  undone: 'It is turned back. Every process follows within five seconds.',
  grant: 'They can read more. It holds on every process within five seconds.',
  open: 'The article is open to them. It holds on every process within five seconds.',
  reset: 'They start again, with nothing read. It holds on every process within five seconds.',
  forget: 'What they read is forgotten, and so is what was given to them.',
} as const;

/** What is wrong with what a form brought. */
export const WRONG = {
  noReader: 'Say which reader: paste their code or their pass, or give their account’s id.',
  noArticle: 'Say which article to open: its id is missing.',
  noSuchAct: 'There is no such button on this page. Nothing was done: load the page anew.',
  count: `“${LABELS.count}” is to be a whole number from 1 to 255.`,
  openUntil: `“${LABELS.openUntil}” is to be a time that is still to come, within seven days.`,
  days: `“${LABELS.from}” and “${LABELS.to}” are to be two days of the calendar, the first no later than the last, and 800 days apart at most.`,
  other: 'What was given cannot be. Nothing was changed: look at each field again.',
  limit: (name: keyof Limits, plan?: string | null): string =>
    `“${LABELS[name]}”${plan === undefined ? '' : ` of ${ofPlan(plan)}`} must be a whole number from 0 to ${MOST_ARTICLES.toLocaleString('en')}, or “never”.`,
  limits: ({ promptAfter, blockAfter }: Limits, plan: string | null): string =>
    `“${LABELS.blockAfter}” of ${ofPlan(plan)} (${blockAfter}) is to be no lower than “${LABELS.promptAfter}” (${promptAfter}), or the wall would stand before the prompt: raise the one, lower the other, or let the prompt come “never”.`,
} as const;

const ofPlan = (plan: string | null): string => whoseLimits(plan === null ? null : isolated(plan));

/** What there is to say of an article that an editor names; ids are as they were typed. */
export const ARTICLES = {
  none: (id: string): string =>
    `There is no article “${isolated(id)}”. Its id is to be as the site names it, which may be the path of its address.`,
  locked: (id: string): string =>
    `“${isolated(id)}” is locked by the site: only full access opens it, and nothing that is done here does.`,
  open: (id: string): string =>
    `“${isolated(id)}” is open to everyone and counts for nobody: there is nothing to open.`,
  unsure: (id: string): string =>
    `No figures of this period know the article “${isolated(id)}”. Was it copied from its address, just as the site names it?`,
  unknowable: (id: string): string =>
    `Nothing here can tell whether there is an article “${isolated(id)}”. Was it copied from its address, just as the site names it?`,
} as const;

/** Why readers met what they met. */
export const REASONS: Readonly<Record<Reason, string>> = {
  'not-metered': 'no article',
  'full-access': 'their account reads everything',
  open: 'the article is open to everyone, or was opened to them',
  locked: 'the article is locked: only full access opens it',
  'first-view': 'the first article that they read',
  'new-article': 'an article that they had not read yet',
  're-read': 'an article that they had read before',
  limit: 'they had read as many as they may',
  recheck: 'the same, moments later',
  head: 'asked for without the text, by a program',
  'store-down': 'the store gave no answer',
  network: 'a new reader of a network with too many',
  speculative: 'asked for ahead, by a browser that nobody looked at',
  subresource: 'asked for as a picture, a script or a frame',
  left: 'they had left before it was shown',
  crawler: 'a search crawler, proven',
  'false-crawler': 'said to be a search crawler, and was none',
  'ai-crawler': 'an AI crawler, by the name that it gives',
  undecided: 'the paywall failed, and let them read',
};

/** A reason in words; as it stands where it is of a later version. */
export const reasonName = (reason: string): string => (isReason(reason) ? REASONS[reason] : reason);

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASONS, reason);

/** Whole pages in the place of one that cannot be shown. */
export const REFUSALS = {
  noPage: ['There is no such page', 'The console has none of this address.'],
  failed: ['This cannot be shown', 'The console failed; the log of the site says why.'],
  noEditor: ['Not for you', 'Only editors may see this. Sign in to the site as one.'],
  noPassword: [
    'Who are you?',
    'Give your name, which stands in the log, and the password of the console. The name has 100 characters at most, all of which can be seen.',
  ],
  forged: [
    'Nothing was changed',
    'This form was not sent from a page of the console that you were given, or it is old. Load the page anew, and send it again.',
  ],
  tooLong: [
    'Nothing was changed',
    'What was sent is too long: no code and no pass has more than 60,000 characters. Copy the code alone, or the one cookie, and paste it again.',
  ],
} as const satisfies Readonly<Record<string, readonly [title: string, text: string]>>;

/** A mistake in a form, in words for whoever filled it in. */
export class FormError extends Error {
  /** @param message A sentence that names the field as the page does. */
  constructor(
    message: string,
    /** What else an editor may do about it. */
    readonly isQuestion = false,
  ) {
    super(message);
    this.name = 'FormError';
  }
}

/** What an editor asked for cannot be. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

/** What was wrong with what an editor asked for, in words for them; anything else is thrown on. */
export function refused(error: unknown): Refused {
  if (error instanceof FormError) return { status: 422, text: error.message };
  if (error instanceof OptionError) return { status: 422, text: wordsOf(error) };
  if (error instanceof PolicyError) {
    return { status: error.code === 'ERR_PAYWALL_POLICY_STORE' ? 503 : 409, text: error.message };
  }
  throw error;
}

/** A mistake that no form found, of which the message speaks to whoever writes code. */
function wordsOf({ option }: OptionError): string {
  const name = option.split('.').at(-1) ?? '';
  if (name === 'openUntil' || name === 'count') return WRONG[name];
  if (name === 'article') return WRONG.noArticle;
  if (/^reader\b/.test(option)) return WRONG.noReader;
  if (/^figures\b/.test(option)) return WRONG.days;
  return WRONG.other;
}
