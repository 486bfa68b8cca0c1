import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds wrong with the page as it is now, or cannot tell: all its rules and best practices, each with where. */
export async function findings(page: Page, options: RunOptions = {}): Promise<readonly string[]> {
  // Evaluated from outside the page, the source is not subject to the page's Content-Security-Policy.
  await page.evaluate(axe.source);
  const { violations, incomplete, passes } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  if (passes.length < 10) throw new Error('axe-core found next to nothing to look at');
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
