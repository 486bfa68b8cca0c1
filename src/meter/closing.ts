import { after } from '../clock/index.js';
import type { Settings } from './settings.js';

/** Milliseconds in which the last who left unserved are told of, since Node calls a server closed before; more than a `deadline` usually is. */
const MOMENT = 100;

/** Ends what goes on by itself: waits for the last views to be taken back, sends the figures that are left, and follows the policy no more. */
export async function endAll({ policy, figures, deadline }: Settings): Promise<void> {
  policy?.close();
  await new Promise<void>((resolve) => void after(Math.max(MOMENT, deadline), resolve));
  await figures?.close();
}
