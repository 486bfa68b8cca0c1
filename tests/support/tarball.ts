import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program printed. */
export interface Printed {
  readonly out: string;
  readonly err: string;
}

/** The packed tarball and throw-away projects it is installed into. */
export interface Tarball {
  readonly path: string;
  /** An empty project with the tarball, and beside it nothing but these packages. */
  project(files: Readonly<Record<string, string>>, ...packages: readonly string[]): string;
  folder(): string;
  remove(): void;
}

/** Runs a program to its end; what it printed is in the error where it fails. */
export function run(command: string, args: readonly string[], cwd: string): Printed {
  // Jest's own flags must not reach the programs under test.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr, error } = spawnSync(command, [...args], { cwd, env, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return { out: stdout, err: stderr };
}

/** Writes files into a project. */
export function write(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
}

/** Packs as `npm publish` would, which builds everything first. */
export function pack(): Tarball {
  const folders: string[] = [];
  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'metered-paywall-package-'));
    folders.push(made);
    return made;
  }

  const packed = folder();
  const { out } = run('npm', ['pack', '--silent', '--pack-destination', packed], process.cwd());
  const path = join(packed, out.trim().split('\n').at(-1) ?? '');
  return {
    path,
    folder,
    project(files, ...packages) {
      const cwd = folder();
      write(cwd, { 'package.json': '{"name":"throw-away","private":true}', ...files });
      run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', path, ...packages], cwd);
      return cwd;
    },
    remove() {
      for (const made of folders) rmSync(made, { recursive: true, force: true });
    },
  };
}
