export { plansOfText } from './environment.js';
export { readJsonFile } from './json-file.js';
export { serve } from './serve.js';
