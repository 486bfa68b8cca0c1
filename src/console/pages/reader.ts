import { outOfRange } from '../../options/index.js';
import {
  PolicyError,
  type ReaderDesk,
  type ReaderRef,
  type ReaderReport,
  type SignedPolicy,
} from '../../policy/signed/index.js';
import type { Desk, Page } from '../desk.js';
import { type Html, html } from '../html.js';
import type { KnownArticle } from '../options.js';
import { hidden, postForm, problemNote, refused, said } from './forms.js';
import { noPolicy } from './missing.js';
import { articleList, helpSection } from './reader-help.js';
import { table } from './table.js';

const TITLE = 'A reader';

/** What was asked and what came of it. */
interface Asked {
  readonly problem?: { readonly status: number; readonly text: string };
  readonly done?: string;
  readonly report?: ReaderReport;
}

/** Where a reader's pass or account is given. It goes by a form's body, and stands in no address. */
export async function readerPage(desk: Desk, asked: Asked = {}): Promise<Page> {
  const { policy, form } = desk;
  if (!policy) return { title: TITLE, content: noPolicy() };
  const { problem, done, report } = asked;
  const articles = await desk.articles();
  const answer =
    report &&
    html`${reportSection(report, articles, desk)}${helpSection(report, await version(policy), refFields(form), desk)}`;
  return {
    title: TITLE,
    ...(problem && { status: problem.status }),
    content: html`${problem && problemNote(problem.text)}${done !== undefined && said(done)}
${answer}
<section><h2>${report ? 'Another reader' : 'Which reader'}</h2>
${postForm(
  desk,
  '/reader',
  html`<p><label for="pass">Their code, or their pass: the value of the paywall’s cookie, or the whole <code>Cookie</code> field</label><textarea id="pass" name="pass" rows="4" spellcheck="false" autocomplete="off">${!report && form.get('pass')}</textarea></p>
<div class="choice"><label>or their account’s id<br><input name="account" autocomplete="off" value="${report ? '' : (form.get('account') ?? '')}"></label><label>its plan<br><input name="plan" autocomplete="off" value="${report ? '' : (form.get('plan') ?? '')}"></label>
<label>An article that they ask about<br><input name="article" list="articles" autocomplete="off"></label></div><button>Look</button>`,
)}${articleList(articles)}
<p class="quiet">Asking counts nothing. The pass says what one browser read; an account what all its devices read. Whoever has a pass can read as that reader: do not pass it on. A code is of no use to anybody else.</p></section>${linkSection(desk)}`,
  };
}

/** What an editor sends to the reader: the same for everyone, and of no reader. */
const linkSection = ({ supportUrl }: Desk): Html | false =>
  supportUrl !== null &&
  html`<section><h2>Neither code nor pass?</h2><p>Send them this link. They open it in the browser that it is about, and send you the code that it shows: it holds for a week, and nobody else can read by it.</p>
<p><label for="link">The link to send</label><input id="link" class="link" value="${supportUrl}" readonly></p></section>`;

const version = async (policy: SignedPolicy): Promise<number> => (await policy.read()).version;

/** Says what is known, or does what a form asks for. */
export async function answerReader(desk: Desk): Promise<Page> {
  const { policy, form } = desk;
  if (!policy) return readerPage(desk);
  try {
    const reader = refOf(form);
    const act = form.get('act');
    if (act === null) return await readerPage(desk, { report: await explain(policy, reader, desk) });
    return await helped(policy, reader, act, desk);
  } catch (error) {
    return readerPage(desk, { problem: refused(error) });
  }
}

async function helped(policy: SignedPolicy, reader: ReaderRef, act: string, desk: Desk): Promise<Page> {
  try {
    const done = await help(policy.readers, reader, act, desk);
    if (act === 'forget') return await readerPage({ ...desk, form: new URLSearchParams() }, { done });
    return await readerPage(desk, { done, report: await explain(policy, reader, desk) });
  } catch (error) {
    // A page that is loaded anew sends its form again, and so may two editors at once: it is shown as it stands.
    if (!(error instanceof PolicyError && error.code === 'ERR_PAYWALL_POLICY_CHANGED')) throw error;
    return readerPage(desk, { problem: refused(error), report: await explain(policy, reader, desk) });
  }
}

const DONE = {
  grant: 'They can read more. It holds on every process within five seconds.',
  open: 'The article is open to them. It holds on every process within five seconds.',
  reset: 'They start again, with nothing read. It holds on every process within five seconds.',
  forget: 'What they read is forgotten, and so is what was given to them.',
} as const;

async function help(readers: ReaderDesk, reader: ReaderRef, act: string, { form, editor }: Desk): Promise<string> {
  const by = { by: editor, version: Number(form.get('version')) || 0 };
  switch (act) {
    case 'grant':
      await readers.grant(reader, Number(form.get('count')), by);
      return DONE.grant;
    case 'open':
      await readers.open(reader, (form.get('article') ?? '').trim(), by);
      return DONE.open;
    case 'reset':
      await readers.reset(reader, by);
      return DONE.reset;
    case 'forget':
      await readers.forget(reader, by);
      return DONE.forget;
    default:
      throw outOfRange('act', act, 'grant, open, reset or forget');
  }
}

async function explain(policy: SignedPolicy, reader: ReaderRef, { form, articles }: Desk): Promise<ReaderReport> {
  const article = (form.get('article') ?? '').trim();
  const known = await articles();
  return policy.readers.explain(reader, {
    articles: known.map(({ id }) => id),
    ...(article !== '' && { article }),
  });
}

function refOf(form: URLSearchParams): ReaderRef {
  const pass = (form.get('pass') ?? '').trim();
  const id = (form.get('account') ?? '').trim();
  const plan = (form.get('plan') ?? '').trim();
  if (id === '') return { pass };
  const account = plan === '' ? id : { id, plan };
  return pass === '' ? { account } : { pass, account };
}

const refFields = (form: URLSearchParams): Html =>
  html`${['pass', 'account', 'plan'].map((name) => hidden(name, form.get(name) ?? ''))}`;

const STATES = {
  free: 'A new article is open',
  'register-prompt': 'A new article is open, with the prompt',
  blocked: 'A new article meets the wall',
} as const;

function reportSection(
  { state, read, limit, words, articles: ids }: ReaderReport,
  articles: readonly KnownArticle[],
  { format }: Desk,
): Html {
  const titles = new Map(articles.map(({ id, title }) => [id, title]));
  const titled = ids.filter((id) => titles.get(id) !== undefined);
  const of = Number.isFinite(limit) ? ` of ${format.number(limit)}` : '';
  return html`<section aria-label="What is known"><h2>${STATES[state]}</h2><p class="value">${format.number(read)}${of} read</p>
<ul class="words">${words.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${
  titled.length > 0 &&
  table(
    'What they read, by title, the newest last',
    ['Id', 'Title'],
    titled.map((id) => [id, titles.get(id)]),
  )
}</section>`;
}
