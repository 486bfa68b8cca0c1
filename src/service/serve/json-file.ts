import { readFileSync } from 'node:fs';
import { OptionError } from '../../options/index.js';

/**
 * What a JSON file holds.
 *
 * @param path Of the file.
 * @param option What names the file, for whoever has to mend it.
 * @throws {OptionError} where it cannot be read, or is no JSON.
 */
export function readJsonFile(path: string, option: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isSyntax = error instanceof SyntaxError;
    const what = isSyntax ? `"${path}" is not JSON (${oneLine(error.message)})` : `"${path}" cannot be read`;
    throw new OptionError(
      'ERR_PAYWALL_OPTION_RANGE',
      option,
      what,
      isSyntax ? 'Mend it' : 'Give the path of a JSON file',
    );
  }
}

/** Node quotes the text around the mistake. */
const oneLine = (message: string): string => message.replace(/\s+/g, ' ');
