import { escapeHtml } from '../prompts/index.js';
import { galleryScript, galleryStyles } from './assets.js';
import {
  ALL,
  type Case,
  type Choice,
  casesOf,
  choiceOfCase,
  DIMENSIONS,
  type Dimension,
  queryOf,
  valuesOf,
  WIDTHS,
} from './cases.js';
import type { PreviewSettings } from './options.js';
import { addressOf } from './page.js';
import { ANONYMOUS, ANY_ACCOUNT, scenesOf } from './scenes.js';

const HEADINGS: Readonly<Record<Dimension, string>> = {
  scene: 'Moment',
  reader: 'Reader',
  locale: 'Language',
  placement: 'Prompt',
  scheme: 'Scheme',
  width: 'Width',
};

/** What a gallery says beside the frames. */
export interface GalleryFacts {
  /** Names what is shown now, so that a page can tell that something has changed. */
  readonly version: string;
  /** What is wrong, each in a sentence. */
  readonly problems: readonly string[];
}

/** The page with every case of a choice side by side. Its choices are links, so that each is an address to send on. */
export function gallery(choice: Choice, { version, problems }: GalleryFacts, settings: PreviewSettings): string {
  const { path, prompts } = settings;
  const cases = casesOf(choice, settings);
  const widths = WIDTHS.filter((width) => [ALL, width].includes(choice.width));
  const isAlone = cases.length * widths.length === 1;
  // Whoever is sent one case sees that first.
  const nav = `<nav aria-label="What is shown">
${DIMENSIONS.map((dimension) => choices(dimension, choice, settings)).join('\n')}
</nav>`;
  const site = escapeHtml(prompts.siteName);
  return `<!doctype html>
<html lang="en" data-version="${escapeHtml(version)}" data-version-at="${path}/version">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Paywall preview: ${site}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="${path}/assets/${galleryStyles.name}">
<script src="${path}/assets/${galleryScript.name}" defer></script>
</head>
<body>
<header><h1>What readers of ${site} meet</h1>
<p>Every address here can be sent on: whoever opens it sees the same.</p>
${problems.map((problem) => `<p class="problem" role="alert">${escapeHtml(problem)}</p>`).join('\n')}
${isAlone ? '' : nav}</header>
<main${isAlone ? ' class="alone"' : ''}>
${cases.length === 0 ? '<p>No reader of this kind meets that moment.</p>' : sections(cases, widths, settings)}
</main>
${isAlone ? nav : ''}
</body></html>
`;
}

/** The cases, those of one moment under one heading. */
function sections(cases: readonly Case[], widths: readonly string[], settings: PreviewSettings): string {
  const groups = new Map<string, Case[]>();
  for (const shown of cases) {
    const key = JSON.stringify([shown.reader, shown.scene.id, shown.locale]);
    groups.set(key, [...(groups.get(key) ?? []), shown]);
  }
  return [...groups.values()].map((group) => section(group, widths, settings)).join('');
}

function section(group: readonly Case[], widths: readonly string[], settings: PreviewSettings): string {
  const [first] = group;
  if (!first) return '';
  const { scene, reader, locale } = first;
  const about = `${escapeHtml(readerLabel(reader))}, ${label('locale', locale, settings)}`;
  const frames = group.flatMap((shown) => widths.map((width) => frame(shown, width, settings)));
  return `<section><h2>${escapeHtml(scene.label)} <span>${about}</span></h2>
<div class="frames">${frames.join('')}</div></section>
`;
}

function frame(shown: Case, width: string, settings: PreviewSettings): string {
  const { scene, reader, locale, placement, scheme } = shown;
  const how = [width, scheme, ...(scene.decision.state === 'register-prompt' ? [placement] : [])].join(', ');
  const title = `${scene.label}, ${readerLabel(reader)}, ${localeLabel(locale)}, ${how}`;
  const href = `${settings.path}?${queryOf(choiceOfCase(shown, width))}`;
  return `<figure class="${width} ${scheme}">
<figcaption><a href="${escapeHtml(href)}" aria-label="${escapeHtml(title)}">${how}</a></figcaption>
<div class="view"><iframe src="${escapeHtml(addressOf(shown, settings))}" title="${escapeHtml(title)}" loading="lazy"></iframe></div>
</figure>`;
}

function choices(dimension: Dimension, choice: Choice, settings: PreviewSettings): string {
  const links = [ALL, ...valuesOf(settings)[dimension]].map((value) => {
    const current = choice[dimension] === value ? ' aria-current="true"' : '';
    const href = `${settings.path}?${queryOf({ ...choice, [dimension]: value })}`;
    return `<li><a href="${escapeHtml(href)}"${current}>${label(dimension, value, settings)}</a></li>`;
  });
  return `<div><h2 id="choose-${dimension}">${HEADINGS[dimension]}</h2><ul aria-labelledby="choose-${dimension}">${links.join('')}</ul></div>`;
}

/** The text of a choice, escaped. */
function label(dimension: Dimension, value: string, settings: PreviewSettings): string {
  if (value === ALL) return 'All';
  switch (dimension) {
    case 'scene':
      return escapeHtml(sceneLabel(value, settings));
    case 'reader':
      return escapeHtml(readerLabel(value));
    case 'locale':
      return `<bdi lang="${escapeHtml(value)}">${escapeHtml(localeLabel(value))}</bdi>`;
    default:
      return value.charAt(0).toUpperCase() + value.slice(1);
  }
}

function sceneLabel(id: string, settings: PreviewSettings): string {
  const readers = valuesOf(settings).reader;
  const scenes = readers.flatMap((reader) => scenesOf(reader, settings));
  return scenes.find((scene) => scene.id === id)?.label ?? id;
}

function readerLabel(reader: string): string {
  if (reader === ANONYMOUS) return 'No account';
  return reader === ANY_ACCOUNT ? 'Account' : `Account: ${reader}`;
}

/** A language's name in itself. */
function localeLabel(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
