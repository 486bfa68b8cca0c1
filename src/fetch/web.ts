/** The web's own request, by whatever types the site compiles with: those of Node, of the DOM, of Deno or of Cloudflare. */
export type WebRequest = typeof globalThis extends { Request: { prototype: infer R extends RequestLike } }
  ? R
  : RequestLike;

/** The web's own response, by whatever types the site compiles with. */
export type WebResponse = typeof globalThis extends { Response: { prototype: infer R } } ? R : object;

/** What is read of a request. */
export interface RequestLike {
  /** Its method. */
  readonly method: string;
  /** The whole address that is asked for. */
  readonly url: string;
  /** Its fields. */
  readonly headers: object;
}
