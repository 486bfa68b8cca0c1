import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a module of the benchmark in a process of its own, which ends when we do. */
export function start(
  module: 'server' | 'load',
  args: readonly string[],
  nodeOptions: readonly string[],
): ChildProcess {
  return fork(fileURLToPath(new URL(`./${module}.js`, import.meta.url)), args, {
    execArgv: [...nodeOptions],
    env: { ...process.env, NODE_ENV: 'production' },
    serialization: 'advanced',
  });
}

/** The next message of such a process, in answer to ours. */
export function ask<Answer>(child: ChildProcess, question: object): Promise<Answer> {
  const answer = hear<Answer>(child);
  child.send(question);
  return answer;
}

/** The next message of such a process. */
export function hear<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process of the benchmark ended before its time'));
    child.once('exit', ended);
    child.once('message', (message: Message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** Lets a process end by itself, so that it can write its profile. */
export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.disconnect();
  await ended;
}
