import type { NodeRequest } from '../prompts/index.js';
import type { ConsoleSettings } from './options.js';

const LONGEST_NAME = 100;

/** Who asks; `null` for whoever may not. */
export async function editorOf(
  req: NodeRequest,
  { editor, isPassword }: Pick<ConsoleSettings, 'editor' | 'isPassword'>,
): Promise<string | null> {
  const name = editor ? await editor(req) : nameWithPassword(req, isPassword);
  if (typeof name !== 'string') return null;
  const trimmed = name.trim();
  return trimmed === '' || trimmed.length > LONGEST_NAME ? null : trimmed;
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
