import { articlesIn, type Section } from '../articles/index.js';
import { html } from '../html.js';
import { sectionMottos, sectionTitles } from '../site.js';
import type { Edition, Page } from './layout.js';
import { card } from './stories.js';

export function sectionPage(section: Section, edition: Edition): Page {
  const stories = articlesIn(section);
  return {
    title: sectionTitles[section],
    description: sectionMottos[section],
    section,
    content: html`<header class="page-head">
<h1>${sectionTitles[section]}</h1>
<p class="standfirst">${sectionMottos[section]}</p>
</header>
<div class="section-stories">
${stories.map((story) => card(story, edition, { level: 2, illustrated: true, standfirst: true }))}
</div>`,
  };
}
