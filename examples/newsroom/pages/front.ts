import { type Article, articles, articlesIn, type Section, sections } from '../articles/index.js';
import { type Html, html } from '../html.js';
import { sectionTitles } from '../site.js';
import type { Edition, Page } from './layout.js';
import { card, lockedFor } from './stories.js';

const STORIES_A_SECTION = 4;

export function frontPage(edition: Edition): Page {
  const [lead, ...others] = articles.filter(({ access }) => access !== 'locked');
  const locked = articles.filter(({ access }) => access === 'locked');
  return {
    content: html`
${lead && html`<div class="lead">${card(lead, edition, { level: 2, illustrated: true, standfirst: true, kicker: true })}</div>`}
<div class="columns">${sections.map((section) => column(section, others, edition))}</div>
${
  locked.length > 0 &&
  html`<section class="locked-stories" aria-labelledby="locked-title">
<h2 id="locked-title">For ${lockedFor(edition)}</h2>
${locked.map((story) => card(story, edition, { level: 3, illustrated: true, standfirst: true }))}
</section>`
}`,
  };
}

function column(section: Section, announced: readonly Article[], edition: Edition): Html {
  const stories = articlesIn(section).filter((article) => announced.includes(article));
  return html`<section class="column in-${section}" aria-labelledby="${section}">
<h2 class="column-title" id="${section}"><a href="/sections/${section}">${sectionTitles[section]}</a></h2>
${stories.slice(0, STORIES_A_SECTION).map((story, index) => card(story, edition, { level: 3, illustrated: index === 0, standfirst: index === 0 }))}
</section>`;
}
