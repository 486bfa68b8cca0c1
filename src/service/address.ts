import type { IncomingHttpHeaders } from 'node:http';

/** The reader's address: the one that the proxy itself has seen is the one it has added last. */
export function addressOf({ 'x-forwarded-for': forwardedFor }: IncomingHttpHeaders): string | undefined {
  if (forwardedFor === undefined) return undefined;
  const all = String(forwardedFor);
  return all.slice(all.lastIndexOf(',') + 1).trim() || undefined;
}
