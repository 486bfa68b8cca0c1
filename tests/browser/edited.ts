import { sendReaders } from '../../examples/newsroom/readers.js';
import { signedPolicy } from '../../src/index.js';
import { NOON } from '../support/site.js';
import { type OpenNewsroom, serveNewsroom } from './newsroom.js';
import type { Scene } from './scenes.js';

/** Where the newsroom's console stands. */
export const CONSOLE = '/paywall/console';

/** Where the newsroom's readers find a code. */
export const SUPPORT = '/paywall/support';

/** Who signs in to it. */
export const EDITOR = { username: 'Anna Lind', password: 'a-password-of-editors' } as const;

const at =
  (path: string, part: string): Scene =>
  async (page, { origin }) => {
    const { username, password } = EDITOR;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    await page.setExtraHTTPHeaders({ authorization });
    await page.goto(origin + CONSOLE + path);
    await page.evaluate(`document.getElementById('${part}').scrollIntoView()`);
  };

/** Pages of the console, for pictures. */
export const CONSOLE_SCENES: Readonly<Record<string, Scene>> = {
  console: at('/', 'period'),
  'console-what-if': at('/what-if?promptAfter=2&blockAfter=5', 'tried'),
};

const DAY = 86_400_000;

/** A newsroom with a console, that invented readers have been to every day of the month so far. */
export async function serveEdited(): Promise<OpenNewsroom> {
  const policy = signedPolicy();
  // Passwords that are worth no attack.
  const passwordCost = { N: 2 };
  const newsroom = await serveNewsroom({ policy, editorPassword: EDITOR.password, passwordCost });
  for (let day = 14; day >= 0; day -= 1) {
    newsroom.setClock(NOON - day * DAY);
    await sendReaders(newsroom.origin, { readers: 16 + ((day * 5) % 11), seed: day });
  }
  return {
    ...newsroom,
    async close() {
      policy.close();
      await newsroom.close();
    },
  };
}
