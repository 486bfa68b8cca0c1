import { type Request, type Response, Router } from 'express';
import type { Paywall } from 'metered-paywall';
import type { Account } from './accounts.js';
import { type Article, articleBySlug } from './articles/index.js';
import { type Comments, LONGEST_COMMENT } from './comments.js';
import { counted } from './counted.js';
import { withNext } from './next.js';
import { articlePage } from './pages/article.js';
import type { Edition, Page, Reader } from './pages/layout.js';
import { articleUrl } from './pages/stories.js';
import type { ReadingOrder } from './reading-order.js';
import type { Sessions } from './sessions.js';

interface ArticleRoutesOptions {
  readonly paywall: Paywall;
  readonly comments: Comments;
  readonly edition: Edition;
  readonly accountOf: (req: Request) => Account | null;
  readonly sessions: Sessions;
  readonly order: ReadingOrder;
  readonly send: (req: Request, res: Response, page: Page, reader: Reader) => void;
}

/** An article and its comments: all that stands behind the meter. */
export function articleRoutes(options: ArticleRoutesOptions): Router {
  const { paywall, comments, edition, accountOf, sessions, order, send } = options;
  const router = Router();

  const meter = paywall.meter({
    article(req) {
      const article = articleOf(req);
      // An address without an article is not metered, and goes on to the 404.
      return article ? counted(article) : null;
    },
  });

  router.get('/news/:slug', meter, async (req, res, next) => {
    const article = articleOf(req);
    if (!article) return next();
    const decision = req.paywall;
    if (decision.counted) order.add(req, res, article.id, decision.resetsAt);
    const account = accountOf(req);
    // A locked article has no numbers, and its reader may have articles left all the same.
    const standing = decision.reason === 'locked' ? await paywall.reading(req) : decision;
    const { message, comment } = sessions.take(req);
    const sentBack = comment?.article === article.id ? comment : { text: '' };
    const page = articlePage({
      article,
      edition,
      cookie: req.headers.cookie,
      decision,
      canReadOthers: standing.left > 0,
      comments: comments.of(article.slug),
      commentForm: account && sentBack,
    });
    send(req, res, page, { account, standing, message });
  });

  // It never shows the article, so that it needs no meter: a comment at fault is sent back by way of the article's own page.
  router.post('/news/:slug/comments', async (req, res, next) => {
    const article = articleOf(req);
    const account = accountOf(req);
    if (!article) return next();
    if (!account) return res.redirect(303, withNext('/sign-in', `${articleUrl(article)}#comments`));

    const text = commentText(req.body?.comment);
    const error = commentError(text);
    const reading = await paywall.reading(req);
    // Who met the wall has not read what they would comment on.
    const canComment = reading.limit === Number.POSITIVE_INFINITY || reading.has(article.id);
    if (canComment && error === undefined) comments.add(article.slug, account.name, text);
    if (canComment && error !== undefined) sessions.leave(req, { comment: { article: article.id, text, error } });
    res.redirect(303, `${articleUrl(article)}${canComment ? fragment(error) : ''}`);
  });

  return router;
}

const articleOf = (req: Request): Article | undefined => articleBySlug(String(req.params.slug));

const fragment = (error: string | undefined): string => (error === undefined ? '#comments' : '#comment-form');

/** A browser sends line breaks as two characters, and counts them as one. */
const commentText = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';

function commentError(text: string): string | undefined {
  if (text === '') return 'Write a comment before you post it';
  return text.length > LONGEST_COMMENT ? `Keep the comment to ${LONGEST_COMMENT} characters` : undefined;
}
