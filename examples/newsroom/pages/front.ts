import { type Article, articles, articlesIn, type Section, sections } from '../articles/index.js';
import { type Html, html } from '../html.js';
import { sectionTitles } from '../site.js';
import type { Page } from './layout.js';
import { card } from './stories.js';

const STORIES_A_SECTION = 4;

export function frontPage(): Page {
  const [lead, ...others] = articles;
  return {
    content: html`
${lead && html`<div class="lead">${card(lead, { level: 2, illustrated: true, standfirst: true, kicker: true })}</div>`}
<div class="columns">${sections.map((section) => column(section, others))}</div>`,
  };
}

function column(section: Section, announced: readonly Article[]): Html {
  const stories = articlesIn(section).filter((article) => announced.includes(article));
  return html`<section class="column in-${section}" aria-labelledby="${section}">
<h2 class="column-title" id="${section}"><a href="/sections/${section}">${sectionTitles[section]}</a></h2>
${stories.slice(0, STORIES_A_SECTION).map((story, index) => card(story, { level: 3, illustrated: index === 0, standfirst: index === 0 }))}
</section>`;
}
