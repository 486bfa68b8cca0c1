const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The beginning of a text, cut where a word begins in any language, without the space or comma before the cut.
 *
 * @param most The most characters to keep.
 */
export function beginning(text: string, most: number): string {
  const at = words.segment(text).containing(most)?.index ?? text.length;
  let end = at;
  while (end > 0 && /[\s,;:.–—-]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
