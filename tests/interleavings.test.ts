import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPaywall, memoryStore, type Outcome, type Store } from '../src/index.js';
import { rounds } from './support/rounds.js';
import { NOON, testOptions } from './support/site.js';

// Two processes, one store, one reader whose views overlap, and each of which is shown or comes to nothing.

const LIMITS = { promptAfter: 1, blockAfter: 3 };

interface View {
  readonly process: 0 | 1;
  readonly article: string;
  /** Whether the view is shown in the end. */
  readonly shown: boolean;
  /** Whether the reader sends the newest pass they have; else the first. */
  readonly newest: boolean;
  /** Whether the reply of the store is lost, though it acted. */
  readonly lost?: boolean;
}

/** When a view begins, when it ends, or when some minutes pass. */
type Event = { readonly kind: 'begin' | 'end'; readonly view: number } | { readonly kind: 'wait' };

/** A store that acts, and whose next reply may be lost. */
function forgetful(store: Store): { readonly store: Store; lose(next: boolean): void } {
  let losing = false;
  return {
    store: {
      ...store,
      async visit(visit) {
        const visited = await store.visit(visit);
        if (losing) throw new Error('reply lost');
        return visited;
      },
    },
    lose(next) {
      losing = next;
    },
  };
}

/** Lets what goes on in the background end. */
const idle = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** One reader's views in this order, and what is known of them afterwards. */
async function run(views: readonly View[], events: readonly Event[], account: boolean) {
  let now = NOON;
  const { store, lose } = forgetful(memoryStore({ clock: () => now }));
  const options = () => ({
    ...testOptions({ ...LIMITS, plans: { limited: LIMITS }, store, clock: () => now, onEvent: () => undefined }),
    // Sentences of the decision alone: no view is repeated by the pass.
    recheck: 0,
  });
  const processes = [createPaywall(options()), createPaywall(options())] as const;
  const request = (article: string, cookie: string | undefined) => ({
    method: 'GET',
    target: '/',
    article: () => article,
    account: () => account && { id: 'ann', plan: 'limited' },
    headers: { cookie },
  });

  const passes: string[] = [];
  const keep = (changes: ReturnType<Outcome['end']>) => {
    const pass = changes.cookie?.split(';')[0];
    if (pass !== undefined) passes.push(pass);
  };
  keep((await processes[0].decide(request('first', undefined))).end(200));

  const shown = new Set(['first']);
  const open = new Map<number, Outcome>();
  const overCounted: string[] = [];

  async function happen(event: Event): Promise<void> {
    if (event.kind === 'wait') now += 180_000;
    const view = event.kind === 'wait' ? undefined : views[event.view];
    if (event.kind === 'wait' || !view) return;
    if (event.kind === 'begin') {
      lose(view.lost === true);
      const outcome = await processes[view.process].decide(
        request(view.article, view.newest ? passes.at(-1) : passes[0]),
      );
      lose(false);
      const under = [...open.keys()].map((index) => views[index]?.article ?? '');
      const { state, reason } = outcome.decision;
      const full = new Set([...shown, ...under]).size >= LIMITS.blockAfter;
      if (state === 'blocked' && reason !== 'store-down' && !full) overCounted.push(`${view.article} was blocked`);
      if (state !== 'blocked') open.set(event.view, outcome);
      else outcome.end(200);
    } else {
      const outcome = open.get(event.view);
      open.delete(event.view);
      if (outcome && view.shown) shown.add(view.article);
      if (outcome) keep(outcome.end(view.shown ? 200 : null));
    }
    await idle();
  }

  for (const event of events) await happen(event);

  const readings: number[] = [];
  for (const cookie of passes) {
    const { decision, end } = await processes[1].decide(request('another', cookie));
    readings.push(decision.read);
    end(null);
    await idle();
  }
  return { shown: shown.size, overCounted, readings };
}

/** Every order of beginnings and ends of some views, which begin one after the other. */
function ordersOf(count: number): readonly (readonly Event[])[] {
  const orders: Event[][] = [];
  function go(events: readonly Event[], begun: number, open: readonly number[]): void {
    if (begun === count && open.length === 0) orders.push([...events]);
    if (begun < count) go([...events, { kind: 'begin', view: begun }], begun + 1, [...open, begun]);
    for (const view of open)
      go(
        [...events, { kind: 'end', view }],
        begun,
        open.filter((each) => each !== view),
      );
  }
  go([], 0, []);
  return orders;
}

/** Every set of so many views of two articles in two processes; by symmetry the first is of the first in the first. */
function setsOf(count: number): readonly (readonly View[])[] {
  if (count === 0) return [[]];
  const both = [true, false];
  return setsOf(count - 1).flatMap((before) => {
    const first = before.length === 0;
    const processes = first ? [0 as const] : [0 as const, 1 as const];
    const articles = first ? ['a'] : ['a', 'b'];
    return processes.flatMap((process) =>
      articles.flatMap((article) =>
        both.flatMap((shown) => both.map((newest) => [...before, { process, article, shown, newest }])),
      ),
    );
  });
}

/** That the reader was served no more than the limit, and that no count is more or less than what they were served. */
function expectExact({ shown, overCounted, readings }: Awaited<ReturnType<typeof run>>): void {
  expect({ overCounted, readings: [...new Set(readings)], within: shown <= LIMITS.blockAfter }).toEqual({
    overCounted: [],
    readings: [shown],
    within: true,
  });
}

describe.each([
  ['a reader with a pass', false],
  ['an account', true],
])('views of %s that overlap, in two processes', (_who, account) => {
  test.each([1, 2])('count what was shown and nothing else: every order of %d', async (count) => {
    for (const views of setsOf(count))
      for (const events of ordersOf(count)) expectExact(await run(views, events, account));
  });

  const anyView = fc.record<View>({
    process: fc.constantFrom(0 as const, 1 as const),
    article: fc.constantFrom('a', 'b', 'c', 'd'),
    shown: fc.boolean(),
    newest: fc.boolean(),
  });

  /** Views, and an order in which they begin and end, with minutes that pass now and then. */
  const anyRun = (most: number) =>
    fc.array(anyView, { minLength: 3, maxLength: most }).chain((views) => {
      const moments = views.flatMap((_view, index) => [index, index]);
      return fc.tuple(
        fc.constant(views),
        fc.shuffledSubarray(moments, { minLength: moments.length }),
        fc.array(fc.nat({ max: moments.length }), { maxLength: 2 }),
      );
    });

  function eventsOf(order: readonly number[], waits: readonly number[]): readonly Event[] {
    const begun = new Set<number>();
    return order.flatMap((view, at) => {
      const kind = begun.has(view) ? ('end' as const) : ('begin' as const);
      begun.add(view);
      // Nobody waits while a view is open for longer than a view may be.
      const wait: Event[] = waits.includes(at) && isQuiet(order.slice(0, at)) ? [{ kind: 'wait' }] : [];
      return [...wait, { kind, view }];
    });
  }

  const isQuiet = (order: readonly number[]) =>
    order.every((view) => order.filter((each) => each === view).length === 2);

  test('count what was shown and nothing else: orders of three views and more', async () => {
    const property = fc.asyncProperty(anyRun(6), async ([views, order, waits]) =>
      expectExact(await run(views, eventsOf(order, waits), account)),
    );
    await fc.assert(property, { numRuns: rounds(60, 200) });
  });

  test('never let in more than the limit, nor block before it, though replies are lost', async () => {
    const withLosses = anyRun(6).chain(([views, order, waits]) =>
      fc.tuple(
        fc.array(fc.boolean(), { minLength: views.length, maxLength: views.length }),
        fc.constant(views),
        fc.constant(eventsOf(order, waits)),
      ),
    );
    const property = fc.asyncProperty(withLosses, async ([losses, views, events]) => {
      const lossy = views.map((view, index) => ({ ...view, lost: losses[index] === true }));
      const { overCounted } = await run(lossy, events, account);
      expect(overCounted).toEqual([]);
    });
    await fc.assert(property, { numRuns: rounds(40, 150) });
  });
});

test.each([
  ['a reader with a pass', false],
  ['an account', true],
])('every order of three overlapping views of %s', async (_who, account) => {
  const sets = setsOf(3);
  const every = rounds(163, 41);
  for (const [index, views] of sets.entries())
    if (index % every === 0) for (const events of ordersOf(3)) expectExact(await run(views, events, account));
});
