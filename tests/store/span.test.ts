import { afterEach, expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createPaywall, memoryStore, type Store } from '../../src/index.js';
import { testOptions } from '../support/site.js';

afterEach(() => trace.disable());

function traced() {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  return exporter;
}

const viewOf = (article: string) => ({
  method: 'GET',
  target: '/',
  headers: {},
  article: () => article,
  account: () => ({ id: 'ann', plan: 'limited' }),
});

function paywallOn(store: Store) {
  return createPaywall(
    testOptions({ store, plans: { limited: { promptAfter: 3, blockAfter: 10 } }, onEvent: () => undefined }),
  );
}

test('a call of the store is a span where traces are kept, with nothing of the reader', async () => {
  const exporter = traced();
  await paywallOn(memoryStore()).decide(viewOf('tides'));
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name, kind, status }) => [name, kind, status.code])).toEqual([
    ['paywall.store.visit', SpanKind.CLIENT, SpanStatusCode.UNSET],
  ]);
  expect(spans[0]?.attributes).toEqual({});
  expect(spans[0]?.instrumentationScope.name).toBe('metered-paywall');
});

test('a call that fails is a span that failed', async () => {
  const exporter = traced();
  const down = () => Promise.reject(new Error('down'));
  await paywallOn({ visit: down, takeBack: down }).decide(viewOf('tides'));
  const [span] = exporter.getFinishedSpans();
  expect(span?.status.code).toBe(SpanStatusCode.ERROR);
  expect(span?.events[0]?.attributes).toMatchObject({ 'exception.message': 'down' });
});

test('where nobody traces there is none', async () => {
  const exporter = traced();
  trace.disable();
  expect(await paywallOn(memoryStore()).decide(viewOf('tides'))).toMatchObject({ decision: { degraded: false } });
  expect(exporter.getFinishedSpans()).toEqual([]);
});

test('a provider that fails keeps no view from being decided', async () => {
  const fail = () => {
    throw new Error('no traces today');
  };
  trace.setGlobalTracerProvider({ getTracer: fail });
  expect(await paywallOn(memoryStore()).decide(viewOf('tides'))).toMatchObject({ decision: { reason: 'new-article' } });
});
