import type { Settings } from './settings.js';

/**
 * Ends what goes on by itself: waits for the last views to be taken back, sends the figures that are left, and follows the policy no more.
 * Node calls a server closed before it tells of the last reader who left unserved.
 */
export async function endAll({ policy, figures, deadline }: Settings): Promise<void> {
  policy?.close();
  await new Promise((resolve) => setTimeout(resolve, 2 * deadline));
  await figures?.close();
}
