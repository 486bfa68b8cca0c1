/** What a fault suite tells the site under test, as JSON in its environment. */
export interface AppSettings {
  readonly deployment: 'single' | 'sentinel' | 'cluster';
  /** Servers, Sentinels or nodes of the cluster. */
  readonly ports: readonly number[];
  /** The major version of the client. */
  readonly ioredis: 5 | 6;
  /** Milliseconds that a view waits for the store. */
  readonly deadline: number;
}

/** Where the settings are found. */
export const SETTINGS = 'FAULT_APP';

/** The name by which Sentinels know the master. */
export const MASTER = 'paywall';

/** One decision, as the site saw it. Times are milliseconds of `monotonic()`. */
export interface Sample {
  readonly article: string;
  readonly from: number;
  readonly to: number;
  /** How much of it the site's process was at work, with whatever. */
  readonly worked: number;
  /** How much of it the operating system let the process wait for the processor. */
  readonly waited: number;
  readonly degraded: boolean;
  /** The store was asked, or would have been. */
  readonly asked: boolean;
}

/** What the process holds at a moment. */
export interface Footprint {
  /** Bytes, after a collection. */
  readonly heap: number;
  readonly rss: number;
  /** What keeps the process alive, such as sockets, timers and servers, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Listeners on the client and its streams. */
  readonly listeners: number;
  /** Commands that the client holds, in whatever queue. */
  readonly queued: number;
}

/** Asked of the site over the channel to its parent. */
export type Question = 'samples' | 'footprint';

/** What the site tells its parent. */
export type Message =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] }
  | { readonly kind: 'footprint'; readonly footprint: Footprint };

/** Milliseconds of a clock that all processes of a machine share and nobody sets. */
export function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
