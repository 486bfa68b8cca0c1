export { printable } from './printable.js';
export { table } from './table.js';
