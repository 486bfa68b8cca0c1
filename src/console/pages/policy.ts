import type { Limits } from '../../policy/index.js';
import { counted, type Policy, type SignedPolicy } from '../../policy/signed/index.js';
import type { Desk, Page, Shown } from '../desk.js';
import { type Html, html, nameHtml, type Part } from '../html.js';
import { type LimitName, limitField, limitText } from '../limit-field.js';
import { DONE, LABELS, type Refused, refused } from '../words.js';
import { localOf } from '../zoned.js';
import { hidden, postForm, problemNote, said } from './forms.js';
import { doneIn } from './log.js';
import { noPolicy } from './missing.js';
import { carried, changeOf, limitedPlans, planField } from './policy-form.js';
import { wordTable } from './table.js';

const TITLE = 'Policy';
const HOUR = 3_600_000;

const SAID: ReadonlyMap<string, string> = new Map([
  ['changed', DONE.changed],
  ['undone', DONE.undone],
]);

/** What can be changed, what cannot, and who did what. */
export async function policyPage(desk: Desk, problem?: Refused): Promise<Page> {
  const { policy, query } = desk;
  if (!policy) return { title: TITLE, content: noPolicy() };
  const held = await policy.read();
  const message = SAID.get(query.get('said') ?? '');
  return {
    title: TITLE,
    ...(problem && { status: problem.status }),
    content: html`${problem && problemNote(problem.text)}${message !== undefined && said(message)}
${held.confirmedAt === null && problemNote('The store has not answered yet: these are the defaults, and something else may be in force.')}
${openSection(held, desk)}${limitsSection(held, desk)}${fixedSection(held)}${logSection(held, desk)}`,
  };
}

/** What a change would do, in words, before it is made. */
export const confirmPage = (desk: Desk): Promise<Page> =>
  confirm(desk, '/policy', (policy, held) => ({
    words: policy.explain(changeOf(desk.query, held, desk.terms.timeZone)),
    fields: carried(desk),
    button: 'Make this change',
  }));

/** What undoing something would do. */
export const confirmUndoPage = (desk: Desk): Promise<Page> =>
  confirm(desk, '/policy/undo', (policy) => {
    const line = desk.query.get('line') ?? '';
    return { words: policy.explainUndo(Number(line)), fields: [['line', line]], button: 'Undo this' };
  });

interface Confirmed {
  readonly words: readonly string[];
  readonly fields: readonly (readonly [string, string])[];
  readonly button: string;
}

async function confirm(
  desk: Desk,
  path: string,
  asked: (policy: SignedPolicy, held: Policy) => Confirmed,
): Promise<Page> {
  const { policy, base } = desk;
  if (!policy) return { title: TITLE, content: noPolicy() };
  const held = await policy.read();
  try {
    const { words, fields, button } = asked(policy, held);
    const inputs = [hidden('version', held.version), ...fields.map(([name, value]) => hidden(name, value))];
    const isNothing = words.length === 1;
    return {
      title: 'What this does',
      content: html`<section><ul class="words">${words.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${!isNothing && postForm(desk, path, html`${inputs}<button>${button}</button>`)}<p><a href="${base}/policy">Leave everything as it is</a></p></section>`,
    };
  } catch (error) {
    return policyPage(desk, refused(error));
  }
}

/** Makes a change that was confirmed. */
export async function changePolicy(desk: Desk): Promise<Shown> {
  const { policy, form, terms, base, editor } = desk;
  if (!policy) return policyPage(desk);
  try {
    const version = Number(form.get('version'));
    const change = changeOf(form, await policy.read(), terms.timeZone);
    await policy.change(change, { by: editor, version });
    return { to: `${base}/policy?said=changed` };
  } catch (error) {
    return policyPage(desk, refused(error));
  }
}

export async function undoPolicy(desk: Desk): Promise<Shown> {
  const { policy, form, base, editor } = desk;
  if (!policy) return policyPage(desk);
  try {
    await policy.undo(Number(form.get('line')), { by: editor, version: Number(form.get('version')) });
    return { to: `${base}/policy?said=undone` };
  } catch (error) {
    return policyPage(desk, refused(error));
  }
}

function openSection({ inForce }: Policy, { base, format, terms, now }: Desk): Html {
  const { openUntil } = inForce;
  const field = localOf((openUntil?.getTime() ?? now) + (openUntil ? 0 : 6 * HOUR), terms.timeZone);
  return html`<section><h2>Open everything</h2>
<p>${openUntil ? html`<strong>Every metered article is open to everyone until ${format.time(openUntil)}</strong>, and reading is not counted.` : 'For news that everybody should read: every metered article is open to everyone until the time you set, and reading is not counted.'}</p>
<form class="row" method="get" action="${base}/policy/confirm"><label>${LABELS.openUntil} (${terms.timeZone}), within seven days<br><input type="datetime-local" name="openUntil" value="${field}" required></label><button class="plain">See what it does</button></form>
${openUntil && html`<form method="get" action="${base}/policy/confirm"><p>${hidden('openUntil', '')}<button>Start metering again now…</button></p></form>`}</section>`;
}

function limitsSection({ inForce, code }: Policy, { base }: Desk): Html {
  const rows = [
    limitRow('Readers without an account', (name) => name, inForce, code),
    ...limitedPlans(inForce.plans).map(([plan, limits]) => {
      const ofCode = code.plans?.[plan];
      return limitRow(
        html`Plan ${nameHtml(plan)}`,
        (name) => planField(name, plan),
        limits,
        ofCode === 'full' ? undefined : ofCode,
      );
    }),
  ];
  const radio = (value: 'on' | 'off', label: string): Html =>
    html`<label class="check"><input type="radio" name="prompts" value="${value}"${inForce.prompts === (value === 'on') && html` checked`}> ${label}</label>`;
  return html`<section><h2>Limits and prompts</h2><p>How many articles are read in a period before the prompt comes, and before the wall comes: a number, or <em>never</em>.</p>
<form method="get" action="${base}/policy/confirm">${rows}
<fieldset><legend>Prompts</legend>${radio('on', 'Readers see prompts')}${radio('off', 'No reader sees a prompt; the wall stays')}</fieldset>
<button>See what it does</button></form></section>`;
}

function limitRow(who: Part, field: (name: LimitName) => string, inForce: Limits, code: Limits | undefined): Html {
  const input = (name: LimitName): Html =>
    html`<label>${LABELS[name]}<br>${limitField(field(name), limitText(inForce[name]))}<br><small>${code && `default: ${limitText(code[name])}`}</small></label>`;
  return html`<fieldset><legend>${who}</legend><div class="choice">${input('promptAfter')}${input('blockAfter')}</div></fieldset>`;
}

const fixedSection = ({ fixed }: Policy): Html =>
  html`<section><h2>What only developers can change</h2><ul class="words">${fixed.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;

function logSection({ log, readers }: Policy, desk: Desk): Html {
  const rows = log.map((line) => [
    desk.format.time(line.at),
    nameHtml(line.by),
    doneIn(line),
    line.canBeUndone &&
      html`<a href="${desk.base}/policy/undo?line=${line.version}">Undo<span class="unseen"> ${line.words}</span>…</a>`,
  ]);
  const { number } = desk.format;
  return html`<section><h2>Log</h2>
${rows.length === 0 ? html`<p>Nobody has done anything this period.</p>` : wordTable('Who did what in this period, the newest first', ['When', 'Who', 'What', 'Undo'], rows)}
<p class="quiet">${counted(readers, '# reader was', '# readers were', number)} helped this period. A line of the log is deleted when its period ends.</p></section>`;
}
