import type { Plan, Policy } from 'metered-paywall';
import type { PromptDecision, PromptReading, Prompts } from 'metered-paywall/prompts';
import type { Account } from '../accounts.js';
import { type Article, articles, type Section, sections } from '../articles/index.js';
import { assetUrl } from '../assets.js';
import { type Html, html, trusted } from '../html.js';
import { withNext } from '../next.js';
import {
  counted,
  dateAndTime,
  locale,
  longDate,
  monthlyArticles,
  sectionTitles,
  siteMotto,
  siteName,
} from '../site.js';
import { articleUrl, lockedFor } from './stories.js';

/** What is between the masthead and the footer. */
export interface Page {
  /** The page's own name; the front page has none. */
  readonly title?: string;
  readonly description?: string;
  readonly section?: Section;
  /** Whether the masthead makes room for what the page is about. Default: `false`. */
  readonly compact?: boolean;
  readonly content: Html;
  /** More for the `head`. */
  readonly head?: Html;
}

/** Who reads, as what surrounds a page shows it; all of it is missing where nothing could be looked up. */
export interface Reader {
  readonly account?: Account | null;
  /** Where they stand: the decision on the page's article, or what they have read so far. */
  readonly standing?: PromptDecision | PromptReading;
  /** What has just been done for them. */
  readonly message?: string | undefined;
}

/** What editors turn. */
export type Terms = Policy['inForce'];

/** The settings of the site that its pages speak of. */
export interface Edition {
  /** The site's origin. */
  readonly site: string;
  readonly timeZone: string;
  /** What holds just now. */
  readonly terms: Terms;
  /** What registering gives. */
  readonly registered: Plan;
  readonly prompts: Prompts;
}

/** What surrounds a page. */
export interface Frame {
  readonly edition: Edition;
  readonly reader: Reader;
  readonly now: number;
  /** The page's own path, to come back to. */
  readonly path: string;
}

export function layout(page: Page, frame: Frame): string {
  const markup = html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title === undefined ? `${siteName}: ${siteMotto}` : `${page.title} – ${siteName}`}</title>
<meta name="description" content="${page.description ?? siteMotto}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${assetUrl('/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('/style.css')}">
${trusted(frame.edition.prompts.head)}${page.head}
</head>
<body${page.section && html` class="in-${page.section}"`}>
<a class="skip" href="#content">Skip to content</a>
${masthead(page, frame)}
<main id="content" tabindex="-1">
${frame.reader.message !== undefined && html`<p class="message" role="status">${frame.reader.message}</p>`}
${page.content}
</main>
${footer(frame)}
</body>
</html>
`;
  return markup.toString();
}

function masthead(page: Page, { edition, reader, now, path }: Frame): Html {
  const name = html`<a href="/">${siteName}</a>`;
  return html`<header class="masthead${page.compact && ' masthead-compact'}">
<div class="masthead-top">
<p class="masthead-date">${longDate(now, edition.timeZone)}</p>
<div class="standing">
${reader.account && html`<p>Signed in as <strong>${reader.account.name}</strong></p>`}
${reader.standing && trusted(edition.prompts.meter(reader.standing))}
</div>
</div>
${page.title === undefined ? html`<h1 class="masthead-name">${name}</h1>` : html`<p class="masthead-name">${name}</p>`}
<p class="masthead-motto">${siteMotto}</p>
<div class="masthead-links">
<nav aria-label="Sections"><ul>
${sections.map((section) => html`<li><a href="/sections/${section}"${current(`/sections/${section}`, path, page.section === section)}>${sectionTitles[section]}</a></li>`)}
</ul></nav>
<nav aria-label="Your account"><ul>${reader.account ? accountLinks(path) : anonymousLinks(path)}</ul></nav>
</div>
</header>`;
}

const anonymousLinks = (path: string): Html => html`
<li><a href="/your-reading"${current('/your-reading', path)}>Your reading</a></li>
<li><a href="${withNext('/sign-in', backTo(path))}"${current('/sign-in', path)}>Sign in</a></li>
<li><a href="${withNext('/register', backTo(path))}"${current('/register', path)}>Register</a></li>`;

const accountLinks = (path: string): Html => html`
<li><a href="/your-reading"${current('/your-reading', path)}>Your reading</a></li>
<li><form method="post" action="/sign-out"><button type="submit">Sign out</button></form></li>`;

const FORMS = ['/register', '/subscribe', '/sign-in', '/forgotten-password'];

/** Where a reader goes on after registering: back to where they were, unless that was a form. */
const backTo = (path: string): string => (FORMS.includes(path) ? '/' : path);

function current(href: string, path: string, within = false): Html | undefined {
  if (href === path) return html` aria-current="page"`;
  return within ? html` aria-current="true"` : undefined;
}

function footer({ edition, reader: { standing } }: Frame): Html {
  const { terms, registered, timeZone } = edition;
  return html`<footer class="footer">
<section class="demo" aria-labelledby="demo-title">
<h2 id="demo-title"><span>Demonstration</span> How to try the paywall</h2>
<p>${termsInWords(terms, timeZone)} What you have read stays open, and reloading costs nothing. ${registered === 'full' ? 'Registering (any made-up address will do) opens everything.' : `Registering (any made-up address will do) gives you ${monthlyArticles(registered)}; subscribing (nothing is charged) opens everything.`}</p>
<p>${articles.filter(({ access }) => access === 'locked').map((article) => forSubscribers(article, registered))} To start afresh, open a private window.${standing && Number.isFinite(standing.limit) && html` Otherwise the count starts again on <time datetime="${standing.resetsAt.toISOString()}">${dateAndTime(standing.resetsAt, timeZone)}</time>.`}</p>
</section>
<p class="colophon">${siteName} is an invented newspaper. Its people, places and articles are made up.</p>
</footer>`;
}

function termsInWords({ promptAfter, blockAfter, prompts, openUntil }: Terms, timeZone: string): Html {
  if (openUntil) return html`Just now the editors have opened everything, until ${dateAndTime(openUntil, timeZone)}.`;
  const before = promptAfter === 0 ? 'each' : `the first ${promptAfter} are simply there, and the next`;
  const prompted = prompts && promptAfter < blockAfter;
  return html`${prompted ? `Open ${counted(promptAfter + 1, 'different article')}: ${before} comes with an invitation to register.` : 'No article comes with an invitation to register.'} ${Number.isFinite(blockAfter) ? `After ${blockAfter} you meet the wall.` : 'You meet no wall.'}`;
}

const forSubscribers = (article: Article, registered: Plan): Html =>
  html`One article, <a href="${articleUrl(article)}">${article.title}</a>, is for ${lockedFor({ registered })} alone.`;
