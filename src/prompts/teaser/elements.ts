/** What a teaser keeps of the article's elements. The children of one that is in neither list stay, without it. */
const KEPT = new Set(
  [
    'div section article main header footer hgroup address',
    'h1 h2 h3 h4 h5 h6 p blockquote pre hr ul ol li dl dt dd details summary figure figcaption img',
    'table caption colgroup col thead tbody tfoot tr th td',
    'a abbr b bdi bdo br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr',
  ].flatMap((line) => line.split(' ')),
);

/** Elements left out with everything in them: no prose, or prose that may quote what comes later. */
const DROPPED = new Set(
  [
    'script style template noscript title iframe object embed canvas audio video dialog nav aside',
    'form fieldset label input textarea select option optgroup datalist button output meter progress',
    'noembed noframes xmp plaintext frameset head',
  ].flatMap((line) => line.split(' ')),
);

/** Elements whose start and end part one block of text from the next. */
const PARTING = new Set(
  [
    'div section article main header footer hgroup address',
    'h1 h2 h3 h4 h5 h6 p blockquote pre hr ul ol li dl dt dd details summary figure figcaption',
    'table caption thead tbody tfoot tr',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a teaser keeps the element itself. */
export const isKept = (tag: string): boolean => KEPT.has(tag);

/** Whether a teaser leaves the element out, and all it holds. */
export const isDropped = (tag: string): boolean => DROPPED.has(tag);

/** Whether text before, inside and after the element is in different blocks. */
export const isParting = (tag: string): boolean => PARTING.has(tag);
