/** One article, the paywall's place in it, and the comments. */
export const article = `
.story { --measure: 37rem; font-size: clamp(1.125rem, 1.06rem + 0.3vw, 1.25rem); }
.story-head, .story-text, .story-prompt, .story-wall, .story-appeal, .comments { max-width: var(--measure); margin-inline: auto; }
.story-head h1 {
  margin-top: 0.25rem;
  font-size: clamp(1.875rem, 1.35rem + 2.5vw, 3.25rem);
  letter-spacing: -0.02em;
  line-height: 1.05;
}
.story-head .standfirst { margin-top: 0.75rem; font-size: clamp(1.0625rem, 0.98rem + 0.4vw, 1.25rem); }
.story-facts {
  display: flex;
  flex-wrap: wrap;
  gap: 0 1.5rem;
  margin-top: 1rem;
  padding-block: 0.5rem;
  border-block: 1px solid var(--rule);
}
.story-facts .byline, .story-facts time { font-size: 0.875rem; }
.story-art { max-width: 62rem; margin: 1.5rem auto clamp(1.5rem, 4vw, 2.5rem); }
.story-prompt { font: 1rem/1.5 var(--plain); }
.story-wall { font: 1.0625rem/1.5 var(--plain); }
.story-text { line-height: 1.65; hanging-punctuation: first last; }
.story-text p { text-wrap: pretty; }
.story-text p + p, .story-text p + div, .story-text div > p + p { margin-top: 1.1em; }
.story-text > p:first-child::first-letter {
  float: left;
  margin: 0.06em 0.09em 0 0;
  color: var(--accent);
  font: 700 3.35em/0.82 var(--display);
}
@supports (initial-letter: 3) {
  .story-text > p:first-child::first-letter {
    float: none;
    margin: 0 0.35em 0 0;
    font: 700 1em/1 var(--display);
    initial-letter: 3;
  }
}
.story-appeal { font: 1rem/1.5 var(--plain); }
.story-teaser { margin-top: 1.25rem; }
@media screen { .story-teaser p { max-height: 6lh; overflow: hidden; } }
@media screen and (max-width: 40rem) { .story-teaser { margin-top: 0.75rem; } .story-teaser p { max-height: 4lh; } }

.comments { margin-top: 3.5rem; padding-top: 1.25rem; border-top: 2px solid var(--ink); font-size: 1.0625rem; }
.comments h2 { font-size: 1.5rem; }
.comments ol { margin-top: 1rem; padding: 0; list-style: none; }
.comments li { padding-block: 1rem; border-bottom: 1px solid var(--rule); }
.comment-author { font: 0.9375rem/1.5 var(--plain); }
.comment-author time { margin-inline-start: 0.5rem; }
.comment-text { margin-top: 0.25rem; white-space: pre-line; }
.comments-invitation { margin-top: 1.25rem; color: var(--quiet); font: 1rem/1.6 var(--plain); }
.comments .form { margin-top: 1.5rem; }

@media print {
  body { padding: 0; font-size: 11pt; color: #000; background: #fff; }
  .skip, .masthead-top, .masthead-links, .message, .story-prompt, .story-appeal, .comments, .more, .footer { display: none; }
  .story { font-size: 11pt; }
  .story-art { max-width: 100mm; margin-inline: auto; }
}
`;
