import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../support/install.js';
import { freePort } from '../support/ports.js';
import { startProcess } from '../support/process.js';
import { runNginx } from './run-nginx.js';

/** Where a proxy finds the others. */
export interface Places {
  readonly service: number;
  readonly site: number;
  readonly token: string;
  /** Takes the other choice of what articles are while the service is out. Default: as the example has it. */
  readonly openWhileOut?: boolean;
}

/** A proxy that asks the service. */
export interface Guard {
  readonly port: number;
  stop(): Promise<void>;
}

/** nginx as the example has it, but for the ports. */
export async function startNginx({ service, site, token, openWhileOut }: Places): Promise<Guard> {
  const port = await freePort();
  const example = changed('nginx.conf', {
    ':8787': `:${service}`,
    ':8080': `:${site}`,
    'listen 80;': `listen 127.0.0.1:${port};`,
    'Bearer TOKEN': `Bearer ${token}`,
    ...(openWhileOut && { 'default                     blocked;': 'default free;' }),
  });
  const { stop } = await runNginx(port, () => example);
  return { port, stop };
}

/** Caddy as the example has it, but for the ports, and HTTP/2 without TLS. */
export async function startCaddy({ service, site, token, openWhileOut }: Places): Promise<Guard> {
  const command = ensureInstalled('caddy', 'caddy');
  const port = await freePort();
  const example = changed('Caddyfile', {
    ':8787': `:${service}`,
    ':8080': `:${site}`,
    'news.example {': `http://127.0.0.1:${port} {`,
    '\tservers {': '\tadmin off\n\tauto_https off\n\tservers {\n\t\tprotocols h1 h2c',
    ...(openWhileOut && {
      '\t\t\trequest_header Paywall blocked\n\t\t\timport': '\t\t\trequest_header Paywall free\n\t\t\timport',
    }),
  });
  const { stop } = await startProcess({
    command,
    port,
    env: { TOKEN: token, HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', XDG_DATA_HOME: '/nonexistent' },
    args: (dir) => {
      writeFileSync(join(dir, 'Caddyfile'), example);
      return ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'];
    },
  });
  return { port, stop };
}

/** An example with parts of it replaced, each of which it must have. */
function changed(name: string, replacements: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(process.cwd(), 'examples', 'service', name), 'utf8');
  for (const [here, there] of Object.entries(replacements)) {
    if (!text.includes(here)) throw new Error(`${name} has no ${here}`);
    text = text.replaceAll(here, there);
  }
  return text;
}
