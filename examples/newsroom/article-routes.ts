import { type Request, type Response, Router } from 'express';
import type { Decision, Paywall } from 'metered-paywall';
import type { Account } from './accounts.js';
import { type Article, articleBySlug } from './articles/index.js';
import { type Comments, LONGEST_COMMENT } from './comments.js';
import { withNext } from './next.js';
import { articlePage } from './pages/article.js';
import type { CommentForm } from './pages/comments.js';
import type { Edition, Page, Reader } from './pages/layout.js';
import { articleUrl } from './pages/stories.js';

interface ArticleRoutesOptions {
  readonly paywall: Paywall;
  readonly comments: Comments;
  readonly edition: Edition;
  readonly accountOf: (req: Request) => Account | null;
  readonly send: (req: Request, res: Response, page: Page, reader: Reader) => void;
}

/** An article and its comments: all that stands behind the meter. */
export function articleRoutes({ paywall, comments, edition, accountOf, send }: ArticleRoutesOptions): Router {
  const router = Router();
  // An address without an article is not metered, and goes on to the 404.
  const meter = paywall.meter({ article: (req) => articleOf(req)?.slug ?? null });

  const show = (req: Request, res: Response, article: Article, commentForm: CommentForm): void => {
    const account = accountOf(req);
    const page = articlePage({
      article,
      edition,
      cookie: req.headers.cookie,
      decision: req.paywall,
      comments: comments.of(article.slug),
      commentForm: account && commentForm,
    });
    send(req, res, page, account ? { name: account.name } : { meter: meterAfter(req.paywall) });
  };

  router.get('/news/:slug', meter, (req, res, next) => {
    const article = articleOf(req);
    if (article) show(req, res, article, { text: '' });
    else next();
  });

  // The meter counts no POST; it stands here since the article is shown again where the comment was at fault.
  router.post('/news/:slug/comments', meter, (req, res, next) => {
    const article = articleOf(req);
    const account = accountOf(req);
    if (!article) return next();
    if (!account) return res.redirect(303, withNext('/sign-in', `${articleUrl(article)}#comments`));

    const text = commentText(req.body?.comment);
    const error = commentError(text);
    if (error !== undefined) return show(req, res.status(422), article, { text, error });
    comments.add(article.slug, account.name, text);
    res.redirect(303, `${articleUrl(article)}#comments`);
  });

  return router;
}

const articleOf = (req: Request): Article | undefined => articleBySlug(String(req.params.slug));

/** The decision tells what was read before this view; the masthead shows this view with them. */
const meterAfter = ({ limit, left, resetsAt }: Decision) => ({ read: limit - left, limit, resetsAt });

/** A browser sends line breaks as two characters, and counts them as one. */
const commentText = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';

function commentError(text: string): string | undefined {
  if (text === '') return 'Write a comment before you post it';
  return text.length > LONGEST_COMMENT ? `Keep the comment to ${LONGEST_COMMENT} characters` : undefined;
}
