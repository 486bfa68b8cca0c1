import type { Outcome } from '../meter/index.js';
import { watched } from './body.js';
import { changed, isResponse, presentFields } from './response.js';

/**
 * Ends a metered view by the page that the site renders. A view that the store may hold is not ended before the first byte of its
 * body is asked for, since until then the reader may go away.
 *
 * @param blockedStatus The status of a wall that the site gives 200.
 */
export async function metered(
  { method, signal }: Request,
  outcome: Outcome,
  blockedStatus: number,
  render: () => unknown,
): Promise<Response> {
  const left = (): void => void outcome.end(null);
  const page = await (outcome.awaited ? rendered(render, signal, left) : ofSite(render));
  const isBlocked = outcome.decision.state === 'blocked';
  const status = isBlocked && page.status === 200 ? blockedStatus : page.status;
  // Another protocol has no fields of ours, and cannot be copied.
  if (status < 200) {
    left();
    return page;
  }
  if (outcome.awaited && signal.aborted) left();
  const fields = outcome.fields(status, presentFields(page));
  const sent = (): void => void outcome.end(status);
  if (method === 'HEAD') drop(page);
  const body = method === 'HEAD' ? null : page.body;
  const mayBeLeft = body !== null && outcome.awaited && outcome.decision.counted && page.ok;
  try {
    const response = changed(page, mayBeLeft ? watched(body, { sent, left }) : body, status, fields);
    if (!mayBeLeft) sent();
    return response;
  } catch (error) {
    // Its body has been read already, for one.
    left();
    throw error;
  }
}

/** The page; nothing where it is thrown, and nothing of use where the reader goes away meanwhile: either takes the view back. */
async function rendered(render: () => unknown, signal: AbortSignal, left: () => void): Promise<Response> {
  signal.addEventListener('abort', left, { once: true });
  try {
    return await ofSite(render);
  } catch (error) {
    left();
    throw error;
  } finally {
    signal.removeEventListener('abort', left);
  }
}

async function ofSite(render: () => unknown): Promise<Response> {
  const page = await render();
  if (isResponse(page)) return page;
  throw new TypeError('the page is no Response');
}

/** A body that nobody will read must not hold what it is read from. */
function drop({ body }: Response): void {
  body?.cancel().catch(() => undefined);
}
