/** Colours, type and the things that every page has. */
export const base = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8;
  --ink: #1a1816;
  --quiet: #5a554e;
  --rule: #dcd7cd;
  --tint: #f1eee7;
  --sea: #0f4c5c;
  --on-sea: #fff;
  --wrong: #a32414;
  --accent: var(--sea);
  --display: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Georgia, "Times New Roman", serif;
  --text: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Times New Roman", serif;
  --plain: "Avenir Next", Avenir, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  --gutter: clamp(1.125rem, 4vw, 2.5rem);
  --paywall-accent: var(--sea);
  --paywall-on-accent: var(--on-sea);
  --paywall-surface: var(--tint);
  --paywall-ink: var(--ink);
  --paywall-heading-font: var(--display);
}
.in-science { --accent: #0f5f5c; }
.in-cities { --accent: #a03b22; }
.in-culture { --accent: #74386a; }

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b;
    --ink: #ebe6dc;
    --quiet: #aaa59b;
    --rule: #353a3f;
    --tint: #1f2428;
    --sea: #86c8d4;
    --on-sea: #0b2228;
    --wrong: #ff9d8a;
  }
  .in-science { --accent: #74c6b9; }
  .in-cities { --accent: #f2a088; }
  .in-culture { --accent: #d8a3cd; }
  img { filter: brightness(0.86); }
}

*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  padding-inline: var(--gutter);
  color: var(--ink);
  background: var(--paper);
  font: 1.0625rem/1.6 var(--text);
  overflow-wrap: break-word;
}
body > header, body > main, body > footer { max-width: 76rem; margin-inline: auto; }
main { display: block; padding-block: clamp(1.5rem, 4vw, 2.75rem) 4rem; }
main:focus { outline: none; }
h1, h2, h3 { margin: 0; font-family: var(--display); line-height: 1.15; text-wrap: balance; }
p, ol, ul { margin: 0; }
img { display: block; width: 100%; height: auto; }
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--sea); outline-offset: 3px; border-radius: 1px; }

.skip {
  position: absolute;
  inset-inline-start: 0.5rem;
  inset-block-start: -5rem;
  z-index: 1;
  padding: 0.75rem 1.25rem;
  color: var(--on-sea);
  background: var(--sea);
  font: 600 1rem var(--plain);
}
.skip:focus { inset-block-start: 0.5rem; }

.standfirst { color: var(--quiet); line-height: 1.5; text-wrap: pretty; }
.byline, time { color: var(--quiet); font: 0.8125rem/1.5 var(--plain); }
.minutes { white-space: nowrap; }
.minutes::before { content: "·"; margin-inline: 0.3em 0.45em; }
.kicker { color: var(--accent); font: 700 0.8125rem/1.5 var(--plain); letter-spacing: 0.02em; }
.kicker a { display: inline-block; padding-block: 0.25rem; text-decoration: none; }
.kicker a:hover { text-decoration: underline; }

.button {
  display: inline-flex;
  align-items: center;
  min-height: 2.75rem;
  padding: 0.5rem 1.375rem;
  border: 1px solid transparent;
  border-radius: 2px;
  color: var(--on-sea);
  background: var(--sea);
  font: 600 1rem/1.3 var(--plain);
  text-decoration: none;
  cursor: pointer;
}
.button:hover { text-decoration: underline; }

.page-button { margin-top: 1.5rem; }
.message {
  max-width: 37rem;
  margin: 0 auto 1.5rem;
  padding: 0.75rem 1rem;
  border-inline-start: 4px solid var(--sea);
  background: var(--tint);
  font: 1rem/1.5 var(--plain);
}
.locked-mark { justify-self: start; padding: 0 0.5rem; border: 1px solid currentcolor; color: var(--accent); font: 600 0.8125rem/1.5 var(--plain); }

.page-head { margin-bottom: clamp(1.5rem, 3vw, 2.25rem); }
.page-head h1 { font-size: clamp(2rem, 1.5rem + 2.4vw, 3.125rem); letter-spacing: -0.015em; }
.page-head .standfirst { margin-top: 0.5rem; font-size: 1.1875rem; }
`;
