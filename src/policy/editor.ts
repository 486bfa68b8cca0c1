import { outOfRange, text } from '../options/index.js';
import { hasUnseen } from './names.js';

/** Who asks for a change. */
export interface Editor {
  /** Their name, 1 to 100 characters that can be seen: it stands in the log, and so in the store. */
  readonly by: string;
  /**
   * The policy's `version` as they looked: where somebody was quicker it is refused. Default: whatever came in between, they would
   * have it.
   */
  readonly version?: number;
}

const LONGEST_NAME = 100;

/** Who did it, as the log names them. */
export function nameOf(by: unknown, option: string): string {
  const name = text(by, option);
  if (name.length > LONGEST_NAME) throw outOfRange(option, name, `a name of 1 to ${LONGEST_NAME} characters`);
  if (hasUnseen(name)) throw outOfRange(option, name, 'a name without control characters');
  return name;
}
