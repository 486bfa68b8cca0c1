import type { Format } from '../format.js';
import { Html, html } from '../html.js';
import { SUPPORT_SCRIPT, SUPPORT_STYLES } from './assets.js';

/** What a reader has read, as their page says it. */
export interface SupportReading {
  readonly read: number;
  /** `Infinity` where nothing ever blocks. */
  readonly limit: number;
  readonly resetsAt: Date;
}

export interface SupportPage {
  readonly siteName: string;
  readonly email: string | null;
  readonly reading: SupportReading;
  /** `null` where nothing is known of the reader. */
  readonly code: string | null;
  readonly format: Format;
}

/** What a reader is shown whom support has asked for it. */
export const supportPage = (page: SupportPage): string =>
  frame(
    page.siteName,
    'For reader support',
    html`<p>${readingInWords(page)}</p>
${page.code === null ? nothing : withCode(page, page.code)}`,
  );

const nothing = html`<p>This browser has read nothing here that counts, so there is no code to send. Was it another browser, or another device? Open this page there.</p>`;

function withCode({ email }: SupportPage, code: string): Html {
  const address = email === null ? 'us' : html`<a href="mailto:${email}">${email}</a>`;
  return html`<label for="code">Your code</label>
<textarea id="code" rows="7" readonly spellcheck="false" autocomplete="off" aria-describedby="how">${code}</textarea>
<button type="button" id="copy" hidden>Copy the code</button> <span id="said" role="status" data-done="It is copied."></span>
<h2>What to do with it</h2>
<p id="how">Copy all of the code, paste it into your message, and send it to ${address}.</p>
<h2>What it is</h2>
<p>It says what this browser has read here, and which account you are signed in with. It is encrypted: only we can read it, nobody can read articles with it, and after a week it is worth nothing.</p>
<p class="quiet">This page sends nothing to anyone by itself.</p>`;
}

function readingInWords({ reading: { read, limit, resetsAt }, format }: SupportPage): Html {
  if (!Number.isFinite(limit)) return html`Every article is open to you, and nothing stops you.`;
  return html`You have read <strong>${format.number(read)} of ${format.number(limit)}</strong> articles. The count starts again on <time datetime="${resetsAt.toISOString()}">${format.time(resetsAt)}</time>.`;
}

/** A page for whoever is shown no code. */
export const supportRefusal = (siteName: string, text: string): string =>
  frame(siteName, 'This cannot be shown', html`<p>${text}</p>`);

function frame(siteName: string, title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${siteName}</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>${new Html(SUPPORT_STYLES)}</style>
</head>
<body><main><p class="site">${siteName}</p><h1>${title}</h1>
${content}
</main><script>${new Html(SUPPORT_SCRIPT)}</script></body></html>
`.text;
}
