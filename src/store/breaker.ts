/** What becomes of calls: all are made; none is; or one is under way, to find out. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** A circuit breaker around whatever may fail for a while. */
export interface Breaker {
  state(): BreakerState;
  /** Whether a call may be made now: any while closed, one in each span while open. */
  allows(): boolean;
  /** Makes a call that is allowed, and learns from how it ends. */
  execute<T>(call: () => Promise<T>): Promise<T>;
}

/** How a breaker opens and closes. */
export interface BreakerOptions {
  /** It opens after so many failures in a row. */
  readonly failures: number;
  /** Milliseconds that it stays open before each call that probes. Timed by a clock that nobody can set. */
  readonly probeEvery: number;
  /** Told of each time that a probe has closed it. */
  readonly closed: () => void;
}

/** Makes a circuit breaker, closed. */
export function createBreaker({ failures, probeEvery, closed }: BreakerOptions): Breaker {
  let state: BreakerState = 'closed';
  let failedInARow = 0;
  let openedAt = 0;

  function open(): void {
    state = 'open';
    openedAt = performance.now();
  }

  function succeeded(probes: boolean): void {
    failedInARow = 0;
    // What began before the circuit opened says nothing of how things are now.
    if (!probes) return;
    state = 'closed';
    closed();
  }

  function failed(probes: boolean): void {
    failedInARow += 1;
    if (probes || (state === 'closed' && failedInARow >= failures)) open();
  }

  return {
    state: () => state,
    allows: () => state === 'closed' || (state === 'open' && performance.now() - openedAt >= probeEvery),
    async execute(call) {
      const probes = state === 'open';
      if (probes) state = 'half-open';
      try {
        const result = await call();
        succeeded(probes);
        return result;
      } catch (error) {
        failed(probes);
        throw error;
      }
    },
  };
}
