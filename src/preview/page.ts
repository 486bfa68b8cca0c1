import { escapeHtml, type PromptWriter, worded } from '../prompts/index.js';
import { pageStyles, schemeScript } from './assets.js';
import { type Case, choiceOfCase, queryOf } from './cases.js';
import type { PreviewSettings } from './options.js';

/** Comments that wait in every preview of a site that has them. */
const COMMENTS = 12;

const STANDFIRST = 'Consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.';
const PARAGRAPHS = [
  'Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur.',
  'Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum. Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium.',
  'Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugit, sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt.',
];

/** The address of a case on its own, without a frame around it. */
export function addressOf(shown: Case, { path }: PreviewSettings): string {
  return `${path}/page?${queryOf(choiceOfCase(shown, 'all'))}`;
}

/**
 * An article as a reader meets it in one case. Its text is Latin, so that it stands beside any language.
 *
 * @param prompts Those of the case's placement, whose assets stand below the preview.
 * @param sheet The address of the site's style sheet, which then decides what a scheme is; a frame tells it which is preferred.
 */
export function casePage(
  shown: Case,
  prompts: PromptWriter,
  sheet: string | undefined,
  settings: PreviewSettings,
): string {
  const { scene, locale, placement, scheme } = shown;
  const { decision, label } = scene;
  const { comments, siteName, copy } = settings.prompts;
  const { tag, dir } = worded(locale, copy) ?? { tag: 'en', dir: 'ltr' };
  const waiting = comments ? COMMENTS : undefined;
  const pageUrl = addressOf(shown, settings);
  // A prompt is dismissed where it stands; every other link leaves the frame.
  const notice = prompts
    .notice(decision, { locale, pageUrl, commentsWaiting: waiting })
    .replace('<form ', '<form target="_self" ');
  const isBlocked = decision.state === 'blocked';
  const isDock = placement === 'dock' && decision.state === 'register-prompt';
  const text = PARAGRAPHS.slice(isBlocked ? 2 : 0).map((paragraph) => `<p>${paragraph}</p>`);
  return `<!doctype html>
<html lang="${tag}" dir="${dir}" data-scheme="${scheme}"${sheet === undefined ? ` class="${scheme}"` : ''}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(label)}</title><base target="_top"><link rel="icon" href="data:,">
<link rel="stylesheet" href="${settings.path}/assets/${pageStyles.name}">
${sheet === undefined ? '' : `<link rel="stylesheet" href="${escapeHtml(sheet)}">\n`}<link rel="stylesheet" href="${escapeHtml(prompts.assets.styles.url)}">
<script src="${settings.path}/assets/${schemeScript.name}"></script>
</head>
<body>
<header><p>${escapeHtml(siteName)}</p>
${prompts.meter(decision, { locale })}</header>
<main><article class="entry-content">
<div lang="la" dir="ltr"><h1>Lorem ipsum dolor sit amet</h1>
<p class="standfirst">${STANDFIRST}</p></div>
${isBlocked || isDock ? '' : notice}<div lang="la" dir="ltr">${text.join('\n')}</div>
${isBlocked ? notice : prompts.appeal(decision, { locale })}</article>
${isDock ? notice : ''}</main>
</body></html>
`;
}
