export * from './store/contract/index.js';
