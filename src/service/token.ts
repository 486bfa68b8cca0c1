import { type Check, readToken } from '../options/index.js';

/** Whether an `Authorization` field carries what it must. */
export type Admits = (authorization: string | undefined) => boolean;

/** The check of a bearer token (RFC 6750 section 2.1). */
export const readBearer: Check<Admits> = (value, option) => {
  const isToken = readToken(value, option);
  return (authorization) => isToken(/^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]);
};
