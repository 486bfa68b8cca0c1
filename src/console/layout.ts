import { consoleScript, consoleStyles } from './assets.js';
import type { Desk, Page } from './desk.js';
import { type Html, html, nameHtml } from './html.js';

const ROOMS = [
  ['', 'Figures'],
  ['/policy', 'Policy'],
  ['/reader', 'Readers'],
  ['/what-if', 'What if'],
] as const;

/** A whole page. */
export function layout({ title, content }: Page, desk: Pick<Desk, 'base' | 'editor' | 'terms'>, route: string): string {
  const { base, editor, terms } = desk;
  const room = ROOMS.findLast(([path]) => route === path || route.startsWith(`${path}/`));
  const links = ROOMS.map(
    ([path, name]) =>
      html`<li><a href="${base}${path || '/'}"${path === room?.[0] && html` aria-current="page"`}>${name}</a></li>`,
  );
  return frame(
    title,
    base,
    html`<a class="skip" href="#content">Skip to content</a>
<header><p class="site">${new URL(terms.site).host}<span> paywall console</span></p><p class="who">Signed in as <strong>${nameHtml(editor)}</strong></p>
<nav aria-label="Console"><ul>${links}</ul></nav></header>
<main id="content" tabindex="-1"><h1>${title}</h1>
${content}
</main>`,
  );
}

/** A page for whoever may see no more. */
export const refusal = (title: string, text: string, base: string): string =>
  frame(title, base, html`<main><h1>${title}</h1><p>${text}</p></main>`);

function frame(title: string, base: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – paywall console</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/assets/${consoleStyles.name}">
<script src="${base}/assets/${consoleScript.name}" defer></script>
</head>
<body>
${body}
</body></html>
`.text;
}
