import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Arguments for Node that run the service as the command does. */
export function serveArguments(folder: string): readonly string[] {
  const module = JSON.stringify(join(folder, 'service', 'serve', 'serve.js'));
  return ['--input-type=module', '--eval', `import { serve } from ${module}; process.exitCode = await serve();`];
}

/** Runs the command where it cannot start. */
export async function failedStart(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly code: unknown; readonly said: string }> {
  const child = spawn(process.execPath, serveArguments(folder), { env, stdio: ['ignore', 'inherit', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}
