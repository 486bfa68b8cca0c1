/** Forms, the reader's own page, and notices. */
export const pages = `
.form-page, .reading, .notice { max-width: 40rem; margin-inline: auto; }
.form { display: grid; gap: 1.25rem; justify-items: start; }
.field { width: 100%; display: grid; gap: 0.25rem; }
.field label { font: 600 1rem/1.5 var(--plain); }
.field-hint { color: var(--quiet); font: 0.875rem/1.5 var(--plain); }
.field-error { color: var(--wrong); font: 600 0.9375rem/1.5 var(--plain); }
.field input, .field textarea {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--quiet);
  border-radius: 2px;
  color: var(--ink);
  background: var(--paper);
  font: 1rem/1.5 var(--plain);
}
.field textarea { font-family: var(--text); font-size: 1.0625rem; resize: vertical; }
.field [aria-invalid] { border: 2px solid var(--wrong); }
.form-otherwise { display: grid; gap: 0.5rem; margin-top: 1.5rem; font: 1rem/1.6 var(--plain); }
.error-summary { margin-bottom: 1.75rem; padding: 1rem 1.25rem; border: 2px solid var(--wrong); font: 1rem/1.5 var(--plain); }
.error-summary h2 { font: 700 1.125rem/1.4 var(--plain); }
.error-summary ul { margin-top: 0.25rem; padding: 0; list-style: none; color: var(--wrong); }
.error-summary a { display: inline-block; padding-block: 0.125rem; }

.reading > h2 { margin-top: 2.25rem; font-size: 1.5rem; }
.reading > h2 + p { text-wrap: pretty; margin-top: 0.375rem; color: var(--quiet); }
.reading-sum { font-size: 1.1875rem; }
.reading-sum time { color: inherit; font: inherit; font-weight: 700; white-space: nowrap; }
.reading-sum + p { margin-top: 1rem; }
.reading-list { margin-top: 1.25rem; padding: 0; list-style: none; border-top: 1px solid var(--rule); }
.reading-list li { padding-block: 0.625rem; border-bottom: 1px solid var(--rule); }
.reading-list .kicker { display: block; }
.reading-list a { display: inline-block; font: 700 1.25rem/1.25 var(--display); text-decoration: none; }
.reading-list a:hover { text-decoration: underline; }
.reading-offer, .reading-support { margin-top: 1.75rem; font: 1rem/1.6 var(--plain); }
.reading-offer + .reading-support { margin-top: .5rem; }

.notice { padding-block: clamp(1.5rem, 6vw, 4rem); text-align: center; }
.notice-code { color: var(--quiet); font: 400 1.25rem/1.5 var(--display); }
.notice h1 { font-size: clamp(2rem, 1.5rem + 2.4vw, 3.125rem); letter-spacing: -0.015em; }
.notice .standfirst { margin-block: 1rem 2rem; font-size: 1.1875rem; }
`;
