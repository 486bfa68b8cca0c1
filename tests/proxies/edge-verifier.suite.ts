import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { ensureFile } from '../support/install.js';
import { freePort } from '../support/ports.js';
import type { Running } from '../support/process.js';
import { VECTORS } from '../support/vectors.js';
import { NJS } from './page-caches.js';
import { runNginx } from './run-nginx.js';
import type { Asked } from './vectors-worker.js';
import { serveInWorkerd } from './worker-cache.js';

/** Asked as the Worker is. */
const IN_NJS = `
import paywall from 'paywall.js';
function answer(r) {
  const asked = JSON.parse(r.requestText);
  r.return(200, JSON.stringify(asked.questions.map((each) => {
    return paywall.judge(each.token, each.article, asked.now, asked.edge, asked.key);
  })));
}
export default { answer };
`;

let njs: Running;
let njsPort = 0;
let worker: Awaited<ReturnType<typeof serveInWorkerd>>;
beforeAll(async () => {
  worker = await serveInWorkerd('tests/proxies/vectors-worker.ts', {});
  njsPort = await freePort();
  const http = (dir: string) => {
    writeFileSync(join(dir, 'paywall.js'), readFileSync(join(process.cwd(), 'examples', 'cache', 'paywall.js')));
    writeFileSync(join(dir, 'vectors.js'), IN_NJS);
    return `js_path ${dir}; js_import vectors from vectors.js; server { listen 127.0.0.1:${njsPort};
      client_body_buffer_size 1m; location / { js_content vectors.answer; } }`;
  };
  njs = await runNginx(njsPort, http, `load_module ${ensureFile(NJS, 'libnginx-mod-http-js')};`);
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await njs?.stop();
});

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

/** What njs says, which knows HS256 alone, and no Unicode forms. */
async function judgeByNjs(questions: Asked['questions']): Promise<unknown[]> {
  const { k = '', kid } = keys.find(({ alg }) => alg === 'HS256') ?? {};
  const edge = { site, articleKey, blockAfter: VECTORS.blockAfter, recheck: VECTORS.recheck };
  const key = { kid, secret: Buffer.from(k, 'base64url').toString() };
  const { status, text } = await send(njsPort, {
    ...{ method: 'POST', path: '/' },
    body: JSON.stringify({ now, edge, key, questions }),
  });
  expect(status).toBe(200);
  return JSON.parse(text);
}

test('in nginx, by njs, passes under the secret are read as they are, and all others asked about', async () => {
  for (const { token, says, unread, key } of passes) {
    const names = says.ledger.map(nameOf).filter((name) => !/[^ -~]/.test(name));
    const questions = [{ token, article: 'never-read' }, ...names.map((article) => ({ token, article }))];
    const [other, ...open] = await judgeByNjs(questions);
    const met = (says.metPrompt && says.state === 'free') || (says.metWall && says.state !== 'blocked');
    const plain = !met && says.arm === null && says.generation + says.granted === 0 && !says.account && !says.prompted;
    const known = key === 'hs' && plain;
    const saying = (open: boolean) => expect.objectContaining({ open, read: says.read, exp: says.exp });
    expect(open).toEqual(names.map(() => (known ? saying(true) : null)));
    expect(other).toEqual(known && unread === 'blocked' ? saying(false) : null);
  }
});

test('in nginx, by njs, every text to be refused is', async () => {
  const questions = refused.flatMap(({ token }) => articles.slice(0, 3).map(({ name }) => ({ token, article: name })));
  expect(await judgeByNjs(questions)).toEqual(questions.map(() => null));
});
