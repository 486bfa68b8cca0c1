import { callSafely, type Report } from '../events/index.js';
import { outOfRange, wrongType } from '../options/index.js';
import type { EndedView } from './outcome.js';

/** The status of a blocked view, where the site may choose it: 200 or a 4xx. */
export function blockedStatus(value: unknown, option: string): number {
  const wanted = '200, or a whole number from 400 to 499';
  if (typeof value !== 'number') throw wrongType(option, value, wanted);
  if (value === 200 || (Number.isInteger(value) && value >= 400 && value <= 499)) return value;
  throw outOfRange(option, value, wanted);
}

/** Tells the site's own function, if any, of views of a request that have ended. */
export function endedOf<Req>(
  onView: ((view: EndedView, req: Req) => unknown) | undefined,
  report: Report,
): ((req: Req) => (view: EndedView) => void) | undefined {
  return (
    onView &&
    ((req) => (view) =>
      callSafely(
        () => onView(view, req),
        (error) => report('ERR_PAYWALL_ON_VIEW', 'onView() failed', error),
      ))
  );
}
