import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isListening } from '#ports';
import { waitFor } from '#wait';

/** A server that a test runs: it dies with the test, however the test ends. */
export interface Running {
  readonly child: ChildProcess;
  /** Also the id of its process group: `process.kill(-pid, 'SIGSTOP')` freezes the server and its workers. */
  readonly pid: number;
  /** Its own directory, removed when it stops. */
  readonly dir: string;
  /** What it wrote so far to its standard output and error. */
  output(): string;
  /** Kills it, even frozen, and removes its directory. Doing so again does nothing. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly command: string;
  /** Given the server's own directory, its arguments. */
  readonly args: (dir: string) => readonly string[];
  /** It has started once this port of the loopback accepts connections. */
  readonly port: number;
  /** Environment variables on top of ours. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a server and waits until it accepts connections.
 *
 * @throws Error with what it wrote, when it ends or stays deaf instead.
 */
export async function startProcess({ command, args, port, env = {} }: StartOptions): Promise<Running> {
  const dir = await mkdtemp(join(tmpdir(), 'metered-paywall-'));
  // Its own process group, so that its workers go with it and Ctrl-C is left to the watchdog.
  const child = spawn(command, args(dir), {
    cwd: dir,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const watchdog = guard(pid, dir);
  const running = () => child.exitCode === null && child.signalCode === null;

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= end();
    return stopped;
  };
  async function end(): Promise<void> {
    if (running()) {
      const exit = once(child, 'exit');
      process.kill(-pid, 'SIGKILL');
      await exit;
    }
    watchdog.stdin?.end('stopped\n');
    await rm(dir, { recursive: true, force: true });
  }

  try {
    await waitFor(`${command} to accept connections on port ${port}`, async () => {
      if (!running()) throw new Error(`${command} ended at its start: ${output()}`);
      return isListening(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { child, pid, dir, output, stop };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}

/** Kills the server if we die without a word: the pipe to us closes then, whatever killed us. */
function guard(pid: number, dir: string): ChildProcess {
  const script = 'read -r word || { kill -s KILL -- "-$1"; rm -rf -- "$2"; }';
  const watchdog = spawn('sh', ['-c', script, 'sh', String(pid), dir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return watchdog;
}
