import type { Account } from '../accounts.js';
import { type Html, html } from '../html.js';
import { siteName, subscriptionPrice } from '../site.js';
import type { Page } from './layout.js';

/** Where a reader who has an account makes it a subscriber's. */
export const subscribePage = ({ plan }: Account, next: string): Page => ({
  title: 'Subscribe',
  content: html`<div class="form-page">
<header class="page-head">
<h1>${plan === 'subscriber' ? 'You are a subscriber' : 'Subscribe'}</h1>
<p class="standfirst">${plan === 'subscriber' ? `Every article in ${siteName} is open to you.` : `Every article in ${siteName}, for ${subscriptionPrice}.`}</p>
</header>
${plan === 'subscriber' ? html`<p class="page-button"><a class="button" href="${next}">Read on</a></p>` : form(next)}
</div>`,
});

const form = (next: string): Html => html`<form class="form" method="post" action="/subscribe">
<p>This is a demonstration: it asks for no card, and charges nothing.</p>
<input type="hidden" name="next" value="${next}">
<button type="submit" class="button">Subscribe, ${subscriptionPrice}</button>
</form>`;
