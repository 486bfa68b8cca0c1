import { html } from '../html.js';
import { siteName } from '../site.js';
import type { Page } from './layout.js';

export const supportPage = (): Page => ({
  title: `Support ${siteName}`,
  content: html`<div class="form-page">
<header class="page-head">
<h1>Thank you for the thought</h1>
<p class="standfirst">${siteName} is an invented newspaper and takes no money. Yours, perhaps, is not, and would say here what a contribution pays for.</p>
</header>
<p class="page-button"><a class="button" href="/">Go to the front page</a></p>
</div>`,
});
