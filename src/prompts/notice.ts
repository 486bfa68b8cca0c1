import { DISMISS_PATH, PROMPT_ID } from './assets/paths.js';
import { contextOf, type LocaleOptions, language, type PromptContext, paragraph } from './context.js';
import { dismissedUntil, isDismissed } from './dismissal.js';
import type { PromptDecision } from './facts.js';
import { escapeHtml } from './html.js';
import { offerLinks } from './links.js';
import { isAtLimit } from './numbers.js';
import { offersFor } from './offers.js';
import type { PromptSettings } from './options.js';
import { isLast, promptWords, wallWords } from './words.js';

/** What a notice may be told of the page and the request. */
export interface NoticeOptions extends LocaleOptions {
  /** The page's own address, as a path of the site, to come back to. Default: links carry none, and a dismissal without script goes by the `Referer`. */
  readonly pageUrl?: string | undefined;
  /** The request's `Cookie` header, so that a dismissed prompt is not even sent. Default: the script hides it. */
  readonly cookie?: string | undefined;
  /** How many comments wait under a blocked article. Default: nothing is said of them. */
  readonly commentsWaiting?: number | undefined;
}

/** The prompt, the wall or nothing, as the decision has it. */
export function notice(decision: PromptDecision, settings: PromptSettings, options: NoticeOptions): string {
  switch (decision.state) {
    case 'free':
      return '';
    case 'register-prompt':
      return decision.access === 'open' ? '' : prompt(contextOf(decision, settings, options), options);
    case 'blocked':
      return wall(decision, settings, options);
  }
}

function commentsOf({ commentsWaiting = 0 }: NoticeOptions): number {
  return Number.isSafeInteger(commentsWaiting) && commentsWaiting > 0 ? commentsWaiting : 0;
}

function prompt(context: PromptContext, { pageUrl, cookie }: NoticeOptions): string {
  const { decision, settings, say } = context;
  const which = isLast(decision) ? 'last' : 'prompt';
  if (isDismissed(cookie, which)) return '';
  const offers = offersFor(decision, settings);
  const { title, sentences } = promptWords(decision, offers, settings);
  const classes = ['paywall', 'paywall-prompt'];
  if (settings.placement === 'dock') classes.push('paywall-dock');
  if (which === 'last') classes.push('paywall-last');
  const action = `${settings.assetsPath}/${DISMISS_PATH}`;
  const back = pageUrl === undefined ? '' : `?to=${encodeURIComponent(pageUrl)}`;
  const until = dismissedUntil(decision, settings.clock());
  return `<section class="${classes.join(' ')}" id="${PROMPT_ID}" ${language(context)} aria-labelledby="paywall-title">
<h2 id="paywall-title">${say(title)}</h2>
${paragraph(context, sentences.map(say))}${offerLinks(context, offers, pageUrl)}<form method="post" action="${escapeHtml(action + back)}"><button name="${which}" value="${until}">${say('dismiss')}</button></form>
</section>
`;
}

function wall(decision: PromptDecision, settings: PromptSettings, options: NoticeOptions): string {
  const waiting = commentsOf(options);
  const context = contextOf(decision, settings, options, waiting);
  const { say } = context;
  const offers = offersFor(decision, settings);
  const { title, sentences } = wallWords(decision, offers, settings);
  const comments = waiting > 0 ? (['wallComments'] as const) : [];
  return `<section class="paywall paywall-wall" ${language(context)} aria-labelledby="paywall-title">
<h2 id="paywall-title">${say(title)}</h2>
${paragraph(context, [...sentences, ...comments].map(say))}${offerLinks(context, offers, options.pageUrl)}${paragraph(context, wayOn(context), ' class="paywall-more"')}</section>
`;
}

/** When the count starts again, and the way to what was read. */
function wayOn({ decision, settings, say }: PromptContext): readonly string[] {
  const reset = isAtLimit(decision) && decision.limit > 0 ? [say('wallReset')] : [];
  if (settings.readingUrl === undefined || decision.read === 0) return reset;
  return [...reset, `<a href="${escapeHtml(settings.readingUrl)}">${say('wallReading')}</a>`];
}
