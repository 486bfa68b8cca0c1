import type { EventEmitter } from 'node:events';
import type { Client } from './client.js';
import type { Footprint } from './protocol.js';

/** What the process holds now. */
export function footprint(client: Client): Footprint {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const emitters = connectionsOf(client);
  return {
    heap: heapUsed,
    rss,
    resources,
    listeners: emitters.reduce((sum, emitter) => sum + listenersOf(emitter), 0),
    queued: emitters.reduce((sum, emitter) => sum + queuedIn(emitter), 0),
  };
}

function connectionsOf(client: Client): EventEmitter[] {
  const nodes: unknown = Reflect.get(client, 'nodes');
  const all: unknown = typeof nodes === 'function' ? Reflect.apply(nodes, client, []) : [];
  return [client, ...(Array.isArray(all) ? all.filter(isEmitter) : [])];
}

function listenersOf(emitter: EventEmitter): number {
  const stream: unknown = Reflect.get(emitter, 'stream');
  const own = emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
  return own + (isEmitter(stream) ? listenersOf(stream) : 0);
}

function isEmitter(value: unknown): value is EventEmitter {
  return typeof value === 'object' && value !== null && 'eventNames' in value;
}

/** ioredis keeps what awaits a reply in one queue and what awaits a connection in another. */
function queuedIn(client: object): number {
  const length = (queue: unknown) =>
    typeof queue === 'object' && queue !== null && 'length' in queue ? Number(queue.length) : 0;
  return length(Reflect.get(client, 'commandQueue')) + length(Reflect.get(client, 'offlineQueue'));
}
