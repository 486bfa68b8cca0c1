import { contextOf, type LocaleOptions, language } from './context.js';
import type { PromptDecision, PromptReading } from './facts.js';
import { fromReading, hasNumbers, usedOf } from './numbers.js';
import type { PromptSettings } from './options.js';

/** With more parts than these nobody would see how many there are, and the bar is drawn whole. */
const MOST_PARTS = 30;

/** How far into the free articles a reader is: in words, and as a bar that says the same. */
export function meter(facts: PromptDecision | PromptReading, settings: PromptSettings, options: LocaleOptions): string {
  const decision = 'reason' in facts ? facts : fromReading(facts);
  if (!hasNumbers(decision)) return '';
  const context = contextOf(decision, settings, options);
  return `<div class="paywall paywall-meter" ${language(context)}>
<p>${context.say('meter')}</p>
${bar(usedOf(decision), decision.limit)}
</div>
`;
}

// Lines, since a style sheet can move none of their ends as it can a path's or a rectangle's.
function bar(used: number, limit: number): string {
  // A part is .8 long and followed by a gap of .2: a bar of that length is drawn without gaps.
  const length = limit > MOST_PARTS ? 0.8 : limit;
  const line = (className: string, end: number) =>
    end === 0 ? '' : `<line class="${className}" x2="${end}" y1="1" y2="1"/>`;
  const lines = line('paywall-all', length) + line('paywall-used', round((used / limit) * length));
  return `<svg viewBox="0 0 ${length} 2" width="120" height="6" preserveAspectRatio="none" aria-hidden="true">${lines}</svg>`;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
