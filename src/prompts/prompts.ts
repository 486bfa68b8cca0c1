import { appeal } from './appeal.js';
import { createAssets, type PromptAssets } from './assets/assets.js';
import type { LocaleOptions } from './context.js';
import type { PromptDecision, PromptReading } from './facts.js';
import { escapeHtml } from './html.js';
import { meter } from './meter.js';
import { type NoticeOptions, notice } from './notice.js';
import { type PromptOptions, type PromptSettings, readPromptOptions } from './options.js';

/** All that readers see of the paywall, for one site. What it returns is HTML that needs no script and passes any Content-Security-Policy. */
export interface Prompts {
  /** What they were made of, as for `createPreview`. */
  readonly options: PromptOptions;
  /** Serves the style sheet and the script; both are there as text too. */
  readonly assets: PromptAssets;
  /** The elements for the `head`: the style sheet, and the script that remembers a dismissal. */
  readonly head: string;
  /**
   * The prompt or the wall, as a `section` with an `h2`; empty for `free`. Once in a page: a prompt best before the text, or
   * last in it as a dock; a wall straight after the teaser.
   */
  notice(decision: PromptDecision, options?: NoticeOptions): string;
  /**
   * How far into the free articles a reader is; empty where there is nothing to count. Best in the masthead, and on pages
   * that are no article from `await paywall.reading(req)`.
   */
  meter(decision: PromptDecision | PromptReading, options?: LocaleOptions): string;
  /** The appeal for support, for under the text; empty at a wall, and without the option `support`. */
  appeal(decision: PromptDecision, options?: LocaleOptions): string;
}

/**
 * Prompts, wall, meter and appeal in the words of twelve languages. Made once for a site, and checked then.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function createPrompts(options: PromptOptions): Prompts {
  return { options, ...promptsOf(readPromptOptions(options, 'createPrompts')) };
}

/** All but what they were made of. */
export type PromptWriter = Omit<Prompts, 'options'>;

/** The same, of options that have been checked. */
export function promptsOf(settings: PromptSettings): PromptWriter {
  const assets = createAssets(settings.assetsPath, settings.clock);
  return {
    assets,
    head: `<link rel="stylesheet" href="${escapeHtml(assets.styles.url)}">
<script src="${escapeHtml(assets.script.url)}"></script>
`,
    notice: (decision, more = {}) => notice(decision, settings, more),
    meter: (decision, more = {}) => meter(decision, settings, more),
    appeal: (decision, more = {}) => appeal(decision, settings, more),
  };
}
