export { type ConsoleHandler, consoleOf, createConsole } from './console.js';
export { type ConsoleArticle, type ConsoleOptions, readConsoleOptions } from './options.js';
export { type ConsolePaywall, type PaywallTerms, type Steered, termsOf } from './terms/terms.js';
