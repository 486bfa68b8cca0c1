import type { IncomingMessage } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { createPaywall } from '../src/index.js';
import { createBrowser, type Served, serve } from './support/http.js';
import { SECRET } from './support/site.js';

const options = { site: 'https://news.example', keys: [{ id: 'one', secret: SECRET }] };

let served: Served | undefined;
afterEach(() => served?.close());

test('plain node:http has the decision on its own request, typed', async () => {
  const paywall = createPaywall<IncomingMessage>({ ...options, blockAfter: 3, promptAfter: 1 });
  const meter = paywall.meter({ article: (req) => req.url ?? '' });
  served = await serve((req, res) => {
    void meter(req, res, () => {
      const { state, read } = paywall.decisionOf(req);
      res.end(`${state} ${read}`);
    });
  });
  const reader = createBrowser(served.port);
  const seen: string[] = [];
  for (const path of ['/a', '/b', '/c', '/d']) seen.push((await reader.send({ path })).text);
  expect(seen).toEqual(['free 0', 'register-prompt 1', 'register-prompt 2', 'blocked 3']);
});

test('a request that passed no meter has none, and is not taken for open', async () => {
  const paywall = createPaywall<IncomingMessage>(options);
  let thrown: unknown;
  served = await serve((req, res) => {
    try {
      paywall.decisionOf(req);
    } catch (error) {
      thrown = error;
    }
    res.end();
  });
  await createBrowser(served.port).send({ path: '/a' });
  expect(thrown).toEqual(
    new TypeError("This request passed no meter(): give Node's own request, behind the middleware"),
  );
});
