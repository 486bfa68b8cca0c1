import type { PolicyChange } from './change.js';
import type { Editor } from './editor.js';
import type { Plan } from './plans.js';
import type { ReaderDesk } from './reader.js';

/** The newsroom's policy of one site, as it stands. */
export interface Policy {
  /** Grows with each change; 0 where nothing was ever turned. Not by one at a time. */
  readonly version: number;
  /** What holds now, of all that can be turned. */
  readonly inForce: PolicyInForce;
  /** What the code says, to which `null` in a change goes back. */
  readonly code: Pick<PolicyInForce, 'promptAfter' | 'blockAfter' | 'plans'>;
  /** What cannot be turned here, a sentence each. */
  readonly fixed: readonly string[];
  /** Who did what in this period, the newest first. */
  readonly log: readonly PolicyLogLine[];
  /** How many readers were given something in this period; 1,000 at most. */
  readonly readers: number;
  /** When the store last told or confirmed it; `null` before the first time. */
  readonly confirmedAt: Date | null;
}

/** What holds for readers. */
export interface PolicyInForce {
  /** Articles read before the prompt appears, of readers without an account; `Infinity` for never. */
  readonly promptAfter: number;
  /** Articles read before the wall appears, of readers without an account; `Infinity` for never. */
  readonly blockAfter: number;
  /** By name; `null` where the code names none, and every account reads everything. */
  readonly plans: Readonly<Record<string, Plan>> | null;
  /** Whether readers are prompted. */
  readonly prompts: boolean;
  /** Until when every metered article is open to everyone; `null` where none is. */
  readonly openUntil: Date | null;
}

/** One line of the log. */
export interface PolicyLogLine {
  /** Of the policy that it made; names the line, for `undo`. */
  readonly version: number;
  /** When. */
  readonly at: Date;
  /** Who, as they were named. */
  readonly by: string;
  /** What was done, as in `changed “Wall after” from 10 to 5, for readers without an account`. */
  readonly words: string;
  /** The reader it was done for, by their id in the store, as `explain` tells it; `null` for none, or one who was forgotten. */
  readonly reader: string | null;
  /** Whether it can be undone: what was turned, or granted to a reader, and has not been again since. */
  readonly canBeUndone: boolean;
}

/**
 * What a newsroom can turn while the process runs, kept in the paywall's store as one document that the site's keys sign. To be given
 * to one paywall, as its `policy`.
 */
export interface SignedPolicy {
  /** The policy as this process knows it, without asking the store: for pages that say what holds. */
  readonly known: Policy;
  /** The policy as it stands, after asking the store; the last one known where that is out of reach. */
  read(): Promise<Policy>;
  /**
   * What a change would do to readers in the middle of their period, a sentence each.
   *
   * @throws {OptionError} for a change that cannot be.
   */
  explain(change: PolicyChange): readonly string[];
  /**
   * Turns what is named. Every process follows within five seconds.
   *
   * @throws {OptionError} for a change that cannot be, naming the value and the fix.
   * @throws {PolicyError} where it could not be saved.
   */
  change(change: PolicyChange, editor: Editor): Promise<Policy>;
  /**
   * What it would do to readers to turn back what a line of the log turned, or to take back what it granted, a sentence each.
   *
   * @throws {PolicyError} where it has been turned again since, or something else was granted.
   */
  explainUndo(line: number): readonly string[];
  /**
   * Turns back what a line of the log turned, or takes back what it granted to a reader: that is gone unless they have come back since,
   * for then their pass has it and keeps it until the period ends.
   *
   * @param line The line's `version`.
   * @throws {PolicyError} where it has been turned again since, or something else was granted, or it could not be saved.
   */
  undo(line: number, editor: Editor): Promise<Policy>;
  /** What can be said of single readers, and done for them. */
  readonly readers: ReaderDesk;
  /**
   * Asks the store no more by itself; `paywall.close()` calls it.
   *
   * @hidden
   */
  close(): void;
}
