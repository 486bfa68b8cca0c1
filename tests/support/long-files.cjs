const { readFileSync } = require('node:fs');

/** The words of a file that has rounds of `rounds.ts`, or tries properties, of which it has more in the long runs. */
const TRIES_MORE = /from '(?:fast-check|[./\w-]*\/rounds\.js)'/;

/**
 * Jest's filter for `npm run test:long`: the files that do more in the long runs than in any other.
 *
 * @param {string[]} files
 */
module.exports = async (files) => ({
  filtered: files.filter((file) => file.endsWith('.long.ts') || TRIES_MORE.test(readFileSync(file, 'utf8'))),
});
