import express from 'express';
import type { PromptDecision, Prompts } from '../../src/prompts.js';
import { type Listening, listen } from '../support/listen.js';

/** A site whose one page has an article, all that the paywall says, and whatever style sheet the site has. */
export interface PromptPage {
  readonly prompts: Prompts;
  readonly decision: PromptDecision;
  readonly locale?: string;
  /** The site's own style sheet, loaded before ours. */
  readonly before?: string;
  /** The site's own style sheet, loaded after ours. */
  readonly after?: string;
  /** Whether the page loads our style sheet and script. Default: `true`. */
  readonly head?: boolean;
  readonly commentsWaiting?: number;
  /** Whether the site hands over the request's cookies. Default: `true`. */
  readonly readsCookies?: boolean;
}

/** As strict as a site can be: nothing inline, nothing foreign. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'";

const PLAIN = `body{margin:0;color:CanvasText;background:Canvas;font:16px/1.6 "DejaVu Serif",serif}main{box-sizing:border-box;max-width:672px;margin:0 auto;padding:0 16px}`;

/** Serves a page under each path. */
export function servePromptPages(pages: Readonly<Record<string, PromptPage>>): Promise<Listening> {
  const app = express();
  app.disable('etag');
  for (const [path, page] of Object.entries(pages)) {
    app.use('/paywall', page.prompts.assets);
    const sheet =
      (css = '') =>
      (_req: express.Request, res: express.Response) =>
        res.type('css').send(css);
    app.get(`/${path}/before.css`, sheet(PLAIN + (page.before ?? '')));
    app.get(`/${path}/after.css`, sheet(page.after));
    app.get(`/${path}`, (req, res) => {
      res.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      res.send(render(path, page, req.headers.cookie));
    });
  }
  return listen(app);
}

function render(path: string, page: PromptPage, cookie: string | undefined): string {
  const { prompts, decision, locale, commentsWaiting, head = true, readsCookies = true } = page;
  const notice = prompts.notice(decision, {
    locale,
    commentsWaiting,
    pageUrl: `/${path}`,
    ...(readsCookies && { cookie }),
  });
  const isDock = notice.includes('paywall-dock');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>News</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/${path}/before.css">
${head ? prompts.head : ''}<link rel="stylesheet" href="/${path}/after.css"></head>
<body id="page"><main id="content" class="site-main"><article class="entry-content post" id="post">
${prompts.meter(decision, { locale })}<h1>The tide tables of a small harbour</h1>
${isDock ? '' : notice}${PARAGRAPHS}
${prompts.appeal(decision, { locale })}${isDock ? notice : ''}</article></main></body></html>`;
}

const PARAGRAPHS = Array.from(
  { length: 12 },
  (_, nth) =>
    `<p class="text">Paragraph ${nth + 1}. Twice a day the harbour empties, and twice a day somebody writes down <a href="#p${nth}">the hour and the height</a> in a book that was begun before anyone now alive was born.</p>`,
).join('\n');
