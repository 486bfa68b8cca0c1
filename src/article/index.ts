export { canonicalPath } from './canonical-path.js';
export { type ArticleIds, createArticleIds, type IdsByFormat, type SeparateIds } from './ids.js';
export { type ArticleName, readName } from './name.js';
