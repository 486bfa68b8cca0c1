export { openDesk, type ServedDesk } from './desk.js';
export { type Environment, inVariables, plansOfText } from './environment.js';
export { readJsonFile } from './json-file.js';
export { serve } from './serve.js';
