/**
 * HTML in which no cache finds an order: `<!--#` of SSI and `<esi:` are broken up. For what the site does not write itself, as readers'
 * comments and agencies' texts, on pages that a cache fills in. What the prompts give needs it not.
 */
export function withoutIncludes(html: string): string {
  return html.replace(/<!--(?=#|esi)/gi, '<!-- ').replace(/<(?=\/?esi:)/gi, '&lt;');
}
