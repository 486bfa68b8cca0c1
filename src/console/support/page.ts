import { promptFormat } from '../../prompts/index.js';
import { Html, html } from '../html.js';
import { SUPPORT_SCRIPT, SUPPORT_STYLES } from './assets.js';
import type { SupportLanguage } from './language.js';

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
  readonly language: SupportLanguage;
  /** In which a count starts again, an IANA name. */
  readonly timeZone: string;
}

/** What a reader is shown whom support has asked for it. */
export function supportPage(page: SupportPage): string {
  const { siteName, code, language } = page;
  const { messages } = language;
  return frame(
    siteName,
    messages.title,
    language,
    html`<p>${readingInWords(page)}</p>
${code === null ? html`<p>${messages.nothing}</p>` : withCode(page, code)}`,
  );
}

function withCode({ email, language: { messages } }: SupportPage, code: string): Html {
  const [before, after] = messages.sendTo.split('#');
  const how =
    email === null ? messages.send : html`${before}<a href="mailto:${email}" dir="ltr"><bdi>${email}</bdi></a>${after}`;
  return html`<label for="code">${messages.code}</label>
<textarea id="code" rows="7" readonly spellcheck="false" autocomplete="off" dir="ltr" aria-describedby="how">${code}</textarea>
<button type="button" id="copy" hidden>${messages.copy}</button> <span id="said" role="status" data-done="${messages.copied}"></span>
<h2>${messages.howTitle}</h2>
<p id="how">${how}</p>
<h2>${messages.whatTitle}</h2>
<p>${messages.what}</p>
<p class="quiet">${messages.silent}</p>`;
}

function readingInWords({ reading, language: { tag, messages }, timeZone }: SupportPage): string {
  const { read, limit, resetsAt } = reading;
  if (!Number.isFinite(limit)) return messages.full;
  const { number, plural, date } = promptFormat(tag, timeZone);
  return messages.read({ read, limit, date: date(resetsAt), number, plural });
}

/** A page for whoever is shown no code. */
export const supportRefusal = (siteName: string, text: string, language: SupportLanguage): string =>
  frame(siteName, language.messages.refused, language, html`<p>${text}</p>`);

function frame(siteName: string, title: string, { tag, dir }: SupportLanguage, content: Html): string {
  return html`<!doctype html>
<html lang="${tag}" dir="${dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${siteName}</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>${new Html(SUPPORT_STYLES)}</style>
</head>
<body><main><p class="site"><bdi>${siteName}</bdi></p><h1>${title}</h1>
${content}
</main><script>${new Html(SUPPORT_SCRIPT)}</script></body></html>
`.text;
}
