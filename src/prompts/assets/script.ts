import { DISMISSED_COOKIE } from '../dismissal.js';

/**
 * The script, for the `head`: before anything is painted it marks the page of a reader who has dismissed the prompt, which
 * the style sheet then hides; and it dismisses one without loading the page anew. A page without it works by forms. A wall that the browser has kept as it was
 * is loaded anew when its reader comes back to it, who may have registered meanwhile.
 */
export const scriptText = `(function (d) {
function mark() {
var found = /(?:^|; )${DISMISSED_COOKIE}=(prompt|last)/.exec(d.cookie);
if (found) d.documentElement.setAttribute("data-${DISMISSED_COOKIE}", found[1]);
}
mark();
addEventListener("pageshow", function (event) {
mark();
if (event.persisted && d.querySelector(".paywall-wall")) location.reload();
});
d.addEventListener("submit", function (event) {
var form = event.target, prompt = form.closest(".paywall-prompt");
if (!prompt) return;
event.preventDefault();
var button = form.querySelector("button"), seconds = Math.floor(button.value - Date.now() / 1000);
if (seconds > 0) d.cookie = "${DISMISSED_COOKIE}=" + button.name + ";path=/;samesite=lax;max-age=" + seconds;
prompt.hidden = true;
});
})(document);
`;
