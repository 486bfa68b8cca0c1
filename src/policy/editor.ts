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

/** Characters of a name. */
export const LONGEST_EDITOR_NAME = 100;

/** Whether the log can name somebody so. */
export function isEditorName(name: string): boolean {
  return name !== '' && name.length <= LONGEST_EDITOR_NAME && !hasUnseen(name);
}

/** Who did it, as the log names them. */
export function nameOf(by: unknown, option: string): string {
  const name = text(by, option);
  if (isEditorName(name)) return name;
  const isLong = name.length > LONGEST_EDITOR_NAME;
  const wanted = isLong ? `a name of 1 to ${LONGEST_EDITOR_NAME} characters` : 'a name without control characters';
  throw outOfRange(option, name, wanted);
}
