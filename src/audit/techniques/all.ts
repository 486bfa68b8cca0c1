import { accepts } from './accepts.js';
import { addresses } from './addresses.js';
import { beyond } from './beyond.js';
import { caches } from './caches.js';
import { cookies } from './cookies.js';
import { discovered } from './discovered.js';
import { methods } from './methods.js';
import { pageTechniques } from './page.js';
import { parallel } from './parallel.js';
import { referers } from './referers.js';
import { speculation } from './speculation.js';
import type { Technique } from './technique.js';
import { userAgents } from './user-agents.js';
import { variants } from './variants.js';

/** Every technique, in the order of the report. */
export const techniques: readonly Technique[] = [
  ...pageTechniques,
  ...userAgents,
  ...referers,
  ...addresses,
  ...speculation,
  ...methods,
  ...accepts,
  ...variants,
  ...discovered,
  ...cookies,
  parallel,
  ...caches,
  ...beyond,
];
