import { expect, test } from '@jest/globals';
import { REFUSALS } from '../../src/console/words.js';
import { hiddenIn, openConsole, wordsOf } from './desk.js';

/** Words of whoever wrote the software, which no editor would use; prompts alone are turned, on and off. */
const ODD =
  /\b(is|are) to be\b|\bwhoever\b|\bturn(s|ed)?\b(?! prompts)|\bin code\b|\bcode of the site\b|\banew\b|\bbesides\b|\bdegraded\b|\bprocess(es)?\b|\btake it along\b|\bnone of those\b|\bsigned on\b|\btold of\b/gi;

test('the console speaks as a newspaper does', async () => {
  const site = await openConsole({}, { articles: ['/news/1', { id: '/news/2', title: 'Two' }] });
  const reader = site.reader();
  await site.read(reader, ...Array.from({ length: 12 }, (_, index) => index));
  await site.policy.change({ blockAfter: 9, openUntil: new Date(site.time.clock() + 60_000) }, { by: 'Ben' });
  await site.policy.change({ prompts: false, openUntil: null }, { by: 'Ben' });
  await site.policy.change({ plans: { registered: { promptAfter: 1, blockAfter: 2 } } }, { by: 'Ben' });
  const pass = reader.cookie;
  const version = async () => (await site.policy.read()).version;
  await site.policy.readers.open({ pass }, '/news/1', { by: 'Ben' });
  const granted = await site.editor.post('/reader', { pass, version: await version(), act: 'grant', count: 2 });
  const lines = (await site.policy.read()).log.map((line) => line.version);
  const pages = [
    ...(await Promise.all(
      [
        ...[
          '/',
          '/policy',
          '/policy?said=changed',
          '/policy?said=undone',
          '/reader',
          '/what-if',
          '/what-if?blockAfter=x',
        ],
        ...['promptAfter=0&blockAfter=0&prompts=on', 'blockAfter=never', 'blockAfter=1', 'blockAfter=x'].map(
          (query) => `/policy/confirm?${query}`,
        ),
        ...['openUntil=2026-11-15T20:30', 'openUntil=2030-01-01T00:00', 'openUntil='].map(
          (query) => `/policy/confirm?${query}`,
        ),
        ...lines.map((line) => `/policy/undo?line=${line}`),
        ...['/policy/undo?line=1', '/?from=never', '/nowhere'],
      ].map((path) => site.editor.get(path)),
    )),
    granted,
    await site.editor.post('/reader', { pass, article: '/news/99' }),
    await site.editor.post('/reader', { pass, article: '/news/3' }),
    await site.editor.post('/reader', { pass: 'none' }),
    await site.editor.post('/reader', { account: 'ann', plan: 'registered' }),
    await site.editor.post('/reader', { account: 'ann', plan: 'subscriber' }),
    await site.editor.post('/reader', { pass, act: 'grant', count: 0 }),
    await site.editor.post('/reader', { pass, act: 'banish' }),
    await site.editor.post('/reader', { pass, version: hiddenIn(granted, 'version'), act: 'reset' }),
    await site.editor.post('/reader', { pass, version: 1, act: 'reset' }),
    await site.editor.post('/reader', { pass, version: await version(), act: 'forget' }),
  ];
  const said = [...pages.map(wordsOf), ...Object.values(REFUSALS).flat()];
  expect([...new Set(said.flatMap((text) => text.match(ODD) ?? []))]).toEqual([]);
});
