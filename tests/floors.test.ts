import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// From the top down, in the order in which docs and folders name them: a room imports only from rooms that stand after it.
const ROOMS = [
  'cli',
  'express',
  'fetch',
  'service',
  'console',
  'preview',
  'audit',
  'simulate',
  'meter',
  'figures',
  'policy',
  'prompts',
  'crawlers',
  'store',
  'pass',
  'period',
  'article',
  'metrics',
  'terminal',
  'options',
  'events',
  'clock',
];

/** Where a room is entered. Nothing stands above the commands, whose way in is the file that the system starts. */
const FACES = new Map(ROOMS.map((room) => [room, room === 'cli' ? 'cli/cli.ts' : `${room}/index.ts`]));

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const outside = files.filter((file) => !file.includes('/'));
const inRooms = files.filter((file) => file.includes('/'));
const roomOf = (file: string): string => file.split('/')[0] ?? '';
const rankOf = (file: string): number => ROOMS.indexOf(roomOf(file));

/** A room's face, or that of a part of it which is entered by itself, since it brings what the rest can do without. */
const isFace = (file: string): boolean => basename(file) === 'index.ts';

const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const text = textOf(file);
  const paths = [...text.matchAll(/\b(?:from|import)[ (]*['"](\.{1,2}\/[^'"]+)['"]/g)];
  return paths.map(([, path = '']) => join(dirname(file), path).replace(/\.js$/, '.ts'));
}

function textOf(file: string): string {
  return readFileSync(join('src', file), 'utf8');
}

/** The files that lead back to a file, first and last of them itself. */
function circleThrough(start: string): string[] {
  const cameFrom = new Map<string, string>();
  for (const queue = [start], seen = new Set<string>(); queue.length > 0; ) {
    const file = queue.shift() ?? '';
    for (const next of imports.get(file) ?? []) {
      if (next === start) {
        const path = [file];
        for (let at = file; at !== start; path.unshift(at)) at = cameFrom.get(at) ?? start;
        return [...path, start];
      }
      if (!seen.has(next)) cameFrom.set(next, file);
      if (!seen.has(next)) queue.push(next);
      seen.add(next);
    }
  }
  return [];
}

/** The packages that are loaded with a file. */
function packagesBehind(start: string): string[] {
  const packages = new Set<string>();
  const reached = new Set([start]);
  for (const file of reached) {
    const text = textOf(file);
    for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm)) {
      if (path.startsWith('.')) reached.add(join(dirname(file), path).replace(/\.js$/, '.ts'));
      else packages.add(path);
    }
  }
  return [...packages].sort();
}

describe('the rooms of src', () => {
  test('are those that are named here, each with a face', () => {
    expect(new Set(inRooms.map(roomOf))).toEqual(new Set(ROOMS));
    expect(ROOMS.filter((room) => !files.includes(FACES.get(room) ?? ''))).toEqual([]);
  });

  test('have the entries of the package beside them, and what the entries share', () => {
    const entries = Object.values<{ import?: { default: string } }>(manifest.exports).flatMap(
      (entry) => entry.import?.default.replace('./dist/', '').replace(/\.js$/, '.ts') ?? [],
    );
    expect([...outside].sort()).toEqual([...entries, 'common.ts'].sort());
  });

  test.each(inRooms)('%s imports only downwards, from other rooms by their faces alone', (file) => {
    const elsewhere = (imports.get(file) ?? []).filter((imported) => roomOf(imported) !== roomOf(file));
    expect(elsewhere.filter((imported) => rankOf(imported) < rankOf(file))).toEqual([]);
    expect(elsewhere.filter((imported) => !isFace(imported))).toEqual([]);
  });

  test.each(inRooms)('%s imports from its own room the files themselves', (file) => {
    const face = FACES.get(roomOf(file));
    expect((imports.get(file) ?? []).filter((imported) => imported === face)).toEqual([]);
  });

  test.each(outside)('%s imports from rooms by their faces alone', (file) => {
    const inward = (imports.get(file) ?? []).filter((imported) => imported.includes('/'));
    expect(inward.filter((imported) => !isFace(imported))).toEqual([]);
  });

  test.each([...outside, ...files.filter(isFace)])('%s only re-exports', (file) => {
    const text = textOf(file).replaceAll(/^\/\/.*$/gm, '');
    const statements = text.split(/;\n/).map((statement) => statement.trim());
    expect(statements.filter((statement) => statement && !/^export .* from '[^']+'$/s.test(statement))).toEqual([]);
  });

  test('import each other in no circle', () => {
    expect(files.map(circleThrough).filter((circle) => circle.length > 0)).toEqual([]);
  });

  test('load with the prompts only what prompts need', () => {
    expect(packagesBehind('prompts.ts')).toEqual([
      'cookie',
      'leven',
      'node:crypto',
      'parse5',
      'temporal-polyfill/fns/Instant',
      'temporal-polyfill/fns/PlainDate',
      'temporal-polyfill/fns/ZonedDateTime',
    ]);
  });

  test('load with the entry for any server nothing of Node but crypto and buffers', () => {
    expect(packagesBehind('fetch.ts')).toEqual([
      'ipaddr.js',
      'jose',
      'leven',
      'node:buffer',
      'node:crypto',
      'temporal-polyfill/fns/Instant',
      'temporal-polyfill/fns/PlainDate',
      'temporal-polyfill/fns/ZonedDateTime',
    ]);
  });

  test('of the decision are each in an area of the mutation run, unless they say types alone', () => {
    const signs: Record<string, string> = { '**/*': '.+', '*': '[^/]*', '.': '\\.', '{': '(?:', '}': ')', ',': '|' };
    const patterns = [...readFileSync('tests/mutation/areas.mjs', 'utf8').matchAll(/'src\/([^']+)'/g)];
    const areas = patterns.map(([, glob = '']) => {
      return new RegExp(`^${glob.replaceAll(/\*\*\/\*|[*.{},]/g, (sign) => signs[sign] ?? sign)}$`);
    });
    // A store's contract is itself a test, which a site runs on a store of its own.
    const decides = inRooms.filter(
      (file) =>
        ['meter', 'policy', 'pass', 'period', 'store'].includes(roomOf(file)) && !file.startsWith('store/contract/'),
    );
    const hasCode = (file: string) => /^(?:export )?(?:async )?(?:function|const|let|class)\b/m.test(textOf(file));
    const unjudged = decides.filter((file) => hasCode(file) && !areas.some((area) => area.test(file)));
    expect(unjudged).toEqual([]);
  });

  test('import files that there are', () => {
    expect([...imports.values()].flat().filter((path) => !existsSync(join('src', path)))).toEqual([]);
  });
});
