import { type AssetFile, assetFile } from '../prompts/index.js';

const stylesSource = `
:root{color-scheme:light dark;--ink:light-dark(#1c1a17,#f2ede4);--quiet:light-dark(#5a554e,#b3ada4);--rule:light-dark(#d8d3c9,#45413b);--ground:light-dark(#f4f1ea,#191714);--card:light-dark(#fff,#24211d);--accent:light-dark(#0b57d0,#a8c7fa);--on:light-dark(#fff,#062e6f);--bad:light-dark(#a32414,#ff9d8a);--free:light-dark(#3f7f8c,#6fb3bf);--prompt:light-dark(#d99a2b,#e0ad4e);--wall:light-dark(#a32414,#e07463);--gain:light-dark(#3a7d44,#7cc086);--usual:light-dark(#cfe3d2,#2f4a34)}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--ground);font:1rem/1.5 system-ui,sans-serif}
header,main{max-width:76rem;margin:0 auto;padding:1rem clamp(1rem,3vw,2rem)}
header{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;padding-bottom:0}
header p{margin:0}
.site{font-weight:700}
.site span,.who{color:var(--quiet);font-weight:400}
nav[aria-label=Console]{width:100%;margin-top:.75rem;border-bottom:1px solid var(--rule)}
nav ul,.legend{display:flex;flex-wrap:wrap;margin:0;padding:0;list-style:none}
nav[aria-label=Console] a{display:block;padding:.5rem .75rem;border-bottom:3px solid transparent;color:inherit;text-decoration:none}
nav[aria-label=Console] a:hover{text-decoration:underline}
nav[aria-label=Console] a[aria-current]{border-color:var(--accent);font-weight:600}
main{padding-bottom:4rem}
main:focus{outline:none}
main>p{margin-bottom:1rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;padding:.25rem .75rem;background:var(--card)}
h1{margin:.5rem 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .5rem;font-size:1.125rem;line-height:1.3}
h3{margin:0;font-size:.9375rem}
.over{margin-top:1rem}
p{margin:.25rem 0;max-width:46rem}
a{color:var(--accent);text-underline-offset:.2em}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.quiet,.formula,small{color:var(--quiet)}
.formula,small,.of{font-size:.875rem}
section,.figure,.said{margin:0 0 1rem;padding:1rem clamp(.875rem,2vw,1.25rem);border:1px solid var(--rule);border-radius:.5rem;background:var(--card);min-width:0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1rem;margin-bottom:1rem}
.figures .figure{margin:0}
.counts{grid-template-columns:repeat(auto-fill,minmax(min(100%,11.5rem),1fr))}
.pair .figures{grid-template-columns:1fr 1fr;margin:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:0 1rem;align-items:start}
.value{margin:0;font-size:1.75rem;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums}
.figure dl{margin:.5rem 0 0}
.figure dt{font-size:.875rem}
.figure dd{margin:0 0 .5rem}
.said{border-inline-start:4px solid var(--gain)}
.problem{border-inline-start:4px solid var(--bad)}
.said p{margin:0}
.choice{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:end;margin-bottom:1rem}
.choice nav ul{gap:.125rem}
.choice nav a{display:block;min-height:32px;padding:.25rem .75rem;border:1px solid var(--rule);border-radius:1rem;color:inherit;font-size:.875rem;text-decoration:none}
.choice nav a[aria-current]{color:var(--on);background:var(--accent);border-color:var(--accent)}
.choice h2{font-size:.875rem;margin:0 0 .25rem}
form.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end}
fieldset{margin:0 0 1rem;padding:0;border:0;min-width:0}
legend{padding:0;font-weight:600}
label{display:block;font-size:.875rem}
input,select,textarea,button{font:inherit;color:inherit}
input:not([type=checkbox],[type=radio],[type=range]),select,textarea{min-height:40px;padding:.375rem .625rem;border:1px solid light-dark(#857f75,#8d877d);border-radius:.375rem;background:var(--card);max-width:100%}
input[type=range]{width:min(100%,24rem);min-height:32px;accent-color:var(--accent)}
.id{font:.875em ui-monospace,monospace;overflow-wrap:anywhere;user-select:all}
input.limit{width:6rem}
input.link{width:min(100%,30rem)}
textarea{width:100%;min-height:5.5rem;font-family:ui-monospace,monospace;font-size:.875rem}
.check{display:flex;gap:.5rem;align-items:center;font-size:1rem;min-height:32px}
button{min-height:40px;padding:.375rem 1rem;border:1px solid var(--accent);border-radius:.375rem;color:var(--on);background:var(--accent);cursor:pointer}
button.plain{color:var(--accent);background:transparent}
button.danger{border-color:var(--bad);color:light-dark(#fff,#3a0d06);background:var(--bad)}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{padding:.25rem 0;color:var(--quiet);text-align:start}
th,td{padding:.375rem .5rem .375rem 0;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top;overflow-wrap:break-word}
th{font-weight:600}
tbody th{font-weight:400;min-width:4.5rem}
.words-in tbody th{min-width:7rem}
.words-in th,.words-in td{overflow-wrap:anywhere}
.words-in td:not(.n,.barred){min-width:6rem}
.words-in :is(th,td):is(.n){overflow-wrap:normal}
th.n,td.n{text-align:end}
th.n+th:not(.n),td.n+td:not(.n){padding-inline-start:.75rem}
td.barred{width:30%;min-width:4rem;padding-inline-start:.5rem;vertical-align:middle}
tr:last-child>*{border-bottom:0}
details{margin-top:.5rem}
summary{cursor:pointer;font-size:.875rem;color:var(--accent);min-height:24px}
details p{font-size:.875rem}
svg{display:block}
svg text{fill:var(--quiet);font-size:12px}
.columns{margin-inline-start:3rem;width:calc(100% - 3rem);overflow:visible}
.band{margin:.5rem 0;overflow:visible}
.grid{stroke:var(--rule)}
.mark{stroke:var(--ink);stroke-dasharray:4 3}
svg .mark-name{fill:var(--ink)}
.end{text-anchor:end}
.middle{text-anchor:middle}
.free{fill:var(--free)}
.prompt{fill:var(--prompt)}
.wall{fill:var(--wall)}
.readers{fill:var(--accent)}
.gain{fill:var(--gain)}
.usual{fill:var(--usual)}
.needle{fill:var(--ink)}
.legend{gap:.25rem 1rem;margin:.5rem 0;font-size:.875rem}
.legend li{display:flex;gap:.375rem;align-items:center}
.words{margin:.5rem 0;padding-inline-start:1.25rem;max-width:46rem}
.words li{margin-bottom:.25rem}
.acts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1rem}
.acts form{padding:.75rem;border:1px solid var(--rule);border-radius:.5rem}
.acts button,.acts label,.acts input{margin-bottom:.5rem}
.acts input:not([type=checkbox]){width:100%}
@media (max-width:24rem){nav[aria-label=Console] a{padding-inline:.5rem}}
@media (max-width:46rem){
.words-in,.words-in :is(tbody,tr,th,td,caption){display:block}
.words-in thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.words-in tr{padding:.5rem 0;border-bottom:1px solid var(--rule)}
.words-in tr:last-child{border-bottom:0}
.words-in tbody :is(th,td){padding:.125rem 0;border:0;text-align:start;width:auto}
.words-in tbody th{font-weight:600}
.words-in tbody small{font-weight:400}
.words-in tbody td.n+td:not(.n),.words-in tbody td.barred{padding-inline-start:0}
.words-in td:empty{display:none}
.words-in td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}
}
@media (prefers-reduced-motion:no-preference){.bar rect{transition:width .4s}}
`;

/** What is live is asked for every few seconds, while somebody looks; limits are tried as they are drawn. */
const scriptSource = `(function (d) {
var live = d.querySelector("[data-live]"), parts = {};
function put(now) {
Object.keys(now.texts).forEach(function (name) {
d.querySelectorAll('[data-text="' + name + '"]').forEach(function (place) { place.textContent = now.texts[name]; });
});
Object.keys(now.bars).forEach(function (name) {
d.querySelectorAll('[data-bar="' + name + '"]').forEach(function (bar) { bar.setAttribute("width", now.bars[name] + "%"); });
});
Object.keys(now.parts).forEach(function (name) {
var place = d.querySelector('[data-part="' + name + '"]');
if (!place || parts[name] === now.parts[name]) return;
parts[name] = now.parts[name];
place.replaceChildren.apply(place, new DOMParser().parseFromString(parts[name], "text/html").body.childNodes);
});
}
if (live) setInterval(function () {
if (d.hidden) return;
fetch(live.dataset.live, { cache: "no-store" }).then(function (answer) { if (answer.ok) return answer.json().then(put); }).catch(function () {});
}, Number(live.dataset.every));
var form = d.querySelector("form[data-try]");
if (form) {
var asked = 0, waiting;
form.querySelectorAll("input[data-of]").forEach(function (slider) { slider.hidden = false; });
form.addEventListener("input", function (event) {
var changed = event.target, slider = form.querySelector('[data-of="' + changed.name + '"]');
if (changed.dataset.of) form.elements[changed.dataset.of].value = changed.value;
else if (slider) slider.value = /^\\d+$/.test(changed.value) ? changed.value : slider.max;
clearTimeout(waiting);
waiting = setTimeout(function () {
var query = "?" + new URLSearchParams(new FormData(form)), mine = ++asked;
fetch(form.action + query, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
if (mine !== asked) return;
var next = new DOMParser().parseFromString(text, "text/html").getElementById("tried"), place = d.getElementById("tried");
if (next && place) place.replaceWith(d.adoptNode(next));
history.replaceState(null, "", query);
}).catch(function () {});
}, 120);
});
}
})(document);
`;

export const consoleStyles = assetFile('console.css', 'text/css; charset=utf-8', stylesSource);
export const consoleScript = assetFile('console.js', 'text/javascript; charset=utf-8', scriptSource);
export const CONSOLE_ASSETS: readonly AssetFile[] = [consoleStyles, consoleScript];
