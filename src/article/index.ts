export { canonicalPath } from './canonical-path.js';
export { type ArticleIds, createArticleIds } from './ids.js';
