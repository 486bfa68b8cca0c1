import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { memoryStore, signedPolicy } from '../../src/index.js';
import { createService } from '../../src/service.js';
import { createBrowser, serve } from '../support/http.js';
import { SECRET } from '../support/site.js';
import { waitFor } from '../support/wait.js';
import { serveInWorkerd } from './worker-cache.js';

const TOKEN = 'a-token-that-is-long-enough';

test('a paywall in a Worker, with its store at a service without Redis, follows the newsroom', async () => {
  const policy = signedPolicy();
  const keys = [{ id: 'one', secret: SECRET }];
  const service = await serve(
    createService({
      ...{ site: 'https://news.example', keys, token: TOKEN, store: memoryStore(), policy },
      ...{ promptAfter: 1, blockAfter: 2 },
    }),
  );
  const worker = await serveInWorkerd(
    join('tests', 'proxies', 'policy-worker.ts'),
    { SERVICE: `http://127.0.0.1:${service.port}`, TOKEN, SECRET },
    ['nodejs_compat', 'nodejs_compat_populate_process_env'],
  );
  const reader = createBrowser(worker.port);
  const view = async (article: string) => (await reader.send({ path: `/news/${article}` })).text;
  const once = (said: string) => waitFor(`"${said}"`, async () => (await view('c')) === said);
  try {
    expect([await view('a'), await view('b'), await view('c')]).toEqual([
      'free first-view',
      'register-prompt new-article',
      'blocked limit',
    ]);
    await policy.change({ openUntil: new Date(Date.now() + 3_600_000) }, { by: 'Anna' });
    await once('free open');
    await policy.change({ openUntil: null }, { by: 'Anna' });
    await once('blocked recheck');
    await policy.change({ blockAfter: 3 }, { by: 'Anna' });
    await once('register-prompt new-article');
  } finally {
    policy.close();
    await worker.stop();
    await service.close();
  }
}, 120_000);
