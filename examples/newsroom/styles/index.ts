import { article } from './article.js';
import { base } from './base.js';
import { masthead } from './masthead.js';
import { pages } from './pages.js';
import { stories } from './stories.js';

/** The site's style sheet. */
export const styles = [base, masthead, stories, article, pages].join('');
