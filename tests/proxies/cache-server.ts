/** A cache before a site, as a test runs it. */
export interface CacheServer {
  readonly port: number;
  /** Speaks the PROXY protocol: clients name their own address, as if they had it. */
  readonly addressedPort: number;
  stop(): Promise<void>;
}
