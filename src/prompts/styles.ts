/**
 * The style sheet of the prompt and the wall, for the site to serve: in a file of its own, or in a `style` element whose
 * hash its Content-Security-Policy allows.
 *
 * It follows the reader's light or dark setting, both with at least 4.5:1 contrast (WCAG 2.2 AA). Custom properties, set
 * on `:root` or any ancestor, theme it:
 *
 * | property | means | default |
 * |---|---|---|
 * | `--paywall-scheme` | `light` or `dark` pins one of them, for a site that has only one | `light dark` |
 * | `--paywall-accent` | the register button, the rule above, focus | deep red; light rose in the dark |
 * | `--paywall-on-accent` | text on the accent | white; near-black in the dark |
 * | `--paywall-surface` | the ground of the prompt and the wall | warm white; near-black |
 * | `--paywall-ink` | text and links | near-black; warm white |
 * | `--paywall-heading-font` | the headings' family | Georgia and its like |
 *
 * A colour may be `light-dark(…, …)`. All other type comes from the page.
 */
export const promptStyles = `.paywall-prompt,
.paywall-wall {
  --_accent: var(--paywall-accent, #8a1f1f);
  --_on-accent: var(--paywall-on-accent, #fff);
  --_surface: var(--paywall-surface, #faf7f1);
  --_ink: var(--paywall-ink, #1c1a17);
  box-sizing: border-box;
  color-scheme: var(--paywall-scheme, light dark);
  color: var(--_ink);
  background: var(--_surface);
  border: 0 solid var(--_accent);
  border-block-start-width: 3px;
  line-height: 1.5;
  text-align: start;
}
@supports (color: light-dark(#000, #fff)) {
  .paywall-prompt,
  .paywall-wall {
    --_accent: var(--paywall-accent, light-dark(#8a1f1f, #f0b4a6));
    --_on-accent: var(--paywall-on-accent, light-dark(#fff, #221512));
    --_surface: var(--paywall-surface, light-dark(#faf7f1, #24211d));
    --_ink: var(--paywall-ink, light-dark(#1c1a17, #f2ede4));
  }
}
.paywall-prompt {
  position: static;
  inline-size: auto;
  max-inline-size: none;
  max-block-size: none;
  margin: 0 0 1.5em;
  padding: 0.9em 1.15em;
}
.paywall-prompt[open] {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.5em 2em;
}
.paywall-words {
  flex: 1 1 18em;
}
.paywall-wall {
  margin-block: 2em;
  padding: 2em clamp(1.15em, 5%, 2.5em);
}
.paywall-prompt .paywall-title,
.paywall-wall .paywall-title {
  margin: 0;
  color: inherit;
  font-family: var(--paywall-heading-font, Georgia, "Times New Roman", serif);
  font-weight: 700;
  line-height: 1.25;
  text-wrap: balance;
}
.paywall-prompt .paywall-title {
  font-size: 1.15em;
}
.paywall-wall .paywall-title {
  font-size: clamp(1.45em, 1.2em + 1.2vw, 1.9em);
}
.paywall-prompt .paywall-text,
.paywall-wall .paywall-text,
.paywall-wall .paywall-reset {
  max-inline-size: 38em;
  margin: 0;
  text-wrap: pretty;
}
.paywall-prompt .paywall-text {
  margin-block-start: 0.15em;
  font-size: 0.95em;
}
.paywall-wall .paywall-text {
  margin-block: 0.6em 1.25em;
  font-size: 1.05em;
}
.paywall-wall .paywall-reset {
  margin-block-start: 1.25em;
  font-size: 0.9em;
}
.paywall-actions {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.25em 1.25em;
}
.paywall-actions form {
  margin: 0;
}
.paywall-actions a,
.paywall-dismiss {
  display: inline-flex;
  box-sizing: border-box;
  align-items: center;
  min-block-size: 44px;
  padding: 0;
  color: inherit;
  background: none;
  border: 0;
  font: inherit;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
.paywall-actions a.paywall-register {
  padding-inline: 1.25em;
  color: var(--_on-accent);
  background: var(--_accent);
  border: 1px solid transparent;
  border-radius: 2px;
  font-weight: 600;
  text-decoration: none;
}
.paywall-actions a:hover,
.paywall-dismiss:hover {
  text-decoration: underline;
  text-decoration-thickness: 2px;
}
.paywall-actions a:focus-visible,
.paywall-dismiss:focus-visible {
  outline: 3px solid var(--_accent);
  outline-offset: 3px;
}
@media (prefers-reduced-motion: no-preference) {
  .paywall-actions a,
  .paywall-dismiss {
    transition: text-decoration-thickness 0.15s;
  }
}
@media (forced-colors: active) {
  .paywall-prompt,
  .paywall-wall {
    border-width: 1px;
    border-block-start-width: 3px;
  }
}
@media print {
  .paywall-prompt[open],
  .paywall-actions {
    display: none;
  }
}
`;
