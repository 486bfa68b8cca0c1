/** Counts calls between their beginning and their end. */
export interface Unsettled {
  begin(): Era;
  end(era: Era): void;
  count(): number;
}

/** A span of time that calls began in. */
interface Era {
  calls: number;
}

/**
 * Counts the calls not settled yet. A client may drop a call without a word, so each is forgotten after two eras at the
 * latest; otherwise a few dropped at every fault would add up to a count that never falls again.
 *
 * @param era Milliseconds.
 */
export function countUnsettled(era: number): Unsettled {
  let before: Era = { calls: 0 };
  let current: Era = { calls: 0 };
  let began = performance.now();

  function turn(): void {
    const age = performance.now() - began;
    if (age < era) return;
    before = age < 2 * era ? current : { calls: 0 };
    current = { calls: 0 };
    began += age;
  }

  return {
    begin() {
      turn();
      current.calls += 1;
      return current;
    },
    end(era) {
      era.calls -= 1;
    },
    count() {
      turn();
      return before.calls + current.calls;
    },
  };
}
