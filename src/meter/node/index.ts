export { NODE_MEANS } from './means.js';
