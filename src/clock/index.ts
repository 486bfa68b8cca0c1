export { type Clock, steadyClock, systemClock } from './clock.js';
