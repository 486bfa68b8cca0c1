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
}

/** A proxy that asks the service. */
export interface Guard {
  readonly port: number;
  stop(): Promise<void>;
}

/** nginx as the README has it, but for the ports. */
export async function startNginx({ service, site, token }: Places): Promise<Guard> {
  const port = await freePort();
  const example = withPorts('nginx.conf', {
    ':8787': service,
    ':8080': site,
    'listen 80;': `listen 127.0.0.1:${port};`,
  });
  const { stop } = await runNginx(port, () => example.replace('Bearer TOKEN', `Bearer ${token}`));
  return { port, stop };
}

/** Caddy as the README has it, but for the ports. */
export async function startCaddy({ service, site, token }: Places): Promise<Guard> {
  const command = ensureInstalled('caddy', 'caddy');
  const port = await freePort();
  const here = `http://127.0.0.1:${port} {`;
  const example = withPorts('Caddyfile', { ':8787': service, ':8080': site, 'news.example {': here });
  const { stop } = await startProcess({
    command,
    port,
    env: { TOKEN: token, HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', XDG_DATA_HOME: '/nonexistent' },
    args: (dir) => {
      writeFileSync(join(dir, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${example}`);
      return ['run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'];
    },
  });
  return { port, stop };
}

/** An example with other ports; a number stands for a port of the loopback. */
function withPorts(name: string, replacements: Readonly<Record<string, string | number>>): string {
  let text = readFileSync(join(process.cwd(), 'examples', 'service', name), 'utf8');
  for (const [here, there] of Object.entries(replacements)) {
    if (!text.includes(here)) throw new Error(`${name} has no ${here}`);
    text = text.replaceAll(here, typeof there === 'number' ? `:${there}` : there);
  }
  return text;
}
