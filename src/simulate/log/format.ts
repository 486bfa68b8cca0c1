import { isIP } from 'node:net';
import { problem } from '../../options/index.js';

/** What a line says, by the names that its format has for it; in JSON also by those within others, as in `request.uri`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads one line; `null` for one that is of another format. */
export type ReadLine = (line: string) => Fields | null;

interface Part {
  readonly name: string;
  /** What stands between this field and the next. */
  readonly after: string;
}

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/;

/**
 * Reads lines of a format as nginx has it in `log_format`. Each line is gone through once, so that nothing that a visitor sends makes
 * it slow.
 *
 * @param format As in `$remote_addr [$time_local] "$request" $status`.
 * @throws {OptionError} where it names no field, or two with nothing between them.
 */
export function formatReader(format: string, option: string): ReadLine {
  const [before = '', ...rest] = format.split(VARIABLE);
  const parts: Part[] = [];
  for (let at = 0; at < rest.length; at += 3) {
    parts.push({ name: rest[at] ?? rest[at + 1] ?? '', after: rest[at + 2] ?? '' });
  }
  if (parts.length === 0) {
    throw wrongFormat(option, format, 'names no field', 'Give combined, json or what stands in log_format of nginx');
  }
  const glued = parts.findIndex(({ after }, index) => after === '' && index < parts.length - 1);
  if (glued >= 0) {
    const [one, other] = [parts[glued]?.name, parts[glued + 1]?.name];
    throw wrongFormat(option, format, `has nothing between $${one} and $${other}`, 'Log something between them');
  }
  return (line) => {
    if (!line.startsWith(before)) return null;
    const fields: Record<string, string> = Object.create(null);
    let at = before.length;
    for (const { name, after } of parts) {
      const end = after === '' ? line.length : endOf(line, after, at);
      if (end < 0) return null;
      fields[name] = unescaped(line.slice(at, end));
      at = end + after.length;
    }
    return at === line.length ? fields : null;
  };
}

const wrongFormat = (option: string, format: string, what: string, fix: string) =>
  problem('ERR_PAYWALL_OPTION_RANGE', option, format, what, fix);

/** Where a field ends: at a quote, at none that is escaped. */
function endOf(line: string, after: string, from: number): number {
  let end = line.indexOf(after, from);
  while (end >= 0 && after.startsWith('"') && isEscaped(line, end, from)) end = line.indexOf(after, end + 1);
  return end;
}

function isEscaped(line: string, at: number, from: number): boolean {
  let first = at;
  while (first > from && line[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' };

/** Text as it was before nginx or Apache wrote it: `\"`, `\\`, `\n`, and bytes as `\xC3\xA9`. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/((?:\\x[\dA-Fa-f]{2})+)|\\(.)/g, (_all, bytes?: string, character: string = '') =>
    bytes === undefined
      ? (CONTROLS[character] ?? character)
      : Buffer.from(bytes.replaceAll('\\x', ''), 'hex').toString('utf8'),
  );
}

const readCommon = formatReader('$remote_addr $ident $remote_user [$time_local] "$request" $status $bytes', '');
const readCombined = formatReader(
  '$remote_addr $ident $remote_user [$time_local] "$request" $status $bytes "$http_referer" "$http_user_agent"$more',
  '',
);

/**
 * Reads the formats that nginx calls `combined` and Apache `combined`, `common` and `vhost_combined`. What follows the user agent,
 * as in the `main` that nginx is delivered with, is left alone.
 */
export const combined: ReadLine = (line) => {
  const fields = readCombined(line) ?? readCommon(line);
  if (!fields || !/^(?:\d+|-)$/.test(String(fields.bytes)) || !/^(?: |$)/.test(String(fields.more ?? ''))) return null;
  const behindHost = isIP(String(fields.ident)) !== 0;
  return behindHost ? { ...fields, remote_addr: fields.ident } : fields;
};
