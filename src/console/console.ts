import { createReport, warn } from '../events/index.js';
import { OptionError } from '../options/index.js';
import type { SignedPolicy } from '../policy/signed/index.js';
import type { NodeRequest, NodeResponse } from '../prompts/index.js';
import { CONSOLE_ASSETS } from './assets.js';
import type { Desk, Shown } from './desk.js';
import { CHALLENGE, editorOf } from './editor.js';
import { createFormTokens } from './forgery.js';
import { formatFor } from './format.js';
import { layout, refusal } from './layout.js';
import { type ConsoleOptions, type ConsoleSettings, readConsoleOptions } from './options.js';
import { exportCsv, exportJson, nowJson } from './pages/exports.js';
import { figuresPage } from './pages/figures.js';
import { TOKEN_FIELD } from './pages/forms.js';
import { changePolicy, confirmPage, confirmUndoPage, policyPage, undoPolicy } from './pages/policy.js';
import { answerReader, readerPage } from './pages/reader.js';
import { whatIfPage } from './pages/what-if.js';
import { baseOf, formOf, urlOf } from './request.js';
import type { ConsolePaywall, Steered } from './terms/terms.js';
import { REFUSALS } from './words.js';

/** Answers all that stands below its path: middleware of Express, and a listener of Node's own requests. */
export type ConsoleHandler = (req: NodeRequest, res: NodeResponse) => Promise<void>;

/**
 * The newsroom's console: figures, the policy, answers for single readers, and what other limits would have done. To be given to
 * `app.use('/paywall/console', createConsole(paywall, options))`.
 *
 * @param paywall What `createPaywall` makes; with `figures` and `policy` among its options, or pages say what is missing.
 * @throws {OptionError} for the first option that is unknown, missing or wrong.
 */
export function createConsole<Req extends object = NodeRequest>(
  paywall: ConsolePaywall,
  options: ConsoleOptions<Req>,
): ConsoleHandler {
  const settings = readConsoleOptions<Req>(options, 'createConsole');
  const { editor } = settings;
  const steered = { terms: paywall.terms, figures: paywall.figures, policy: policyOf(paywall) };
  const handler = consoleOf(steered, { ...settings, editor: editor && ((req) => editor(asOfSite<Req>(req))) });
  return (req, res) => handler(req, res, baseOf(req));
}

/** The same, of what is steered: it says where it stands with each request. */
export function consoleOf(steered: Steered, settings: ConsoleSettings) {
  const tokens = createFormTokens(steered.terms.site);
  const report = createReport(warn, settings.clock);

  async function answer(req: NodeRequest, base: string): Promise<Reply> {
    const url = urlOf(req, base);
    const route = url.pathname.replace(/\/+$/, '');
    const asset = CONSOLE_ASSETS.find(({ name }) => route === `/assets/${name}`);
    if (asset) return { status: 200, type: asset.type, body: asset.text, fields: { 'Cache-Control': FOR_EVER } };
    const editor = await editorOf(req, settings, report);
    if (editor === null) return notAdmitted(settings, base);
    const page = ROUTES.get(route);
    if (!page) return html(404, refusal(...REFUSALS.noPage, base));
    const method = req.method === 'HEAD' ? 'GET' : (req.method ?? '');
    const show = method === 'GET' ? page.get : method === 'POST' ? page.post : undefined;
    if (!show) {
      const allow = [page.get && 'GET, HEAD', page.post && 'POST'].filter(Boolean).join(', ');
      return {
        ...html(405, refusal('That is not possible here', `This address takes only ${allow}.`, base)),
        fields: { Allow: allow },
      };
    }
    const form = method === 'POST' ? await formOf(req) : new URLSearchParams();
    if (form === 'too long') return html(413, refusal(...REFUSALS.tooLong, base));
    if (!form || (method === 'POST' && !tokens.isOurs(req, editor, form.get(TOKEN_FIELD)))) {
      return html(403, refusal(...REFUSALS.forged, base));
    }
    const { token, setCookie } = tokens.give(req, editor);
    const desk: Desk = {
      ...{ ...steered, base, editor, token, form, query: url.searchParams, now: settings.clock() },
      format: formatFor(req.headers['accept-language'], steered.terms.timeZone),
      articles: settings.articles,
      article: settings.article,
      supportUrl: settings.supportUrl,
    };
    const reply = replyOf(await show(desk), desk, route);
    return setCookie === undefined ? reply : { ...reply, fields: { ...reply.fields, 'Set-Cookie': setCookie } };
  }

  return async (req: NodeRequest, res: NodeResponse, base: string): Promise<void> => {
    let reply: Reply;
    try {
      reply = await answer(req, base);
    } catch (error) {
      report('ERR_PAYWALL_INTERNAL', 'The console failed', error);
      reply = html(500, refusal(...REFUSALS.failed, base));
    }
    send(req, res, reply);
  };
}

type Show = (desk: Desk) => Promise<Shown>;

const ROUTES: ReadonlyMap<string, { readonly get?: Show; readonly post?: Show }> = new Map<
  string,
  { readonly get?: Show; readonly post?: Show }
>([
  ['', { get: figuresPage }],
  ['/now.json', { get: nowJson }],
  ['/figures.csv', { get: exportCsv }],
  ['/figures.json', { get: exportJson }],
  ['/policy', { get: (desk) => policyPage(desk), post: changePolicy }],
  ['/policy/confirm', { get: confirmPage }],
  ['/policy/undo', { get: confirmUndoPage, post: undoPolicy }],
  ['/reader', { get: (desk) => readerPage(desk), post: answerReader }],
  ['/what-if', { get: whatIfPage }],
]);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly fields?: Readonly<Record<string, string>>;
}

const FOR_EVER = 'public, max-age=31536000, immutable';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const html = (status: number, body: string): Reply => ({ status, type: 'text/html; charset=utf-8', body });

function replyOf(shown: Shown, desk: Desk, route: string): Reply {
  if ('to' in shown) return { status: 303, type: 'text/plain', body: '', fields: { Location: shown.to } };
  if ('content' in shown) return html(shown.status ?? 200, layout(shown, desk, route));
  const { type, body, fileName } = shown;
  const fields = fileName && { 'Content-Disposition': `attachment; filename="${fileName}"` };
  return { status: 200, type, body, ...(fields && { fields }) };
}

function notAdmitted({ isPassword }: ConsoleSettings, base: string): Reply {
  if (!isPassword) return html(403, refusal(...REFUSALS.noEditor, base));
  return { ...html(401, refusal(...REFUSALS.noPassword, base)), fields: { 'WWW-Authenticate': CHALLENGE } };
}

function send({ method }: NodeRequest, res: NodeResponse, { status, type, body, fields }: Reply): void {
  res.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': POLICY,
    // Without a referrer browsers name no origin with a form, which a site before us may ask for.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex',
    ...fields,
  });
  if (method === 'HEAD') res.end();
  else res.end(body);
}

/** A paywall without a policy throws, naming the option. */
function policyOf(paywall: ConsolePaywall): SignedPolicy | undefined {
  try {
    return paywall.policy;
  } catch (error) {
    if (error instanceof OptionError) return undefined;
    throw error;
  }
}

/** Takes a request for what the site's own function says it takes. */
function asOfSite<Req extends object>(req: NodeRequest): NodeRequest & Req {
  if (isOfSite<Req>(req)) return req;
  throw new TypeError('no request was given');
}

function isOfSite<Req extends object>(req: NodeRequest): req is NodeRequest & Req {
  return req !== undefined;
}
