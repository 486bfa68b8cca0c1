export { type Clock, steadyClock, systemClock } from './clock.js';
export { after, inTime, nextTurn } from './turn.js';
