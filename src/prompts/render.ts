import type { PromptFacts } from './facts.js';
import { escapeHtml } from './html.js';
import { findLocale, type Locale } from './locale.js';
import type { Messages } from './messages.js';
import { type PromptOptions, type PromptSettings, readPromptOptions } from './options.js';
import { speaker } from './say.js';

/**
 * What a reader sees beside the article: nothing while `free`, a prompt they can dismiss, or the wall after the teaser.
 *
 * The HTML needs no script and has no inline style, so it passes any Content-Security-Policy. It needs
 * `promptStyles`: a browser without them lays an open `dialog` over the page. Its headings are `h2`, and its ids and
 * classes begin with `paywall-`; put it into a page once.
 *
 * - Prompt: a non-modal `dialog` in the flow of the page, whose button closes it without JavaScript. Best before the text.
 * - Wall: a `section`. Best straight after the teaser.
 *
 * @param decision A decision, or as much of one as `PromptFacts` asks.
 * @returns HTML; empty for `free`.
 * @throws {OptionError} for an option that is unknown, missing or wrong, whatever the state.
 */
export function renderPrompt(decision: PromptFacts, options: PromptOptions): string {
  const settings = readPromptOptions(options);
  const locale = findLocale(settings.locale, settings.copy);
  const say = speaker(decision, settings, locale);
  const view: View = { settings, locale, say: (name) => escapeHtml(say(name)) };
  switch (decision.state) {
    case 'free':
      return '';
    case 'register-prompt':
      return prompt(view);
    case 'blocked':
      return wall(view);
  }
}

interface View {
  readonly settings: PromptSettings;
  readonly locale: Locale;
  /** A message, escaped. */
  readonly say: (name: keyof Messages) => string;
}

function prompt(view: View): string {
  const { say } = view;
  return `<dialog open class="paywall-prompt"${language(view)} aria-labelledby="paywall-prompt-title">
<div class="paywall-words">
<h2 class="paywall-title" id="paywall-prompt-title">${say('promptTitle')}</h2>
${paragraph('paywall-text', [say('promptText'), say('promptLeft')])}</div>
<div class="paywall-actions">
${links(view)}
<form method="dialog"><button type="submit" class="paywall-dismiss">${say('dismiss')}</button></form>
</div>
</dialog>
`;
}

function wall(view: View): string {
  const { say } = view;
  return `<section class="paywall-wall"${language(view)} aria-labelledby="paywall-wall-title">
<h2 class="paywall-title" id="paywall-wall-title">${say('wallTitle')}</h2>
${paragraph('paywall-text', [say('wallText')])}<div class="paywall-actions">
${links(view)}
</div>
${paragraph('paywall-reset', [say('wallReset')])}</section>
`;
}

function language({ locale }: View): string {
  return ` lang="${locale.tag}" dir="${locale.dir}"`;
}

function links({ settings, say }: View): string {
  return `<a class="paywall-register" href="${escapeHtml(settings.registerUrl)}">${say('register')}</a>
<a class="paywall-sign-in" href="${escapeHtml(settings.signInUrl)}">${say('signIn')}</a>`;
}

function paragraph(className: string, sentences: readonly string[]): string {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return text === '' ? '' : `<p class="${className}">${text}</p>\n`;
}
