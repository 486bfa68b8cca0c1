import type { Progress } from './options.js';

/** What is written to while the audit runs. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** On a terminal one line that changes; elsewhere a line for each stage, as suits a log. */
export function showProgress(terminal: Terminal): Progress & { done(): void } {
  const overwrite = (text: string): void => {
    terminal.write(`\r${text.slice(0, (terminal.columns ?? 80) - 1)}\u001b[K`);
  };
  if (terminal.isTTY) {
    return {
      stage: overwrite,
      step: (done, total, title) => overwrite(`${done + 1}/${total}  ${title}`),
      done: () => overwrite(''),
    };
  }
  return {
    stage: (words) => terminal.write(`${words}\n`),
    step: (done, total) => {
      if (done === 0) terminal.write(`Trying ${total} techniques\n`);
    },
    done: () => undefined,
  };
}
