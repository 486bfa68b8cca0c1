/** What is looked at of an element of parse5. */
interface SeenElement {
  readonly tagName: string;
  readonly attrs: readonly { readonly name: string; readonly value: string }[];
}

const HIDING_STYLE =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0+(?![\d.]))/i;

/** Whether an element says of itself that it is not shown. What a style sheet says is not looked up. */
export function isHidden({ tagName, attrs }: SeenElement): boolean {
  const has = (wanted: string): boolean => attrs.some(({ name }) => name === wanted);
  if (has('hidden') || attrs.some(({ name, value }) => name === 'style' && HIDING_STYLE.test(value))) return true;
  return tagName === 'dialog' && !has('open');
}
