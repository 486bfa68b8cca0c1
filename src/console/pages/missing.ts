import { OptionError } from '../../options/index.js';
import type { Desk } from '../desk.js';
import { type Html, html } from '../html.js';
import { refused } from '../words.js';

export const noFigures = (): Html => html`<section><h2>No figures are kept</h2>
<p>This paywall keeps no figures, so nobody knows how many readers are prompted, stopped or register.</p>
<p>The site’s developers can have them kept, with the option <code>figures</code>, as in <code>createPaywall({ figures: redisFigures(redis) })</code>. Readers notice nothing of it, and no figure names a reader.</p></section>`;

export const noPolicy = (): Html => html`<section><h2>Nothing can be changed here</h2>
<p>This paywall has no policy, so only developers can change its limits, and nothing can be done for single readers.</p>
<p>The site’s developers can give it one, with the option <code>policy</code>, as in <code>createPaywall({ policy: signedPolicy() })</code>, or sets <code>POLICY=true</code> for <code>npx metered-paywall serve</code>.</p></section>`;

/** Figures that were asked for wrongly, or cannot be had. */
export const unreadable = (error: unknown, { base }: Pick<Desk, 'base'>): Html =>
  error instanceof OptionError
    ? html`<div class="said problem" role="alert"><p>${refused(error).text}</p></div><p><a href="${base}/">This period</a></p>`
    : html`<div class="said problem" role="alert"><p>The figures cannot be read: the store does not answer. What is counted meanwhile is kept, and added later.</p></div>`;
