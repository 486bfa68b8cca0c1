import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import type { CacheServer } from './cache-server.js';

/**
 * nginx with a cache that keeps all it may, and lets one request in for all that ask at once.
 *
 * @param upstream The site's port.
 * @param more Further directives for the cached location.
 */
export async function startNginx(upstream: number, more = ''): Promise<CacheServer> {
  const command = ensureInstalled('nginx', 'nginx');
  const [port, addressedPort] = [await freePort(), await freePort()];
  const server = await startProcess({
    command,
    port,
    args: (dir) => {
      mkdirSync(join(dir, 'tmp'));
      writeFileSync(join(dir, 'nginx.conf'), config({ dir, port, addressedPort, upstream, more }));
      return ['-p', dir, '-e', 'stderr', '-c', join(dir, 'nginx.conf')];
    },
  });
  return { port, addressedPort, stop: server.stop };
}

interface Config {
  readonly dir: string;
  readonly port: number;
  readonly addressedPort: number;
  readonly upstream: number;
  readonly more: string;
}

const config = ({ dir, port, addressedPort, upstream, more }: Config) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir}/tmp/${kind};`).join('\n  ')}
  proxy_cache_path ${dir}/cache keys_zone=pages:1m;
  set_real_ip_from 127.0.0.1;
  real_ip_header proxy_protocol;
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${addressedPort} proxy_protocol;
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_cache pages;
      proxy_cache_valid 200 301 10m;
      proxy_cache_valid any 1m;
      proxy_cache_lock on;
      proxy_cache_revalidate on;
      proxy_cache_use_stale error timeout updating http_500 http_503;
      proxy_cache_background_update on;
      add_header X-Cache $upstream_cache_status always;
      ${more}
    }
  }
}
`;
