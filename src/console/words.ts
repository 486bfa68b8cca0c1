import type { Reason } from '../meter/index.js';
import { OptionError } from '../options/index.js';
import { MOST_ARTICLES } from '../pass/index.js';
import { isolated, LIMIT_LABELS, type Limits, whoseLimits } from '../policy/index.js';
import { PolicyError } from '../policy/signed/index.js';

// What editors are told about what they did, in one place: sentences in which a field has the name that it has on the page, in the
// words of a newspaper. What developers set in the site's code is a limit's default: a code is what a reader sends.

/** What fields are called on the pages. */
export const LABELS = {
  ...LIMIT_LABELS,
  pass: 'Their code, or their pass',
  account: 'Or their account’s id',
  plan: 'The account’s plan',
  asked: 'An article they ask about',
  count: 'How many more articles',
  article: 'The article’s id, as the site names it',
  openUntil: 'Open until',
  from: 'First day',
  to: 'Last day',
} as const;

const FOLLOWS = 'The whole site follows within five seconds.';

/** What was done, by the act of a form. */
export const DONE = {
  changed: `Saved. ${FOLLOWS}`,
  undone: `Undone. ${FOLLOWS}`,
  grant: `They can read more. ${FOLLOWS}`,
  open: `The article is open to them. ${FOLLOWS}`,
  reset: `They start again, with nothing read. ${FOLLOWS}`,
  forget: 'What they read is forgotten, and so is all that was done for them.',
} as const;

/** What is wrong with what a form brought. */
export const WRONG = {
  noReader: 'Say which reader: paste their code or their pass, or give their account’s id.',
  noArticle: 'Say which article to open: its id is missing.',
  noSuchAct: 'There is no such button on this page, so nothing was done. Reload the page.',
  count: `“${LABELS.count}” must be a whole number from 1 to 255.`,
  openUntil: `“${LABELS.openUntil}” must be a time that is still to come, within seven days.`,
  days: `“${LABELS.from}” and “${LABELS.to}” must be two days of the calendar, the first no later than the last, and no more than 800 days apart.`,
  other: 'Something in this form is not possible, so nothing was changed. Check each field.',
  limit: (name: keyof Limits, plan?: string | null): string =>
    `“${LABELS[name]}”${plan === undefined ? '' : ` for ${forPlan(plan)}`} must be a whole number from 0 to ${MOST_ARTICLES.toLocaleString('en')}, or “never”.`,
  limits: ({ promptAfter, blockAfter }: Limits, plan: string | null): string =>
    `“${LABELS.blockAfter}” for ${forPlan(plan)} (${blockAfter}) must not be lower than “${LABELS.promptAfter}” (${promptAfter}), or the wall would come before the prompt: raise one, lower the other, or set the prompt to “never”.`,
} as const;

const forPlan = (plan: string | null): string => whoseLimits(plan === null ? null : isolated(plan));

/** What there is to say of an article that an editor names; ids are as they were typed. */
export const ARTICLES = {
  none: (id: string): string =>
    `There is no article “${isolated(id)}”. Give its id as the site names it, which may be the path of its address.`,
  locked: (id: string): string =>
    `“${isolated(id)}” is locked: only full access opens it, and nothing on this page does.`,
  open: (id: string): string =>
    `“${isolated(id)}” is open to everyone and is not counted: there is no need to open it.`,
  unsure: (id: string): string =>
    `This period’s figures have no article “${isolated(id)}”. Was its id copied from its address, exactly?`,
  unknowable: (id: string): string =>
    `Nothing here can tell whether there is an article “${isolated(id)}”. Was its id copied from its address, exactly?`,
} as const;

/** Why readers met what they met. */
export const REASONS: Readonly<Record<Reason, string>> = {
  'not-metered': 'not an article',
  'full-access': 'their account reads everything',
  open: 'the article is open to everyone, or was opened to them',
  locked: 'the article is locked: only full access opens it',
  'first-view': 'their first article',
  'new-article': 'an article they had not read yet',
  're-read': 'an article they had read before',
  limit: 'they had read as many as they may',
  recheck: 'at the wall again, moments later',
  head: 'a program asked for the page without its text',
  'store-down': 'the store did not answer',
  network: 'a new reader on a network that had too many of them',
  speculative: 'loaded ahead by a browser, and seen by nobody',
  subresource: 'loaded as a picture, a script or a frame, not as a page',
  left: 'they left before it was shown',
  crawler: 'a genuine search crawler',
  'false-crawler': 'claimed to be a search crawler, and was not',
  'ai-crawler': 'an AI crawler, by the name it gives',
  undecided: 'the paywall failed, and let them read',
};

/** A reason in words; as it stands where it is of a later version. */
export const reasonName = (reason: string): string => (isReason(reason) ? REASONS[reason] : reason);

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASONS, reason);

/** Whole pages in the place of one that cannot be shown. */
export const REFUSALS = {
  noPage: ['There is no such page', 'The console has no page at this address.'],
  failed: ['This page cannot be shown', 'The console failed. The developers find the reason in the site’s own log.'],
  noEditor: ['Editors only', 'Only editors may see this. Sign in to the site as one.'],
  noPassword: [
    'Sign in',
    'Give your name, which appears in the log, and the password of the console. A name has up to 100 characters, all of them visible.',
  ],
  forged: [
    'Nothing was changed',
    'This form did not come from a console page that you had opened, or it is old. Reload the page, and send it again.',
  ],
  tooLong: [
    'Nothing was changed',
    'What was sent is too long: no code and no pass has more than 60,000 characters. Copy only the code, or only the one cookie, and paste it again.',
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
    return { status: error.code === 'ERR_PAYWALL_POLICY_STORE' ? 503 : 409, text: `${error.message}.` };
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
