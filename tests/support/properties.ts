import fc from 'fast-check';
import { rounds, seed } from './rounds.js';

/** Runs before each test file: how often every property is tried that says nothing else, and from which seed. */
fc.configureGlobal({ seed: seed(), numRuns: rounds(100, 1000) });
