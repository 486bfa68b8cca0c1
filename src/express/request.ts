import type { IncomingMessage } from 'node:http';

/** Takes fields out of a request in each form in which Node hands them on, since some adapters read them as they came. */
export function removeFields(req: IncomingMessage, names: readonly string[]): void {
  const present = names.filter((name) => req.headers[name] !== undefined);
  if (present.length === 0) return;
  // Node derives this form from the next one when it is first asked for, which must be before that is any shorter.
  const { headersDistinct } = req;
  removePairs(req.rawHeaders ?? [], present);
  for (const name of present) {
    delete req.headers[name];
    if (headersDistinct) delete headersDistinct[name];
  }
}

function removePairs(rawHeaders: string[], names: readonly string[]): void {
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (names.includes(rawHeaders[at]?.toLowerCase() ?? '')) rawHeaders.splice(at, 2);
  }
}
