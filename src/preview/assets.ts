import { assetFile } from '../prompts/index.js';

/** The look of the gallery. Frames are drawn at a scale that the widths of the views follow from. */
const gallerySource = `
:root{color-scheme:light dark;--ink:light-dark(#1c1a17,#f2ede4);--quiet:light-dark(#5a554e,#b3ada4);--rule:light-dark(#d8d3c9,#45413b);--ground:light-dark(#f4f1ea,#191714);--card:light-dark(#fff,#24211d);--accent:light-dark(#0b57d0,#a8c7fa);--on:light-dark(#fff,#062e6f);--scale:.5}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem clamp(1rem,3vw,2.5rem) 4rem;color:var(--ink);background:var(--ground);font:1rem/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.5rem;line-height:1.25}
section h2{margin:2.5rem 0 .25rem;font-size:1.125rem;line-height:1.3}
section h2 span{color:var(--quiet);font-weight:400}
p{margin:.25rem 0;max-width:44rem;color:var(--quiet)}
a{color:var(--accent);text-underline-offset:.2em}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
nav{margin-top:1rem;padding:.5rem 0;border-block:1px solid var(--rule)}
nav ul{display:flex;flex-wrap:wrap;gap:.125rem;margin:0;padding:0;list-style:none}
nav div{display:grid;grid-template-columns:6rem 1fr;gap:.5rem;align-items:baseline;padding:.125rem 0}
nav h2{margin:0;font-size:.875rem;font-weight:600}
nav a{display:block;min-height:24px;padding:.125rem .625rem;border-radius:1rem;color:inherit;font-size:.875rem;text-decoration:none}
nav a:hover{text-decoration:underline}
nav a[aria-current]{color:var(--on);background:var(--accent)}
.problem{padding:.75rem 1rem;border-inline-start:4px solid light-dark(#a32414,#ff9d8a);color:var(--ink);background:var(--card)}
.frames{display:flex;flex-wrap:wrap;gap:1rem 1.5rem;align-items:flex-start}
figure{margin:.5rem 0 0}
figcaption{margin-bottom:.25rem;font-size:.875rem}
.view{overflow:hidden;width:calc(var(--width)*var(--scale));height:calc(var(--height)*var(--scale));border:1px solid var(--rule);background:var(--card)}
.phone{--width:390px;--height:844px}
.desktop{--width:1280px;--height:844px}
iframe{display:block;width:var(--width);height:var(--height);border:0;transform:scale(var(--scale));transform-origin:0 0}
.dark iframe{color-scheme:dark}
.light iframe{color-scheme:light}
.alone .view{--scale:1}
@media (max-width:45rem){nav div{grid-template-columns:1fr;gap:0}:root{--scale:.26}.alone .phone .view{--scale:.9}.alone .desktop .view{--scale:.26}}
@media (min-width:45.01rem) and (max-width:85rem){.alone .desktop .view{--scale:.5}}
`;

/** The look of a page. What the site's own style sheet says stands above it, since that is in no layer. */
const pageSource = `
@layer paywall-preview{
body{margin:0;color:CanvasText;background:Canvas;font:1.0625rem/1.6 Georgia,"DejaVu Serif",serif}
header,main{max-width:42rem;margin:0 auto;padding:1rem}
header{display:flex;flex-wrap:wrap;gap:0 1rem;align-items:center;justify-content:space-between}
header>p{margin:0;font-weight:700}
h1{margin:0 0 .5rem;font-size:clamp(1.75rem,5vw,2.5rem);line-height:1.15}
.standfirst{font-size:1.25rem;line-height:1.4}
}
`;

/** The schemes, where no style sheet of the site decides. */
const schemeSource = ':root.light{color-scheme:light}:root.dark{color-scheme:dark}';

/** Loads the page anew once something has changed. A page that nobody looks at does not ask. */
const scriptSource = `(function (d) {
var shown = d.documentElement.dataset.version, address = d.documentElement.dataset.versionAt;
setInterval(function () {
if (d.hidden) return;
fetch(address, { cache: "no-store" }).then(function (answer) { return answer.ok ? answer.text() : shown; }).then(function (now) {
if (now !== shown) location.reload();
}, function () {});
}, 1000);
})(document);
`;

/**
 * Has a page be light or dark whatever its browser prefers, as far as its style sheets know both. It stands after them, and runs before
 * anything is painted.
 */
const schemeScriptSource = `(function (root) {
var scheme = root.dataset.scheme;
function decide(media) {
if (!media || !/prefers-color-scheme/.test(media.mediaText)) return;
media.mediaText = media.mediaText.replace(/\\(\\s*prefers-color-scheme\\s*:\\s*(light|dark)\\s*\\)/g, function (all, wanted) {
return wanted === scheme ? "(min-width: 0px)" : "(max-width: 0px)";
});
}
function visit(holder) {
decide(holder.media);
var rules;
try { rules = (holder.styleSheet || holder).cssRules; } catch (foreign) {}
if (rules) Array.prototype.forEach.call(rules, visit);
}
Array.prototype.forEach.call(document.styleSheets, visit);
if (getComputedStyle(root).colorScheme.split(" ").indexOf(scheme) >= 0) root.style.colorScheme = scheme;
})(document.documentElement);
`;

const CSS = 'text/css; charset=utf-8';

export const galleryStyles = assetFile('gallery.css', CSS, gallerySource);
export const pageStyles = assetFile('page.css', CSS, schemeSource + pageSource);
const SCRIPT = 'text/javascript; charset=utf-8';

export const galleryScript = assetFile('gallery.js', SCRIPT, scriptSource);
export const schemeScript = assetFile('scheme.js', SCRIPT, schemeScriptSource);
