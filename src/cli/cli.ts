#!/usr/bin/env node
import { inspect } from 'node:util';
import { printable } from '../terminal/index.js';
import { run } from './command.js';

// Whoever reads the output may stop early, as `head` does.
process.stdout.on('error', () => process.exit(2));

try {
  process.exitCode = await run(process.argv.slice(2), process.stdout, process.stderr);
} catch (error) {
  // Node's own exit code for this is 1, which says that something is open.
  for (const line of inspect(error).split('\n')) console.error(printable(line));
  process.exitCode = 2;
}
