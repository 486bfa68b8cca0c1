import { contextOf, type LocaleOptions, language, paragraph } from './context.js';
import type { PromptDecision } from './facts.js';
import { escapeHtml } from './html.js';
import type { PromptSettings } from './options.js';

/** The appeal for support, for under an article that is open. */
export function appeal(decision: PromptDecision, settings: PromptSettings, options: LocaleOptions): string {
  const { support } = settings;
  if (support === undefined || !support.states.includes(decision.state)) return '';
  const context = contextOf(decision, settings, options);
  return `<section class="paywall paywall-appeal" ${language(context)} aria-labelledby="paywall-appeal-title">
<h2 id="paywall-appeal-title">${context.say('appealTitle')}</h2>
${paragraph(context, [context.say('appeal')])}<p class="paywall-offers"><a href="${escapeHtml(support.url)}">${context.say('support')}</a></p>
</section>
`;
}
