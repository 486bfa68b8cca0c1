/** What is used of a span of OpenTelemetry. */
interface Span {
  setStatus(status: { readonly code: number }): unknown;
  recordException(error: unknown): void;
  end(): void;
}

interface Tracer {
  startSpan(name: string, options: { readonly kind: number }): Span;
}

/** Where every copy of `@opentelemetry/api` 1 in a process finds what has been registered with another: nothing need be imported. */
const API = Symbol.for('opentelemetry.js.api.1');

const CLIENT = 2;
const FAILED = 2;

/**
 * Begins a span around a call of the store, where the process has registered a provider of traces; it belongs to whatever span is
 * active. Nothing of a reader is in it.
 *
 * @returns To be called when the call ends: with what it failed with, or with nothing. `undefined` where nobody traces.
 */
export function beginSpan(): ((error?: unknown) => void) | undefined {
  const span = quietly(() => tracer()?.startSpan('paywall.store.visit', { kind: CLIENT }));
  return (
    span &&
    ((error) =>
      quietly(() => {
        if (error !== undefined) {
          span.recordException(error);
          span.setStatus({ code: FAILED });
        }
        span.end();
      }))
  );
}

/** Whoever traces must not keep a view from being decided. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function tracer(): Tracer | undefined {
  const api: unknown = Reflect.get(globalThis, API);
  return hasTraces(api) ? api.trace.getTracer('metered-paywall') : undefined;
}

function hasTraces(api: unknown): api is { readonly trace: { getTracer(name: string): Tracer } } {
  return typeof api === 'object' && api !== null && 'trace' in api;
}
