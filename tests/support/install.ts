import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Servers live in the system directories, which an ordinary user's PATH may leave out.
const SYSTEM_DIRECTORIES = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

// A policy that denies every start keeps a freshly installed service from taking its usual port.
const INSTALL = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  trap 'exit 1' INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > $policy
  chmod 755 $policy
fi
apt-get update
apt-get install -y --no-install-recommends "$1"
`;

/**
 * Finds a command, and on a Debian-like system installs it first when it is absent and we are root.
 *
 * @param commands One name, or several that serve equally well; the first found is taken.
 * @param debianPackage What brings the command on Debian.
 * @param instead What else would do, to end the error: "or set TEST_REDIS_URL".
 * @returns The command's path.
 * @throws Error of one line that says how to get the command, when it is neither there nor could be installed.
 */
export function ensureInstalled(commands: string | readonly string[], debianPackage: string, instead = ''): string {
  const names = [commands].flat();
  const found = findCommand(names);
  if (found !== undefined) return found;

  const failure = canInstall()
    ? install(debianPackage)
    : 'it can be installed for you only by root on Debian or Ubuntu';
  const installed = findCommand(names);
  if (installed !== undefined) return installed;
  const remedy = `Install it (Debian, Ubuntu: apt-get install ${debianPackage}) ${instead}`.trimEnd();
  throw new Error(
    `No ${names.join(' or ')} on the PATH, and ${failure ?? 'the package has no such command'}. ${remedy}.`,
  );
}

/**
 * The same for what is no command, such as a module of a server.
 *
 * @param path What has to be there.
 */
export function ensureFile(path: string, debianPackage: string): string {
  const failure = existsSync(path) ? undefined : canInstall() ? install(debianPackage) : 'only root can install it';
  if (existsSync(path)) return path;
  throw new Error(
    `No ${path}, and ${failure ?? 'the package has no such file'}. Install ${debianPackage} (Debian, Ubuntu).`,
  );
}

/** The path of the first of the commands that is on the PATH or in a system directory. */
export function findCommand(names: readonly string[]): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_DIRECTORIES];
  return names.flatMap((name) => directories.map((directory) => join(directory, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findCommand(['apt-get']) !== undefined;
}

/** Installs a package, its service not started, and returns what went wrong if anything did. */
function install(debianPackage: string): string | undefined {
  process.stderr.write(`Installing Debian's ${debianPackage} by apt-get, without starting its service.\n`);
  // Test files run side by side: apt-get runs for one of them at a time.
  const lock = '/tmp/metered-paywall-tests-apt.lock';
  const run = spawnSync('flock', [lock, 'sh', '-c', INSTALL, 'sh', debianPackage], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status === 0) return undefined;
  const said = run.error?.message ?? run.stderr.trim().split('\n').at(-1);
  return `installing ${debianPackage} failed (${said})`;
}
