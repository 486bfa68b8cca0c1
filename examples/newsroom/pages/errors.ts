import { html } from '../html.js';
import type { Page } from './layout.js';

export const notFoundPage = (): Page => ({
  title: 'Page not found',
  content: html`<div class="notice">
<p class="notice-code">404</p>
<h1>This page has gone out with the tide</h1>
<p class="standfirst">There is nothing at this address: it may have moved, or there may be a slip in the link. It did not count as an article.</p>
<p><a class="button" href="/">Go to the front page</a></p>
</div>`,
});

export const badRequestPage = (): Page => ({
  title: 'Request not understood',
  content: html`<div class="notice">
<p class="notice-code">400</p>
<h1>We could not make that out</h1>
<p class="standfirst">The address or the form that reached us was not whole. Please go back and try once more.</p>
<p><a class="button" href="/">Go to the front page</a></p>
</div>`,
});

export const failurePage = (): Page => ({
  title: 'Something went wrong',
  content: html`<div class="notice">
<p class="notice-code">500</p>
<h1>The presses have jammed</h1>
<p class="standfirst">Something went wrong on our side, and we have made a note of it. Please try again in a little while. It did not count as an article.</p>
<p><a class="button" href="/">Go to the front page</a></p>
</div>`,
});
