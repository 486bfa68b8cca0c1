import type { PromptDecision } from './facts.js';
import { escapeHtml } from './html.js';
import type { PromptSettings } from './options.js';
import { language, paragraph, type ViewOptions, viewOf } from './view.js';

/** The appeal for support, for under an article that is open. */
export function appeal(decision: PromptDecision, settings: PromptSettings, options: ViewOptions): string {
  const { support } = settings;
  if (support === undefined || !support.states.includes(decision.state)) return '';
  const view = viewOf(decision, settings, options);
  return `<section class="paywall paywall-appeal" ${language(view)} aria-labelledby="paywall-appeal-title">
<h2 id="paywall-appeal-title">${view.say('appealTitle')}</h2>
${paragraph(view, [view.say('appeal')])}<p class="paywall-offers"><a href="${escapeHtml(support.url)}">${view.say('support')}</a></p>
</section>
`;
}
