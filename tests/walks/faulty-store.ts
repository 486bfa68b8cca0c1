import { memoryStore, type Store } from '../../src/index.js';
import { localDocuments } from '../../src/policy/local-documents.js';
import type { Fault } from './steps.js';

/** A store under whose calls a fault may be put; never so many in a row that it is left alone. */
export function faultyStore(clock: () => number) {
  const real = memoryStore({ clock });
  let fault: Fault = 'none';
  let inARow = 0;
  let wasDown = false;
  const store: Store = {
    ...real,
    async visit(visit) {
      const now: Fault = inARow < 4 ? fault : 'none';
      inARow = now === 'none' ? 0 : inARow + 1;
      if (now === 'call lost') throw new Error(now);
      const visited = await real.visit(visit);
      if (now === 'reply lost') throw new Error(now);
      return visited;
    },
    async takeBack(key, takeBacks) {
      if (fault !== 'none') throw new Error(fault);
      return real.takeBack(key, takeBacks);
    },
    documents: localDocuments(),
  };
  return {
    store,
    set(next: Fault) {
      fault = next;
      wasDown ||= next !== 'none';
    },
    alwaysUp: () => !wasDown,
  };
}
