import { createCrawlers } from '../../crawlers/search/index.js';
import { isPublicSuffix } from '../../pass/domains/index.js';
import type { Means } from '../settings.js';
import { turnEnds } from '../turn.js';

/** All that there is, for a server of Node's own. */
export const NODE_MEANS: Means = { createCrawlers, isPublicSuffix, turnEnds };
