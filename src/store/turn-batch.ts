/** What is asked for in one turn of the event loop, to be answered together. */
interface Asked<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/**
 * Asks together what is asked for in one turn of the event loop.
 *
 * @param most Questions asked together at most.
 * @param askAll Gives an answer, or an error, to each question in order.
 */
export function inOneTurn<Q, A>(
  most: number,
  askAll: (questions: readonly Q[]) => Promise<readonly (A | Error)[]>,
): (question: Q) => Promise<A> {
  let waiting: Asked<Q, A>[] = [];

  function flush(): void {
    const asked = waiting;
    waiting = [];
    if (asked.length > 0) void answer(asked);
  }

  async function answer(asked: readonly Asked<Q, A>[]): Promise<void> {
    try {
      const answers = await askAll(asked.map(({ question }) => question));
      for (const [index, { resolve, reject }] of asked.entries()) {
        const given = answers[index] ?? new Error('no answer');
        if (given instanceof Error) reject(given);
        else resolve(given);
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (waiting.length === 1) process.nextTick(flush);
      if (waiting.length >= most) flush();
    });
}
