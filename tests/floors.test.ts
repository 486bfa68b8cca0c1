import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// From the ground up: a file may import from its own floor and from those below it.
const FLOORS = ['ground', 'parts', 'paywall', 'surfaces'];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function floorOf(file: string): number {
  const [folder = ''] = file.split('/');
  return file.includes('/') ? FLOORS.indexOf(folder) : FLOORS.length;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8');
  return [...text.matchAll(/from '(\.{1,2}\/[^']+)'/g)].map(([, path = '']) =>
    relative('src', join('src', dirname(file), path)),
  );
}

describe('the floors of src', () => {
  test('are the four that the README names, and an entry above them', () => {
    expect(new Set(files.map(floorOf))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(files.filter((file) => floorOf(file) === FLOORS.length)).toEqual(['index.ts']);
  });

  test.each(files)('%s imports only downwards', (file) => {
    expect(importsOf(file).filter((imported) => floorOf(imported) > floorOf(file))).toEqual([]);
  });

  test('the entry file only re-exports', () => {
    const text = readFileSync('src/index.ts', 'utf8');
    expect(text.split(/;\n/).filter((statement) => statement.trim() && !/^\s*export /.test(statement))).toEqual([]);
  });
});
