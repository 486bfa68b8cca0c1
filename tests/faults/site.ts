import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type AppSettings,
  type Footprint,
  type Message,
  type Question,
  type Sample,
  SETTINGS,
} from './app/protocol.js';

const PROGRAM = fileURLToPath(new URL('../../build/faults-app/tests/faults/app/server.js', import.meta.url));

/** A site behind the paywall, in a process of its own. */
export interface Site {
  readonly port: number;
  readonly child: ChildProcess;
  /** What it decided since it was last asked. */
  samples(): Promise<readonly Sample[]>;
  footprint(): Promise<Footprint>;
  /** What it wrote to its standard error. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a site; it ends with us, however we end. */
export async function startSite(settings: AppSettings): Promise<Site> {
  const child = fork(PROGRAM, {
    env: { ...process.env, NODE_OPTIONS: '', [SETTINGS]: JSON.stringify(settings) },
    execArgv: ['--expose-gc'],
    silent: true,
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  child.stdout?.resume();
  const { port } = await heard(child, 'listening');

  const ask = (question: Question) => child.send(question);
  return {
    port,
    child,
    log: () => log,
    async samples() {
      const answer = heard(child, 'samples');
      ask('samples');
      return (await answer).samples;
    },
    async footprint() {
      const answer = heard(child, 'footprint');
      ask('footprint');
      return (await answer).footprint;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

function heard<Kind extends Message['kind']>(
  child: ChildProcess,
  kind: Kind,
): Promise<Extract<Message, { readonly kind: Kind }>> {
  const wanted = (message: Message): message is Extract<Message, { readonly kind: Kind }> => message.kind === kind;
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`The site ended before it told: ${kind}`));
    const listen = (message: Message) => {
      if (!wanted(message)) return;
      child.off('exit', ended).off('message', listen);
      resolve(message);
    };
    child.on('message', listen).once('exit', ended);
  });
}
