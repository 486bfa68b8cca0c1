import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/command.js';
import { compiledPackage } from '../support/build.js';
import { send } from '../support/http.js';
import { freePort } from '../support/ports.js';
import { type Running, startProcess } from '../support/process.js';
import { inLongRuns } from '../support/rounds.js';
import { waitFor } from '../support/wait.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'metered-paywall-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Writes a file, and gives its path. */
function file(name: string, content: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('npx metered-paywall preview', () => {
  const written = () => {
    const chunks: string[] = [];
    return { write: (chunk: string) => chunks.push(chunk) > 0, text: () => chunks.join('') };
  };

  test.each<[string, () => readonly string[], string]>([
    ['an option that there is none of', () => ['--colour', 'red'], "error: unknown option '--colour'"],
    ['an argument', () => ['now'], "error: too many arguments for 'preview'"],
    ['a port that is none', () => ['--port', 'http'], "error: option '--port <port>' argument 'http' is invalid"],
    ['a limit that is none', () => ['--block-after', '-1'], "error: option '--block-after <articles>' argument"],
    [
      'limits that contradict each other',
      () => ['--prompt-after', '11'],
      '--block-after: 10 is below promptAfter (11)',
    ],
    ['plans that are none', () => ['--plans', 'x'], '--plans: "x" is not plans as in registered=20/30'],
    ['a time zone that is none', () => ['--time-zone', 'Berlin'], '--time-zone: "Berlin" is not an IANA time zone'],
    ['a style sheet that is not there', () => ['--css', 'none.css'], '--css: "none.css" cannot be read. Give the path'],
    ['a file that is not there', () => ['--copy', 'none.json'], '--copy: "none.json" cannot be read. Give the path'],
    ['no JSON', () => ['--copy', file('no.json', '{\n')], '--copy: "'],
    ['a language that is none', () => ['--copy', file('a.json', { '!': {} })], '--copy.!: "!" is not a language tag'],
    [
      'an empty label',
      () => ['--copy', file('b.json', { en: { signIn: '' } })],
      '--copy.en.signIn: "" is not a string',
    ],
    ['no copy', () => ['--copy', file('c.json', [])], '--copy: an array of 0 is not an object'],
    [
      'a message that is none',
      () => ['--copy', file('d.json', { en: { meter: '{x}' } })],
      '--copy.en.meter: "{x}" is not',
    ],
    ['prompts that are none', () => ['--prompts', file('e.json', {})], '--prompts.siteName: missing'],
    ['a host that is not here', () => ['--host', '192.0.2.1', '--port', '0'], '--port: '],
  ])('refuses %s in one line', async (_what, args, line) => {
    const [out, err] = [written(), written()];
    expect(await run(['preview', ...args()], out, err)).toBe(2);
    expect(err.text().startsWith(line)).toBe(true);
    expect(err.text()).toMatch(/^[^\n]+\n$/);
  });
});

inLongRuns(() => {
  describe('the command, running', () => {
    let cli = '';
    beforeAll(async () => {
      cli = join(await compiledPackage(), 'cli', 'cli.js');
    }, 60_000);
    let running: Running | undefined;
    afterEach(() => running?.stop());

    async function start(...args: readonly string[]) {
      const port = await freePort();
      const all = ['preview', '--port', String(port), ...args];
      running = await startProcess({
        command: process.execPath,
        port,
        env: { NODE_OPTIONS: '' },
        args: () => [cli, ...all],
      });
      const { child, output } = running;
      return { child, output, get: async (path: string) => (await send(port, { path })).text, port };
    }

    const WALL = '/preview/page?scene=wall&reader=anonymous&locale=en&placement=inline&scheme=light';

    test('shows an example of everything, and ends on SIGTERM', async () => {
      const { child, get, output, port } = await start();
      await waitFor('the address', () => output().includes(`The preview is at http://127.0.0.1:${port}/preview.`));
      expect(await get('/preview')).toContain('Account: subscriber');
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await exit).toEqual([0, null]);
    });

    test('follows its files: a file in the place of the old, one that is wrong, one that is mended', async () => {
      const copy = file('copy.json', { en: { wallLimitTitle: 'One' } });
      const { get, output } = await start('--copy', copy, '--css', file('site.css', 'a{color:red}'));
      expect(await get(WALL)).toContain('>One<');
      renameSync(file('new.json', { en: { wallLimitTitle: '{limit, plural, other {Two of #}}' } }), copy);
      await waitFor('the new copy', async () => (await get(WALL)).includes('>Two of 10<'));
      file('copy.json', '{ "en": ');
      await waitFor('the mistake', async () => (await get('/preview')).includes('role="alert">--copy: '));
      expect(output()).toMatch(/--copy: .* is not JSON/);
      expect(await get(WALL)).toContain('>Two of 10<');
      file('copy.json', { en: { wallLimitTitle: 'Three' } });
      await waitFor('the mended copy', async () => (await get(WALL)).includes('>Three<'));
      expect(await get('/preview')).not.toContain('role="alert"');
      file('site.css', 'a{color:blue}');
      await waitFor('the new style sheet', async () => (await get('/preview/site.css')) === 'a{color:blue}');
    });

    test('tells of a style sheet that cannot be had', async () => {
      const css = `http://127.0.0.1:${await freePort()}/site.css`;
      const { get, output } = await start('--css', css);
      await waitFor('the word of it', () =>
        output().includes(`The style sheet ${css} cannot be shown: ECONNREFUSED.\n`),
      );
      expect(await get('/preview')).toContain('role="alert">The style sheet');
    });

    test('shows the prompts of the site, as the service is given them', async () => {
      const { get } = await start('--prompts', join(process.cwd(), 'examples/service/prompts.json'));
      expect(await get(WALL.replace('wall', 'prompt'))).toContain('6\u00a0articles are still free for you');
    });
  });
});
