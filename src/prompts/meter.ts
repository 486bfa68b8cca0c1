import type { PromptDecision } from './facts.js';
import { hasNumbers, usedOf } from './numbers.js';
import type { PromptSettings } from './options.js';
import { language, type ViewOptions, viewOf } from './view.js';

/** With more parts than these nobody would see how many there are, and the bar is drawn whole. */
const MOST_PARTS = 30;

/** How far into the free articles a reader is: in words, and as a bar that says the same. */
export function meter(decision: PromptDecision, settings: PromptSettings, options: ViewOptions): string {
  if (!hasNumbers(decision)) return '';
  const view = viewOf(decision, settings, options);
  return `<div class="paywall paywall-meter" ${language(view)}>
<p>${view.say('meter')}</p>
${bar(usedOf(decision), decision.limit)}
</div>
`;
}

function bar(used: number, limit: number): string {
  const parts = limit > MOST_PARTS ? '' : ' stroke-dasharray=".8 .2"';
  const line = (className: string, length: number) =>
    length === 0 ? '' : `<path class="${className}" d="M0 1h${length}"${parts}/>`;
  return `<svg viewBox="0 0 ${limit} 2" width="120" height="6" preserveAspectRatio="none" aria-hidden="true">${line('paywall-all', limit)}${line('paywall-used', used)}</svg>`;
}
