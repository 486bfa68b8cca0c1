export { copyOfJson, promptOptionsOfJson } from './json.js';
