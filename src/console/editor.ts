import type { Report } from '../events/index.js';
import { show } from '../options/index.js';
import { isEditorName, LONGEST_EDITOR_NAME } from '../policy/index.js';
import type { NodeRequest } from '../prompts/index.js';
import type { ConsoleSettings } from './options.js';

/**
 * Who asks; `null` for whoever may not.
 *
 * @param report Told where the site's function names nobody by anything but `null`, so that whoever wrote it finds out why nobody comes in.
 */
export async function editorOf(
  req: NodeRequest,
  { editor, isPassword }: Pick<ConsoleSettings, 'editor' | 'isPassword'>,
  report: Report,
): Promise<string | null> {
  const given: unknown = editor ? await editor(req) : nameWithPassword(req, isPassword);
  const name = typeof given === 'string' ? given.trim() : '';
  if (isEditorName(name)) return name;
  if (editor && given !== null) {
    report(
      'ERR_PAYWALL_EDITOR',
      () =>
        `The console's editor function gave ${typeof given === 'string' ? `text of ${given.length} characters` : show(given)}, so nobody was let in. Give a name of 1 to ${LONGEST_EDITOR_NAME} characters, none of them a control character, or null for whoever is no editor`,
    );
  }
  return null;
}

/** By HTTP Basic, in UTF-8 (RFC 7617 section 2). */
function nameWithPassword({ headers }: NodeRequest, isPassword: ConsoleSettings['isPassword']): string | null {
  const [, given = ''] = /^basic +([\w+/]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  const text = Buffer.from(given, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 && isPassword?.(text.slice(colon + 1)) ? text.slice(0, colon) : null;
}

/** Asks a browser for both. */
export const CHALLENGE = 'Basic realm="Paywall console: your name, and the password", charset="UTF-8"';
