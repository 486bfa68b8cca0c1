export { type ConsolePaywall, type PaywallTerms, type Steered, termsOf } from './terms.js';
