import type { State } from '../pass/index.js';
import { type Limits, stateOf } from './limits.js';
import { isolated } from './names.js';
import { articles, counted, type SayTime } from './words.js';

/** What there is to say of one reader. */
export interface ReaderFacts {
  readonly read: number;
  readonly limits: Limits;
  readonly granted: number;
  readonly generation: number;
  /** Articles that are open to them. */
  readonly opened: number;
  readonly isFull: boolean;
  readonly prompts: boolean;
  readonly names: readonly string[];
  readonly resetsAt: number;
  /** Until when everything is open; 0 where it is not. */
  readonly openUntil: number;
  readonly storeAnswers: boolean;
  /** Whether the pass is an account's of which nobody gave the id. */
  readonly isOfOtherAccount: boolean;
  /** Whether it is an account of which there is no trace. */
  readonly isUnknownAccount: boolean;
  /** When their code was made; `undefined` without one. */
  readonly madeAt: number | undefined;
  /** What the pass says of the view for which it was signed. */
  readonly last: { readonly state: State; readonly at: number } | null;
  readonly asked: { readonly name: string; readonly isRead: boolean; readonly isOpened: boolean } | undefined;
}

/** What is known of one reader, a sentence each, for whoever answers them. */
export function readerInWords(facts: ReaderFacts, say: SayTime): readonly string[] {
  const { isFull, openUntil, generation, opened, storeAnswers, isOfOtherAccount } = facts;
  if (isFull) return ['Everything is open to this account, and nothing is counted.'];
  return [
    ...(facts.isUnknownAccount
      ? [
          'Nothing is known about this account: it has read nothing that counts this period, or its id is different. Check every letter, capitals too.',
        ]
      : []),
    countInWords(facts),
    `The count starts again on ${say(facts.resetsAt)}.`,
    ...namesInWords(facts),
    ...(facts.last ? [lastInWords(facts, facts.last, say)] : []),
    nextInWords(facts),
    ...askedInWords(facts),
    ...(generation > 0
      ? [`An editor let them start again ${counted(generation, 'once', '# times')} this period.`]
      : []),
    ...(opened > 0 ? [`${counted(opened, '# article was', '# articles were')} opened for them, and not counted.`] : []),
    ...(openUntil > 0 ? [`Every metered article is open to everyone until ${say(openUntil)}.`] : []),
    ...(facts.madeAt === undefined ? [] : [`Their code was made on ${say(facts.madeAt)}.`]),
    ...(storeAnswers
      ? []
      : ['The store did not answer: this is only what their pass says, without what other devices read.']),
    ...(isOfOtherAccount
      ? [
          'The pass belongs to an account, and this is what holds while they are signed out: give the account’s id to see what all its devices read.',
        ]
      : []),
  ];
}

function countInWords({ read, limits: { blockAfter }, granted }: ReaderFacts): string {
  const isMetered = Number.isFinite(blockAfter);
  const count = isMetered ? `${read} of ${articles(blockAfter)}` : articles(read);
  const besides = granted > 0 ? `; ${counted(granted, '# of these was', '# of these were')} granted to them` : '';
  return `They have read ${count} this period${besides}${isMetered ? '' : ', and nothing ever stops them'}.`;
}

function namesInWords({ names, read }: ReaderFacts): readonly string[] {
  if (names.length === 0) return [];
  const others = read - names.length;
  return [
    `Read: ${names.map(isolated).join(', ')}${others > 0 ? `, and ${others} whose names are not known here` : ''}.`,
  ];
}

function lastInWords(
  { read, limits }: ReaderFacts,
  { state, at }: NonNullable<ReaderFacts['last']>,
  say: SayTime,
): string {
  const when = `Their pass was last renewed on ${say(at)}, when`;
  if (state === 'free') return `${when} an article was shown without a prompt.`;
  if (state === 'register-prompt') return `${when} an article was shown with the prompt.`;
  const since = read < limits.blockAfter ? ' Since then they were granted more, or the limit was raised.' : '';
  return `${when} they met the wall: they had read as many as they may, and that article was not one of them.${since}`;
}

function nextInWords({ read, limits, prompts }: ReaderFacts): string {
  const state = stateOf(read, false, limits);
  if (state === 'blocked') return 'A new article shows the wall; those they have read stay open.';
  const left = limits.blockAfter - read;
  const more = Number.isFinite(left) ? `: ${counted(left, 'one more', '# more')} before the wall` : '';
  return `A new article is open${state === 'free' || !prompts ? '' : ', with the prompt'}${more}.`;
}

function askedInWords({ asked, read, limits }: ReaderFacts): readonly string[] {
  if (!asked) return [];
  const { isRead, isOpened } = asked;
  const name = isolated(asked.name);
  if (isOpened) return [`${name} was opened for them: it is shown, and not counted.`];
  if (isRead) return [`They have read ${name}, so it stays open until the period ends.`];
  return [
    stateOf(read, false, limits) === 'blocked'
      ? `They have not read ${name}, so it shows the wall.`
      : `They have not read ${name}: it is open, and will count.`,
  ];
}
