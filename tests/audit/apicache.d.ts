declare module 'apicache' {
  import type { Request, RequestHandler, Response } from 'express';

  interface Options {
    /** More of the key that a page is kept by than its address. */
    readonly appendKey?: (req: Request, res: Response) => string;
  }

  interface Cache {
    newInstance(options?: Options): Cache;
    middleware(duration: string): RequestHandler;
    /** Forgets every page, and the timers by which they end. */
    clear(): void;
  }

  const cache: Cache;
  export default cache;
}
