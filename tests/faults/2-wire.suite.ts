import { testFaults } from './fault.js';
import { proxied } from './rigs.js';

testFaults('2-wire', [
  { name: 'slow by 40 ms', lasts: 10, prepare: () => proxied({ kind: 'slow', by: 40 }) },
  { name: 'slow by 200 ms', lasts: 10, prepare: () => proxied({ kind: 'slow', by: 200 }) },
  { name: 'slow by 2,000 ms', lasts: 10, prepare: () => proxied({ kind: 'slow', by: 2000 }) },
  { name: 'accepts and never answers', lasts: 10, prepare: () => proxied({ kind: 'deaf' }) },
  { name: 'one reply in 20 lost after execution', lasts: 10, prepare: () => proxied({ kind: 'lose', oneIn: 20 }) },
  { name: 'one reply in 20 reset in the middle', lasts: 10, prepare: () => proxied({ kind: 'cut', oneIn: 20 }) },
  { name: 'replies byte by byte', lasts: 10, prepare: () => proxied({ kind: 'dribble' }) },
]);
