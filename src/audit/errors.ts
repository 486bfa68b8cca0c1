/** The audit could not be run, or its result could not be trusted. The message says why, and what to do about it. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

/** One request had no answer. The message says why, in words. */
export class SiteSilent extends Error {
  override readonly name = 'SiteSilent';
}

/** All requests that an audit may send have been sent. */
export class Spent extends Error {
  override readonly name = 'Spent';
}

/** A new reader can no longer be brought to the wall, so what comes after cannot be tried. */
export class NoWall extends Error {
  override readonly name = 'NoWall';
}
