/**
 * The URL that a text is; `undefined` for one that is none.
 *
 * In place of `URL.canParse`, which Node 20 gets wrong once it is optimized: it then takes Latin-1 for UTF-8, and calls
 * `https://zürich.example` no URL.
 */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** The web address (http or https) that a text is; `undefined` for any other, such as `javascript:` and `data:`. */
export function parseWebUrl(text: string, base?: string | URL): URL | undefined {
  const url = parseUrl(text, base);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
