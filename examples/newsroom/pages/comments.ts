import type { Article } from '../articles/index.js';
import { type Comment, LONGEST_COMMENT } from '../comments.js';
import { type Html, html } from '../html.js';
import { withNext } from '../next.js';
import { counted, dateAndTime } from '../site.js';
import type { Edition } from './layout.js';
import { articleUrl } from './stories.js';

/** The comment form as it was sent back to a registered reader. */
export interface CommentForm {
  readonly text: string;
  readonly error?: string;
}

interface CommentsView {
  readonly article: Article;
  readonly edition: Edition;
  readonly comments: readonly Comment[];
  /** `null` for those who may not comment. */
  readonly commentForm: CommentForm | null;
}

export function commentSection({ article, edition, comments, commentForm }: CommentsView): Html {
  return html`<section class="comments" id="comments" aria-labelledby="comments-title">
<h2 id="comments-title">${comments.length === 0 ? 'Comments' : counted(comments.length, 'comment')}</h2>
${comments.length > 0 && html`<ol>${comments.map((comment) => shown(comment, edition))}</ol>`}
${commentForm ? form(article, commentForm) : invitation(article)}
</section>`;
}

function shown({ author, text, at }: Comment, { timeZone }: Edition): Html {
  return html`<li>
<p class="comment-author"><strong>${author}</strong> <time datetime="${at.toISOString()}">${dateAndTime(at, timeZone)}</time></p>
<p class="comment-text">${text}</p>
</li>`;
}

function form(article: Article, { text, error }: CommentForm): Html {
  return html`<form class="form" method="post" action="${articleUrl(article)}/comments#comment-form" id="comment-form" novalidate>
<div class="field">
<label for="comment">Your comment</label>
${error !== undefined && html`<p class="field-error" id="comment-error" role="alert">${error}</p>`}
<textarea id="comment" name="comment" rows="4" maxlength="${LONGEST_COMMENT}" required${error !== undefined && html` aria-invalid="true" aria-describedby="comment-error" autofocus`}>
${text}</textarea>
</div>
<button type="submit" class="button">Post comment</button>
</form>`;
}

function invitation(article: Article): Html {
  const back = `${articleUrl(article)}#comments`;
  return html`<p class="comments-invitation">Comments are open to registered readers. <a href="${withNext('/register', back)}">Register</a> or <a href="${withNext('/sign-in', back)}">sign in</a> to join in.</p>`;
}
