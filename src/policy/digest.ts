import { createHash } from 'node:crypto';

/** The SHA-1 of a text, as Redis has it (`redis.sha1hex`): it tells texts apart that are signed, and proves nothing. */
export function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
