export { type Clock, steadyClock, systemClock } from './clock.js';
export { after, nextTurn } from './turn.js';
