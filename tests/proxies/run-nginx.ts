import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../support/install.js';
import { type Running, startProcess } from '../support/process.js';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Starts nginx with a folder of its own.
 *
 * @param port One that it listens on, to know when it is there.
 * @param http What stands in the `http` block, given the folder.
 * @param main What stands before it.
 */
export async function runNginx(port: number, http: (dir: string) => string, main = ''): Promise<Running> {
  const command = ensureInstalled('nginx', 'nginx');
  const config = (dir: string) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid nginx.pid;
pcre_jit on;
${main}
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  ${TEMPORARY.map((kind) => `${kind}_temp_path ${dir}/tmp/${kind};`).join('\n  ')}
  ${http(dir)}
}
`;
  return startProcess({
    command,
    port,
    args: (dir) => {
      mkdirSync(join(dir, 'tmp'));
      writeFileSync(join(dir, 'nginx.conf'), config(dir));
      return ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')];
    },
  });
}
