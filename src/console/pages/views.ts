import type { Conversion, FiguresCounts } from '../../figures/index.js';

/** What a reader may meet, and how it is shown. */
export const STATES = [
  { state: 'free', name: 'Article, no prompt', className: 'free' },
  { state: 'register-prompt', name: 'Article and prompt', className: 'prompt' },
  { state: 'blocked', name: 'Wall', className: 'wall' },
] as const;

export type StateName = (typeof STATES)[number]['state'];

export const totalOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** Pages shown in one state, whatever the plan. */
export const viewsIn = ({ plans }: FiguresCounts, state: StateName): number =>
  totalOf(plans.flatMap(({ views }) => views.filter((view) => view.state === state).map(({ count }) => count)));

/** Pages shown for one reason, in one state or in any. */
export const viewsFor = ({ plans }: FiguresCounts, reason: string, state?: StateName): number =>
  totalOf(
    plans
      .flatMap(({ views }) => views)
      .filter((view) => view.reason === reason && (state === undefined || view.state === state))
      .map(({ count }) => count),
  );

/** Conversions of one kind, whatever the plan. */
export const conversionsOf = ({ plans }: FiguresCounts, what: Conversion): number =>
  totalOf(plans.map(({ converted }) => converted[what].total));
