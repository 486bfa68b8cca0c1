import { randomBytes } from 'node:crypto';
import { parseWebUrl } from '../options/index.js';
import {
  type AssetFile,
  escapeHtml,
  type NodeRequest,
  type NodeResponse,
  type PromptWriter,
  promptsOf,
} from '../prompts/index.js';
import { galleryScript, galleryStyles, pageStyles, schemeScript } from './assets.js';
import { ALL, type Case, casesOf, choiceOf, DIMENSIONS } from './cases.js';
import { gallery } from './gallery.js';
import { type PreviewOptions, type PreviewSettings, readPreviewOptions } from './options.js';
import { casePage } from './page.js';
import { createLoader, type Loaded } from './site-sheet.js';

export type { PreviewOptions } from './options.js';

/**
 * Answers below its path; anything else goes on to `next`, or is answered by a page that says where a link leads. It is a listener of
 * Node's own requests, and middleware of Express where it is given to `app.use` without a path.
 */
export interface Preview {
  (req: NodeRequest, res: NodeResponse, next?: () => void): void;
  /**
   * Shows other options from now on, and has pages that are open load themselves anew.
   *
   * @throws {OptionError} as `createPreview` does; what was shown before then stays.
   */
  update(options: PreviewOptions): void;
  /** Says on its pages what is wrong, until the next `update`. */
  report(problem: string): void;
}

/**
 * All that readers meet, for those who write it: every moment, plan, language, placement and scheme side by side, each at an
 * address of its own. Not for production: whoever can open it sees it.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function createPreview(options: PreviewOptions): Preview {
  let shown = showing(readPreviewOptions(options));
  let problems: readonly string[] = [];
  const load = createLoader(() => performance.now());

  const sheetOf = async ({ css }: PreviewSettings): Promise<Loaded | undefined> => {
    if (css?.kind === 'url') return load(css.url);
    return css?.kind === 'text' ? { text: css.text } : undefined;
  };

  async function answer(url: URL, route: string, method: string | undefined): Promise<Reply> {
    const { settings, version, prompts } = shown;
    if (route === '/assets/dismiss' && method === 'POST') return dismissed(url.searchParams.get('to'), settings);
    if (method !== 'GET' && method !== 'HEAD') return { ...plain(405, 'Ask by GET.'), fields: { Allow: 'GET, HEAD' } };
    if (route === '/version') return plain(200, version);
    const asset = assetsOf(prompts.inline).find(({ name }) => route === `/assets/${name}`);
    if (asset) return { status: 200, type: asset.type, body: asset.text, fields: { 'Cache-Control': FOR_EVER } };
    if (route !== '' && route !== '/page' && route !== '/site.css') return plain(404, 'There is no such page here.');

    const sheet = await sheetOf(settings);
    if (route === '/site.css') {
      if (!sheet) return plain(404, 'There is no style sheet.');
      return sheet.text === undefined ? plain(502, sheet.problem) : { status: 200, type: CSS, body: sheet.text };
    }
    const choice = choiceOf(url.searchParams, settings);
    if (!choice) return plain(404, 'There is no such case.');
    if (route === '') {
      const said = sheet?.problem === undefined ? problems : [...problems, sheet.problem];
      return html(gallery(choice, { version, problems: said }, settings), GALLERY_POLICY);
    }
    const isOne = DIMENSIONS.every((dimension) => dimension === 'width' || choice[dimension] !== ALL);
    const [wanted] = isOne ? casesOf(choice, settings) : [];
    if (!wanted) return plain(404, 'There is no such case.');
    return html(
      casePage(wanted, prompts[wanted.placement], addressOfSheet(settings, sheet), settings),
      pagePolicy(settings),
    );
  }

  const listener = (req: NodeRequest, res: NodeResponse, next?: () => void): void => {
    const { path } = shown.settings;
    const url = new URL(`${HERE}${/^\/(?!\/)/.test(req.url ?? '') ? req.url : '/'}`);
    if (url.pathname === path || url.pathname.startsWith(`${path}/`)) {
      const route = url.pathname.slice(path.length).replace(/^\/$/, '');
      // What may fail is the site's own: a message of its copy.
      const failed = (error: unknown): Reply => plain(500, `This cannot be shown: ${String(error)}`);
      void answer(url, route, req.method)
        .catch(failed)
        .then((reply) => send(req, res, reply));
    } else if (next) next();
    else send(req, res, elsewhere(url, path));
  };
  return Object.assign(listener, {
    update(next: PreviewOptions): void {
      shown = showing(readPreviewOptions(next));
      problems = [];
    },
    report(problem: string): void {
      shown = showing(shown.settings);
      problems = [problem];
    },
  });
}

/** What is shown until something changes. */
interface Showing {
  readonly settings: PreviewSettings;
  readonly version: string;
  readonly prompts: Readonly<Record<Case['placement'], PromptWriter>>;
}

function showing(settings: PreviewSettings): Showing {
  const assetsPath = `${settings.path}/assets`;
  const placed = (placement: Case['placement']) => promptsOf({ ...settings.prompts, placement, assetsPath });
  const version = randomBytes(6).toString('hex');
  return { settings, version, prompts: { inline: placed('inline'), dock: placed('dock') } };
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const HERE = 'http://host.invalid';

const CSS = 'text/css; charset=utf-8';
const FOR_EVER = 'public, max-age=31536000, immutable';

const assetsOf = ({ assets }: PromptWriter): readonly AssetFile[] => [
  galleryStyles,
  galleryScript,
  pageStyles,
  schemeScript,
  assets.styles,
];

function addressOfSheet({ css, path }: PreviewSettings, sheet: Loaded | undefined): string | undefined {
  if (css?.kind === 'path') return css.path;
  return sheet?.text === undefined ? undefined : `${path}/site.css`;
}

const GALLERY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A site's style sheet may bring fonts, pictures and further sheets with it, from where it comes and from elsewhere. */
function pagePolicy({ css }: PreviewSettings): string {
  const from = css === undefined ? "'self'" : `'self' https:${css.kind === 'url' ? ` ${css.url.origin}` : ''}`;
  return `default-src 'none'; script-src 'self'; style-src ${from}; font-src ${from} data:; img-src ${from} data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`;
}

const html = (body: string, policy: string): Reply => ({
  ...{ status: 200, type: 'text/html; charset=utf-8', body },
  fields: { 'Content-Security-Policy': policy },
});

const plain = (status: number, body: string): Reply => ({ status, type: 'text/plain; charset=utf-8', body });

/** A prompt that is dismissed in the preview is hidden by the address, and by no cookie: the site's own pages go on showing it. */
function dismissed(back: string | null, { path }: PreviewSettings): Reply {
  const url = back === null ? undefined : parseWebUrl(back, HERE);
  if (url?.origin !== HERE || url.pathname !== `${path}/page`) return plain(400, 'There is no such case.');
  return { ...plain(303, ''), fields: { Location: `${url.pathname}${url.search}#paywall-prompt` } };
}

function elsewhere({ pathname, search }: URL, path: string): Reply {
  if (pathname === '/') return { ...plain(307, ''), fields: { Location: path } };
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A page of the site</title><main><h1>A page of the site</h1><p>This link leads to ${escapeHtml(pathname + search)} there.</p><p><a href="${path}">Back to the preview</a></p></main></html>`;
  return { ...html(body, "default-src 'none'"), status: 404 };
}

function send({ method }: NodeRequest, res: NodeResponse, { status, type, body, fields }: Reply): void {
  const common = {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
  };
  res.writeHead(status, { ...common, 'Content-Length': Buffer.byteLength(body), ...fields });
  if (method === 'HEAD') res.end();
  else res.end(body);
}
