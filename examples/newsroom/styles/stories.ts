/** Announcements of articles: the front page, the sections, what to read next. */
export const stories = `
.card { position: relative; }
.card a { display: inline-block; text-decoration: none; }
.card h3 { line-height: 1.2; }
.card a::after { content: ""; position: absolute; inset: 0; }
.card:hover h2 a, .card:hover h3 a { text-decoration: underline; text-decoration-thickness: 2px; }
.card a:focus-visible { outline: none; }
.card:focus-within:has(a:focus-visible) { outline: 3px solid var(--sea); outline-offset: 6px; }
.card-words { display: grid; gap: 0.375rem; }
.card img + .card-words { margin-top: 0.875rem; }

.lead { padding-bottom: clamp(1.75rem, 4vw, 2.75rem); }
.lead h2 { font-size: clamp(2rem, 1.35rem + 2.9vw, 3.5rem); letter-spacing: -0.02em; line-height: 1.05; }
.lead .card-words { gap: 0.875rem; }
.lead .kicker { margin-bottom: -0.5rem; }
.lead .standfirst { font-size: clamp(1.0625rem, 0.98rem + 0.4vw, 1.25rem); }

.columns { display: grid; gap: 2.75rem; }
.column { border-top: 2px solid var(--accent); }
.column-title { margin-bottom: 0.75rem; color: var(--accent); font: 700 1rem/1.5 var(--plain); }
.column-title a { display: inline-block; padding-block: 0.5rem; text-decoration: none; }
.column-title a:hover { text-decoration: underline; }
.column .card + .card { margin-top: 1.125rem; padding-top: 1.125rem; border-top: 1px solid var(--rule); }
.column h3 { font-size: 1.25rem; }
.column .card:nth-of-type(1) h3 { font-size: 1.5rem; }

.locked-stories { margin-top: 2.75rem; padding-top: 0.625rem; border-top: 2px solid var(--ink); }
.locked-stories > h2 { margin-bottom: 0.75rem; font: 700 1rem/1.5 var(--plain); }
.locked-stories .card { max-width: 46rem; }
.locked-stories .locked-mark { display: none; }
.locked-stories h3 { font-size: 1.5rem; }

.section-stories { display: grid; gap: 2.5rem clamp(1.5rem, 3.5vw, 2.75rem); }
.section-stories h2 { font-size: 1.5rem; }
.section-stories { padding-top: 1.5rem; border-top: 2px solid var(--accent); }

.more { max-width: 62rem; margin: 3.5rem auto 0; padding-top: 1.25rem; border-top: 2px solid var(--accent); }
.more > h2 { margin-bottom: 1.25rem; color: var(--accent); font: 700 1rem/1.5 var(--plain); }
.more-stories { display: grid; gap: 1.75rem clamp(1.25rem, 3vw, 2rem); }
.more h3 { font-size: 1.25rem; }

@media (min-width: 44rem) {
  .lead .card { display: grid; grid-template-columns: 7fr 5fr; gap: clamp(1.5rem, 3.5vw, 2.75rem); align-items: center; }
  .lead img + .card-words { margin-top: 0; }
  .locked-stories .card { display: grid; grid-template-columns: 5fr 7fr; gap: clamp(1.25rem, 3vw, 2rem); align-items: center; }
  .locked-stories .card-words { margin-top: 0; }
  .section-stories { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .section-stories .card:first-child {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: 7fr 5fr;
    gap: clamp(1.5rem, 3.5vw, 2.75rem);
    align-items: center;
    padding-bottom: 2.5rem;
    border-bottom: 1px solid var(--rule);
  }
  .section-stories .card:first-child h2 { font-size: clamp(1.75rem, 1.2rem + 2.2vw, 2.75rem); letter-spacing: -0.015em; }
  .section-stories .card:first-child .card-words { margin-top: 0; gap: 0.75rem; }
  .more-stories { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}
@media (min-width: 60rem) {
  .columns { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: clamp(2rem, 3.5vw, 2.75rem); }
}
@media (min-width: 44rem) and (max-width: 59.99rem) {
  .column .card:nth-of-type(1) { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
  .column .card:nth-of-type(1) .card-words { margin-top: 0; align-content: start; }
}
@media (max-width: 43.99rem) {
  .more-stories .card { display: grid; grid-template-columns: 7.5rem 1fr; gap: 1rem; align-items: start; }
  .more-stories .card-words { margin-top: 0; }
}
`;
