import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// From the top down, in the order in which docs and folders name them: a room imports only from rooms that stand after it.
const ROOMS = [
  'cli',
  'express',
  'service',
  'preview',
  'audit',
  'meter',
  'policy',
  'prompts',
  'crawlers',
  'store',
  'pass',
  'period',
  'article',
  'options',
  'events',
  'clock',
];

// What package.json names as entries.
const ENTRIES = ['index.ts', 'service/index.ts', 'prompts/index.ts', 'store/contract/index.ts'];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const inRooms = files.filter((file) => file.includes('/'));

function rankOf(file: string): number {
  return ROOMS.indexOf(file.split('/')[0] ?? '');
}

function importsOf(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8');
  return [...text.matchAll(/from '(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
    relative('src', join('src', dirname(file), path)),
  );
}

describe('the rooms of src', () => {
  test('are those that are named here, each with a face, and an entry beside them', () => {
    expect(new Set(inRooms.map(rankOf))).toEqual(new Set(ROOMS.keys()));
    expect(files.filter((file) => !file.includes('/'))).toEqual(['index.ts']);
  });

  test.each(inRooms)('%s imports only downwards', (file) => {
    expect(importsOf(file).filter((imported) => rankOf(imported) < rankOf(file))).toEqual([]);
  });

  test.each(ENTRIES)('%s only re-exports', (entry) => {
    const text = readFileSync(join('src', entry), 'utf8');
    expect(text.split(/;\n/).filter((statement) => statement.trim() && !/^\s*export /.test(statement))).toEqual([]);
  });

  test('every import leads to a file', () => {
    const imports = files.flatMap(importsOf);
    expect(imports.filter((path) => !existsSync(join('src', path.replace(/\.js$/, '.ts'))))).toEqual([]);
  });
});
