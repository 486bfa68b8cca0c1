/** The masthead and the footer. */
export const masthead = `
.masthead { text-align: center; }
.masthead-top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.25rem 1.5rem;
  padding-block: 0.75rem;
  border-bottom: 1px solid var(--rule);
  color: var(--quiet);
  font: 0.8125rem/1.5 var(--plain);
}
.standing { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.25rem; --paywall-font: var(--plain); }
.standing strong { color: var(--ink); overflow-wrap: anywhere; }

.masthead-name {
  margin: clamp(1rem, 3vw, 1.75rem) 0 0;
  font: 700 clamp(2.625rem, 1.6rem + 5.2vw, 5rem)/1 var(--display);
  letter-spacing: -0.025em;
}
.masthead-name a { text-decoration: none; }
.masthead-motto { margin: 0.5rem 0 clamp(1rem, 2.5vw, 1.5rem); color: var(--quiet); font-style: italic; }

.masthead-links {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 1.5rem;
  border-block: 3px double var(--ink);
  font: 600 0.9375rem/1.4 var(--plain);
}
.masthead-links ul { display: flex; flex-wrap: wrap; gap: 0 clamp(1rem, 3vw, 1.75rem); padding: 0; list-style: none; }
.masthead-links a, .masthead-links button { display: block; padding: 0.625rem 0; text-decoration: none; }
.masthead-links a:hover, .masthead-links button:hover { text-decoration: underline; }
.masthead-links [aria-current] { box-shadow: inset 0 -3px var(--accent); }
.masthead-links nav:last-child { font-weight: 400; }
.masthead-links form { margin: 0; }
.masthead-links button { border: 0; color: inherit; background: none; font: inherit; cursor: pointer; }

.masthead-compact .masthead-motto { display: none; }
.masthead-compact .masthead-top { padding-block: 0.25rem; }
.masthead-compact .masthead-name { margin: 0; font-size: clamp(1.75rem, 1.5rem + 1vw, 2.25rem); line-height: 1.4; }
.masthead-compact .masthead-links { border-block-width: 1px; border-block-style: solid; }
.masthead-compact + main { padding-top: clamp(1rem, 3vw, 1.75rem); }
@media (min-width: 60rem) {
  .masthead-compact { display: grid; grid-template-columns: auto 1fr; align-items: center; column-gap: 2.5rem; border-bottom: 1px solid var(--ink); }
  .masthead-compact .masthead-top { grid-column: 1 / -1; }
  .masthead-compact .masthead-links { border: 0; }
}

@media (max-width: 40rem) {
  /* The kicker over the headline leads to the section. */
  .masthead-compact .masthead-date, .masthead-compact nav:first-child { display: none; }
  .masthead-compact .masthead-links a, .masthead-compact .masthead-links button { padding-block: 0.4375rem; }
  .masthead-top, .standing { justify-content: center; }
  .masthead-links { justify-content: center; }
  .masthead-links nav { width: 100%; }
  .masthead:not(.masthead-compact) nav + nav { border-top: 1px solid var(--rule); }
  .masthead-links ul { justify-content: center; }
}

.footer { padding-block: 0 2.5rem; font: 0.875rem/1.6 var(--plain); color: var(--quiet); }
.demo {
  display: grid;
  gap: 0.5rem clamp(1.5rem, 4vw, 3.5rem);
  padding: 1.125rem 1.25rem 1.25rem;
  border: 1px dashed var(--quiet);
}
.demo h2 { font: 600 0.9375rem/1.5 var(--plain); color: var(--ink); }
.demo h2 span {
  display: inline-block;
  margin-inline-end: 0.5rem;
  padding: 0 0.5rem;
  border: 1px solid currentcolor;
  font-size: 0.75rem;
}
.demo time { font-size: inherit; }
@media (min-width: 52rem) {
  .demo { grid-template-columns: 3fr 2fr; }
  .demo h2 { grid-column: 1 / -1; }
}
.colophon { margin-top: 1.5rem; }
`;
