/**
 * The style sheet's source. `&` stands for a prompt of any kind.
 *
 * Selectors are raised above those of any theme that does not use `!important`, and whatever a theme says of links,
 * buttons, headings and forms is reset first. That reaches every browser and every way to insert HTML, and without the
 * style sheet the words still stand in the page; a shadow tree would isolate more and be empty in browsers without it.
 */
const source = `
&{
--_accent:var(--paywall-accent,#8a1f1f);--_on:var(--paywall-on-accent,#fff);
--_surface:var(--paywall-surface,#faf7f1);--_ink:var(--paywall-ink,#1c1a17);--_radius:var(--paywall-radius,2px);
position:relative;box-sizing:border-box;float:none;height:auto;overflow:visible;opacity:1;transform:none;
margin-block:1.5em;padding:1.1em 1.25em .9em;
color-scheme:var(--paywall-scheme,inherit);color:var(--_ink);
background:var(--_surface);border:0 solid var(--_accent);border-block-start-width:3px;border-radius:var(--_radius);box-shadow:none;
font:400 1em/1.5 serif;font-size:max(1em,16px);font-family:var(--paywall-font,inherit);
letter-spacing:normal;word-spacing:normal;text-align:start;text-indent:0;text-transform:none;text-shadow:none;
white-space:normal;word-break:normal;overflow-wrap:break-word;hyphens:manual;visibility:visible}
@supports (color:light-dark(#000,#fff)){&{
--_accent:var(--paywall-accent,light-dark(#8a1f1f,#f0b4a6));--_on:var(--paywall-on-accent,light-dark(#fff,#221512));
--_surface:var(--paywall-surface,light-dark(#faf7f1,#24211d));--_ink:var(--paywall-ink,light-dark(#1c1a17,#f2ede4))}}
& *{all:unset}
& *::before,& *::after{content:none}
& h2{display:block;max-inline-size:30em;font-family:var(--paywall-heading-font,inherit);font-size:1.3em;font-weight:700;line-height:1.25;text-wrap:balance}
& p{display:block;max-inline-size:38em;margin-block-start:.4em;text-wrap:pretty}
& .paywall-offers{display:flex;flex-wrap:wrap;align-items:center;gap:0 1.5em;max-inline-size:none;margin-block-start:.8em}
& a{cursor:pointer;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.2em}
& .paywall-offers a{display:inline-block;padding-block:10px}
& .paywall-offers a:first-child{padding:9px 1.25em;color:var(--_on);background:var(--_accent);border:1px solid transparent;border-radius:var(--_radius);font-weight:600;text-decoration:none}
& a:hover{text-decoration:underline;text-decoration-thickness:2px}
& a:focus-visible,& button:focus-visible{outline:3px solid var(--_accent);outline-offset:2px}
&.paywall-prompt h2,&.paywall-prompt h2+p{padding-inline-end:44px}
& button{position:absolute;inset-block-start:8px;inset-inline-end:6px;display:grid;place-items:center;inline-size:44px;block-size:44px;border-radius:var(--_radius);cursor:pointer;font-size:0}
& button::before{content:"×";content:"×"/"";font:24px/1 sans-serif}
& button:hover{background:color-mix(in srgb,currentColor 12%,transparent)}
&.paywall-dock{position:sticky;inset-block-end:0;z-index:9;max-block-size:45vh;margin-block-end:0;overflow:auto;box-shadow:0 -4px 24px #0003}
:root:has(.paywall-dock){scroll-padding-block-end:46vh}
@media (max-height:30em){&.paywall-dock{position:relative;max-block-size:none}:root:has(.paywall-dock){scroll-padding-block-end:0}}
&.paywall-wall{margin-block:2em;padding:2em clamp(1.25em,5%,2.5em)}
&.paywall-wall h2{font-size:1.6em}
&.paywall-wall p{margin-block-start:.7em}
&.paywall-wall .paywall-offers{margin-block-start:1.2em}
&.paywall-wall .paywall-more{margin-block-start:1.2em;font-size:.9375em}
&.paywall-meter{display:flex;flex-wrap:wrap;align-items:center;gap:.3em .8em;margin-block:.5em;padding:0;color:inherit;background:none;border:0;font-size:max(.875em,14px)}
&.paywall-meter p{margin:0}
& svg{display:block;inline-size:7.5em;block-size:6px}
& line{stroke:currentColor;stroke-width:2;stroke-dasharray:.8 .2}
& .paywall-all{opacity:.25}
&[dir=rtl] svg{transform:scaleX(-1)}
&[hidden],&.paywall-prompt:target,[data-paywall-dismissed] &.paywall-prompt:not(.paywall-last),[data-paywall-dismissed=last] &.paywall-prompt{display:none}
@media not (forced-colors:active){.paywall-teaser:not(#_#_#_){-webkit-mask-image:linear-gradient(#000 calc(100% - 6em),#000a);mask-image:linear-gradient(#000 calc(100% - 6em),#000a)}}
@media (forced-colors:active){&{border-width:1px}&.paywall-meter{border:0}& .paywall-offers a:first-child{color:LinkText;background:Canvas;border-color:LinkText}}
@media print{&{break-inside:avoid}&.paywall-prompt,&.paywall-meter,&.paywall-appeal,& .paywall-offers{display:none}}
`;

const RAISED = '.paywall:not(#_#_#_)';

/**
 * The style sheet of all that prompts show. It follows the page's own `color-scheme`, light where the page has none, with
 * at least 4.5:1 contrast (WCAG 2.2 AA). Custom properties, set on `:root` or any ancestor, theme it:
 *
 * | property | means | default |
 * |---|---|---|
 * | `--paywall-scheme` | `light` or `dark` pins one of them | the page's |
 * | `--paywall-accent` | the button, the rule above, focus | deep red; light rose in the dark |
 * | `--paywall-on-accent` | text on the accent | white; near-black in the dark |
 * | `--paywall-surface` | the ground of prompt, wall and appeal | warm white; near-black |
 * | `--paywall-ink` | text and links | near-black; warm white |
 * | `--paywall-radius` | the corners of boxes and of the button | `2px` |
 * | `--paywall-font` | the family of the text | the page's |
 * | `--paywall-heading-font` | the family of the headings | the text's |
 *
 * An element of class `paywall-teaser` fades towards the wall after it, and stays legible to its end.
 *
 * A colour may be `light-dark(…, …)`. The size of type is the page's, and never under 16 px.
 */
export const stylesText = source.replaceAll('&', RAISED).replaceAll('\n', '');
