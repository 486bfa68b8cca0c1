import type { Locator, Page } from 'playwright-core';

/** More stops than any page of the newsroom has. */
const MOST_STOPS = 80;

/** Whether an outline shows where the focus is: on the element, or on the card that its link stands for. */
const HAS_OUTLINE = `(() => {
  for (let element = document.activeElement; element; element = element.parentElement) {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return true;
  }
  return false;
})()`;

/**
 * Presses Tab until the element has the focus.
 *
 * @throws Error where no number of presses leads there, or where a reader would not see the focus on the way.
 */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').count()) === 0) continue;
    await checkFocusIsSeen(page);
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`no Tab leads to ${wanted}`);
}

/** Goes to an element by Tab and presses Enter on it. */
export async function enter(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
}

/** Goes to a field by Tab and writes into it. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(text);
}

async function checkFocusIsSeen(page: Page): Promise<void> {
  const focus = page.locator(':focus');
  const box = await focus.boundingBox();
  const screen = page.viewportSize();
  const onScreen =
    box !== null && screen !== null && box.y + box.height > 0 && box.y < screen.height && box.x < screen.width;
  if (onScreen && (await page.evaluate(HAS_OUTLINE))) return;
  throw new Error(`the focus cannot be seen on ${await page.evaluate('document.activeElement.outerHTML')}`);
}
