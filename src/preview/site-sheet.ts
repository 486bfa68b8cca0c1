import { isRecord, parseUrl } from '../options/index.js';

/** How long a sheet is waited for, in milliseconds. */
const PATIENCE = 10_000;

/** How long a sheet is taken for the newest, in milliseconds: as long as a page full of frames takes to load. */
const FRESH = 2_000;

/** In characters, more than any site's. */
const LONGEST = 5_000_000;

/** The style sheet of the site, or what is wrong with it. */
export type Loaded =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

/** Fetches a sheet, once for all that ask at about the same time. */
export function createLoader(clock: () => number): (url: URL) => Promise<Loaded> {
  let last: { readonly href: string; readonly at: number; readonly loaded: Promise<Loaded> } | undefined;
  return ({ href }) => {
    const now = clock();
    if (last?.href !== href || now - last.at >= FRESH) last = { href, at: now, loaded: loadSheet(href) };
    return last.loaded;
  };
}

/** Fetches a sheet. */
export async function loadSheet(href: string): Promise<Loaded> {
  try {
    const response = await fetch(href, {
      signal: AbortSignal.timeout(PATIENCE),
      headers: { Accept: 'text/css,*/*;q=0.1' },
    });
    const type = response.headers.get('content-type') ?? 'nothing known';
    if (!response.ok) return failed(href, `it answered ${response.status}`);
    if (!/^text\/css\b/i.test(type)) return failed(href, `it is ${type.split(';', 1)[0]}, not text/css`);
    const text = await response.text();
    if (text.length > LONGEST) return failed(href, `it is longer than ${LONGEST} characters`);
    return { text: withWholeUrls(text, response.url || href) };
  } catch (error) {
    return failed(href, reasonOf(error));
  }
}

const failed = (href: string, reason: string): Loaded => ({
  problem: `The style sheet ${href} cannot be shown: ${reason}.`,
});

/** Node's own message is "fetch failed"; why, its cause says. */
function reasonOf(error: unknown): string {
  if (!isRecord(error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer in ${PATIENCE / 1000} seconds`;
  const { code, message } = isRecord(error.cause) ? error.cause : error;
  return String(code ?? message);
}

/** Comments and strings are matched too, so that nothing inside of them is taken for an address; strings only after `@import`. */
const TOKENS =
  /\/\*[\s\S]*?\*\/|(@import\s+)(["'])((?:\\.|(?!\2)[^\\\n])*)\2|(["'])(?:\\[\s\S]|(?!\4)[^\\\n])*\4|\burl\(\s*(?:(["'])((?:\\.|(?!\5)[^\\\n])*)\5|([^\s"'()\\]+))\s*\)/gi;

/** A sheet whose relative addresses go on to mean what they meant where it came from. */
export function withWholeUrls(css: string, base: string): string {
  return css.replace(TOKENS, (token, imports, _quote, imported, _text, _urlQuote, quoted, bare) => {
    if (imported !== undefined) return `${imports}"${whole(imported, base)}"`;
    const url: string | undefined = quoted ?? bare;
    return url === undefined || url.startsWith('#') ? token : `url("${whole(url, base)}")`;
  });
}

/** A web address escapes quotes, and so does this of one that is none. */
function whole(url: string, base: string): string {
  return (parseUrl(url, base)?.href ?? url).replaceAll('"', '%22');
}
