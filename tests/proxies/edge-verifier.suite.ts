import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { VECTORS } from '../support/vectors.js';
import type { Asked } from './vectors-worker.js';
import { serveInWorkerd } from './worker-cache.js';

let worker: Awaited<ReturnType<typeof serveInWorkerd>>;
beforeAll(async () => {
  worker = await serveInWorkerd('tests/proxies/vectors-worker.ts', {});
}, 120_000);
afterAll(() => worker?.stop());

const { site, keys, articleKey, articles, now, passes, refused } = VECTORS;
const nameOf = (id: number) => articles.find((article) => article.id === id)?.name ?? '';

async function judge(questions: Asked['questions']): Promise<unknown[]> {
  const asked: Asked = { site, keys, articleKey, now, questions };
  const { status, text } = await send(worker.port, { method: 'POST', path: '/', body: JSON.stringify(asked) });
  expect(status).toBe(200);
  return JSON.parse(text);
}

test('in workerd every pass of the vectors is read as it is', async () => {
  for (const { token, says, unread } of passes) {
    const read = says.ledger.map((id) => ({ token, article: nameOf(id) }));
    const [other, ...open] = await judge([{ token, article: 'never-read' }, ...read]);
    expect(open).toEqual(read.map(() => expect.objectContaining({ open: true, read: says.read, exp: says.exp })));
    expect(other).toEqual(unread === 'ask' ? null : expect.objectContaining({ open: false, read: says.read }));
  }
});

test('in workerd every text to be refused is', async () => {
  const questions = refused.flatMap(({ token }) => articles.slice(0, 4).map(({ name }) => ({ token, article: name })));
  expect(await judge(questions)).toEqual(questions.map(() => null));
});
