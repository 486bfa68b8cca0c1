import type { Policy, ReaderDesk, ReaderRef, ReaderReport, SignedPolicy } from '../../policy/signed/index.js';
import type { Desk, Page } from '../desk.js';
import { type Html, html, nameHtml } from '../html.js';
import { lookUp } from '../lookup.js';
import type { KnownArticle } from '../options.js';
import { ARTICLES, DONE, FormError, LABELS, type Refused, refused, WRONG } from '../words.js';
import { hidden, postForm, problemNote, said } from './forms.js';
import { doneIn, readerId } from './log.js';
import { noPolicy } from './missing.js';
import { articleList, helpSection, SURE_FIELD } from './reader-help.js';
import { wordTable } from './table.js';

const TITLE = 'Readers';

/** What was asked and what came of it. */
interface Asked {
  readonly problem?: Refused;
  /** Whether the problem is a question that an editor can answer. */
  readonly isUnsure?: boolean;
  readonly done?: string;
  readonly report?: ReaderReport;
}

/** Where a reader's pass or account is given. It goes by a form's body, and stands in no address. */
export async function readerPage(desk: Desk, asked: Asked = {}): Promise<Page> {
  const { policy, form } = desk;
  if (!policy) return { title: TITLE, content: noPolicy() };
  const { problem, done, report, isUnsure = false } = asked;
  const articles = await desk.articles();
  const held = await policy.read();
  const isAboutAsking = problem !== undefined && !form.has('act');
  const fields = {
    version: held.version,
    ref: refFields(form),
    typed: problem ? form : new URLSearchParams(),
    isUnsure,
  };
  return {
    title: TITLE,
    ...(problem && { status: problem.status }),
    content: html`${problem && problemNote(problem.text)}${done !== undefined && said(done)}
${report && html`${reportSection(report, articles, desk)}${helpSection(report, fields, desk)}${doneSection(report, held, desk)}`}
${askSection(report && !isAboutAsking ? new URLSearchParams() : form, report !== undefined, held, desk)}${articleList(articles)}${linkSection(desk)}`,
  };
}

function askSection(typed: URLSearchParams, isAnother: boolean, held: Policy, desk: Desk): Html {
  const text = (name: string): string => typed.get(name) ?? '';
  return html`<section><h2>${isAnother ? 'Another reader' : 'Which reader'}</h2>
${postForm(
  desk,
  '/reader',
  html`<p><label for="pass">${LABELS.pass}: the value of the paywall’s cookie, or the whole <code>Cookie</code> field</label><textarea id="pass" name="pass" rows="4" spellcheck="false" autocomplete="off">${text('pass')}</textarea></p>
<div class="choice"><label>${LABELS.account}<br><input name="account" autocomplete="off" dir="auto" value="${text('account')}"></label>${planField(held, text('plan'))}
<label>${LABELS.asked}<br><input name="article" list="articles" autocomplete="off" dir="auto" value="${text('article')}"></label></div><button>Look up</button>`,
)}
<p class="quiet">Looking up a reader counts nothing. A code or a pass says what one browser read; an account, what all its devices read. Anyone who has a pass can read as that reader, so do not pass it on. A code is of no use to anyone else.</p></section>`;
}

/** A site without plans has nothing to choose from. */
function planField({ inForce: { plans } }: Policy, chosen: string): Html | false {
  const names = Object.keys(plans ?? {});
  return (
    names.length > 0 &&
    html`<label>${LABELS.plan}<br><select name="plan"><option value="">none</option>${names.map((name) => html`<option value="${name}"${name === chosen && html` selected`}>${name}</option>`)}</select></label>`
  );
}

/** What an editor sends to the reader: the same for everyone, and of no reader. */
const linkSection = ({ supportUrl }: Desk): Html | false =>
  supportUrl !== null &&
  html`<section><h2>No code and no pass?</h2><p>Send the reader this link. They open it in the browser they read with, and send you the code it shows. A code works for a week, and nobody can read articles with it.</p>
<p><label for="link">The link to send</label><input id="link" class="link" value="${supportUrl}" readonly></p></section>`;

/** Says what is known, or does what a form asks for. */
export async function answerReader(desk: Desk): Promise<Page> {
  const { policy, form } = desk;
  if (!policy) return readerPage(desk);
  try {
    const reader = refOf(form);
    const act = form.get('act');
    return await (act === null ? explained(policy, reader, desk) : helped(policy, reader, act, desk));
  } catch (error) {
    return readerPage(desk, { problem: refused(error) });
  }
}

async function helped(policy: SignedPolicy, reader: ReaderRef, act: string, desk: Desk): Promise<Page> {
  let done: Done;
  try {
    done = await help(policy.readers, reader, act, desk);
  } catch (error) {
    // A page that is loaded anew sends its form again, and so may two editors at once: the reader is shown as they stand.
    const problem = refused(error);
    const report = await explain(policy, reader, desk).catch(() => undefined);
    const isUnsure = error instanceof FormError && error.isQuestion;
    return readerPage(desk, { problem, isUnsure, ...(report && { report }) });
  }
  const { text, article } = done;
  if (act === 'forget') return readerPage({ ...desk, form: new URLSearchParams() }, { done: text });
  return readerPage(desk, { done: text, report: await explain(policy, reader, desk, article) });
}

interface Done {
  readonly text: string;
  /** The article that it is about. */
  readonly article?: string;
}

async function help(readers: ReaderDesk, reader: ReaderRef, act: string, desk: Desk): Promise<Done> {
  const { form, editor } = desk;
  const by = { by: editor, version: Number(form.get('version')) || 0 };
  switch (act) {
    case 'grant':
      await readers.grant(reader, countOf(form), by);
      return { text: DONE.grant };
    case 'open': {
      const article = await articleToOpen(desk);
      await readers.open(reader, article, by);
      return { text: DONE.open, article };
    }
    case 'reset':
      await readers.reset(reader, by);
      return { text: DONE.reset };
    case 'forget':
      await readers.forget(reader, by);
      return { text: DONE.forget };
    default:
      throw new FormError(WRONG.noSuchAct);
  }
}

function countOf(form: URLSearchParams): number {
  const count = (form.get('count') ?? '').trim();
  if (/^[1-9]\d{0,2}$/.test(count) && Number(count) <= 255) return Number(count);
  throw new FormError(WRONG.count);
}

/** What nothing knows is opened only to an editor who says so: a slip of the pen would look like help, and be none. */
async function articleToOpen(desk: Desk): Promise<string> {
  const typed = articleOf(desk.form);
  if (typed === '') throw new FormError(WRONG.noArticle);
  const { id, is } = await lookUp(typed, desk);
  if (is === 'metered') return id;
  const isQuestion = is === 'unsure' || is === 'unknowable';
  if (isQuestion && desk.form.has(SURE_FIELD)) return id;
  throw new FormError(ARTICLES[is](typed), isQuestion);
}

async function explained(policy: SignedPolicy, reader: ReaderRef, desk: Desk): Promise<Page> {
  const typed = articleOf(desk.form);
  if (typed === '') return readerPage(desk, { report: await explain(policy, reader, desk) });
  const { id, is } = await lookUp(typed, desk);
  const isOne = is === 'metered' || is === 'unsure' || is === 'unknowable';
  const report = await explain(policy, reader, desk, isOne ? id : '');
  if (is === 'metered' || report.articles.includes(id)) return readerPage(desk, { report });
  return readerPage(desk, { report, problem: { status: is === 'none' ? 422 : 200, text: ARTICLES[is](typed) } });
}

async function explain(policy: SignedPolicy, reader: ReaderRef, desk: Desk, article = ''): Promise<ReaderReport> {
  const ids = (await desk.articles()).map(({ id }) => id);
  if (article === '') return policy.readers.explain(reader, { articles: ids });
  return policy.readers.explain(reader, { articles: new Set([...ids, article]), article });
}

const articleOf = (form: URLSearchParams): string => (form.get('article') ?? '').trim();

function refOf(form: URLSearchParams): ReaderRef {
  const pass = (form.get('pass') ?? '').trim();
  const id = (form.get('account') ?? '').trim();
  const plan = (form.get('plan') ?? '').trim();
  if (id === '' && pass === '') throw new FormError(WRONG.noReader);
  if (id === '') return { pass };
  const account = plan === '' ? id : { id, plan };
  return pass === '' ? { account } : { pass, account };
}

const refFields = (form: URLSearchParams): Html =>
  html`${['pass', 'account', 'plan'].map((name) => hidden(name, form.get(name) ?? ''))}`;

/** What the log has of them. */
function doneSection({ reader }: ReaderReport, { log }: Policy, { format }: Desk): Html | false {
  const rows = log
    .filter((line) => line.reader === reader)
    .map((line) => [format.time(line.at), nameHtml(line.by), doneIn(line)]);
  return (
    rows.length > 0 &&
    html`<section><h2>In the log</h2>${wordTable('Done for this reader in this period, the newest first', ['When', 'Who', 'What'], rows)}</section>`
  );
}

const STATES = {
  free: 'A new article is open',
  'register-prompt': 'A new article is open, with the prompt',
  blocked: 'A new article shows the wall',
} as const;

function reportSection(
  { reader, state, read, limit, words, articles: ids }: ReaderReport,
  articles: readonly KnownArticle[],
  { format }: Desk,
): Html {
  const titles = new Map(articles.map(({ id, title }) => [id, title]));
  const titled = ids.flatMap((id) => {
    const title = titles.get(id);
    return title === undefined ? [] : [[nameHtml(id), nameHtml(title)]];
  });
  const of = Number.isFinite(limit) ? ` of ${format.number(limit)}` : '';
  return html`<section aria-label="What is known"><h2>${STATES[state]}</h2><p class="value">${format.number(read)}${of} read</p>
<p class="quiet">In the log they are reader ${readerId(reader)}.</p>
<ul class="words">${words.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${titled.length > 0 && wordTable('What they read, by title, the newest last', ['Id', 'Title'], titled)}</section>`;
}
