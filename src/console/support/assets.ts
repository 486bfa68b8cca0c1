import { createHash } from 'node:crypto';

/** In the page itself, allowed by its hash: the page needs no address but its own, wherever it stands. */
export const SUPPORT_STYLES = `
:root{color-scheme:light dark;--ink:light-dark(#1c1a17,#f2ede4);--quiet:light-dark(#5a554e,#b3ada4);--rule:light-dark(#857f75,#8d877d);--ground:light-dark(#f4f1ea,#191714);--card:light-dark(#fff,#24211d);--accent:light-dark(#0b57d0,#a8c7fa);--on:light-dark(#fff,#062e6f)}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--ground);font:1.0625rem/1.55 system-ui,sans-serif}
main{max-width:38rem;margin:0 auto;padding:clamp(1.25rem,5vw,3rem) clamp(1rem,4vw,2rem)}
.site{margin:0;font-weight:700}
h1{margin:.25rem 0 1rem;font-size:1.625rem;line-height:1.25}
h2{margin:1.75rem 0 .25rem;font-size:1.125rem}
p{margin:.5rem 0}
.quiet{color:var(--quiet);font-size:.9375rem}
a{color:var(--accent);text-underline-offset:.2em}
label{display:block;margin-top:1rem;font-weight:600}
textarea{display:block;width:100%;margin:.375rem 0 .75rem;padding:.625rem;border:1px solid var(--rule);border-radius:.375rem;color:inherit;background:var(--card);font:.875rem/1.45 ui-monospace,monospace;word-break:break-all;resize:vertical}
button{min-height:44px;padding:.375rem 1.25rem;border:1px solid var(--accent);border-radius:.375rem;color:var(--on);background:var(--accent);font:inherit;cursor:pointer}
textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[hidden]{display:none}
`;

export const SUPPORT_SCRIPT = `(function (d) {
var code = d.getElementById("code"), copy = d.getElementById("copy"), said = d.getElementById("said");
if (!code || !navigator.clipboard) return;
copy.hidden = false;
copy.addEventListener("click", function () {
navigator.clipboard.writeText(code.value).then(function () { said.textContent = said.dataset.done; }, function () { code.select(); });
});
})(document);
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is asked for, sent or framed. */
export const SUPPORT_POLICY = `default-src 'none'; style-src ${hashOf(SUPPORT_STYLES)}; script-src ${hashOf(SUPPORT_SCRIPT)}; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
