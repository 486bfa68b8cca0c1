import type { AddressInfo } from 'node:net';
import type { Settings } from './environment.js';

/**
 * What whoever starts the newsroom is told, a line each.
 *
 * @param address Where it listens: a port, or a pipe, of which it cannot know by what address a proxy hands on to it.
 * @param place Where it counts.
 */
export function greeting(
  address: AddressInfo | string | null,
  place: string,
  { newSecret, newPassword, editorPassword }: Pick<Settings, 'newSecret' | 'newPassword' | 'editorPassword'>,
): readonly string[] {
  const isPipe = typeof address === 'string';
  const origin = isPipe ? '' : `http://localhost:${address?.port}`;
  return [
    isPipe ? `The newsroom listens on the pipe ${address}` : `The newsroom is open at ${origin}`,
    `What readers have read is counted in ${place}.`,
    ...(newPassword
      ? [
          `Editors go to ${origin}/paywall/console${isPipe ? ' at the address of whatever hands on to the pipe' : ''}: any name, and the password ${editorPassword}`,
        ]
      : []),
    ...(newSecret
      ? [
          'Passes are signed with a secret made just now: after a restart everyone starts afresh.',
          'Set PAYWALL_SECRET (32 characters or more) to keep them.',
        ]
      : []),
  ];
}
