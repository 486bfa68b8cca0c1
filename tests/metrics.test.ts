import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type OpenMetricsContentType, Registry } from 'prom-client';
import { createPaywall as createFetchPaywall } from '../src/fetch.js';
import { createPaywall, memoryStore, type Paywall, type PaywallOptions, type Store } from '../src/index.js';
import { createService } from '../src/service.js';
import { type Served, serve } from './support/http.js';
import { ensureInstalled } from './support/install.js';
import { ask, http } from './support/service.js';
import { testOptions } from './support/site.js';

const served: Served[] = [];
afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

const plans = { limited: { promptAfter: 3, blockAfter: 10 } };
const OLD = { id: 'old', secret: 'the old secret of the site, 32 bytes or more' };

const brokenStore: Store = {
  visit: () => Promise.reject(new Error('down')),
  takeBack: () => Promise.reject(new Error('down')),
};

/** A reader with an account, whose every view needs the store; and one without, who has a cookie. */
function viewOf(article: string, more: { readonly user?: string; readonly cookie?: string } = {}) {
  const { user, cookie } = more;
  return {
    method: 'GET',
    target: '/',
    headers: cookie === undefined ? {} : { cookie },
    article: async () => article,
    ...(user !== undefined && { account: () => ({ id: user, plan: 'limited' }) }),
  };
}

function open(more: Partial<PaywallOptions> = {}) {
  const paywall = createPaywall(testOptions({ plans, onEvent: () => undefined, ...more }));
  const register = new Registry();
  paywall.metrics(register);
  return { paywall, register, value: async (line: string) => valueIn(await register.metrics(), line) };
}

/** The value in the line that begins so; `undefined` where there is none. */
function valueIn(text: string, line: string): number | undefined {
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length));
}

async function cookieOf(paywall: Paywall, article: string): Promise<string> {
  return String((await paywall.decide(viewOf(article))).end(200).cookie).split(';')[0] ?? '';
}

describe('paywall.metrics', () => {
  test('counts decisions by state and reason', async () => {
    const { paywall, value } = open();
    const cookie = await cookieOf(paywall, 'a');
    for (const article of ['a', 'b', 'c']) await paywall.decide(viewOf(article, { cookie }));
    await paywall.decide({ method: 'POST', target: '/', headers: {} });
    expect(await value('paywall_decisions_total{state="free",reason="first-view"}')).toBe(1);
    expect(await value('paywall_decisions_total{state="free",reason="re-read"}')).toBe(1);
    expect(await value('paywall_decisions_total{state="free",reason="new-article"}')).toBe(2);
    expect(await value('paywall_decisions_total{state="free",reason="not-metered"}')).toBe(1);
  });

  test('counts passes by the key that signed them, and those refused by cause', async () => {
    const [key = OLD] = testOptions().keys;
    const articleSecret = OLD.secret;
    const before = open({ keys: [OLD] });
    const after = open({ keys: [{ ...key, id: 'new' }, OLD], articleSecret });
    expect(await after.value('paywall_passes_accepted_total{key="old"}')).toBe(0);
    const cookie = await cookieOf(before.paywall, 'a');
    const outcome = await after.paywall.decide(viewOf('a', { cookie }));
    const renewed = String(outcome.end(200).cookie).split(';')[0] ?? '';
    await after.paywall.decide(viewOf('a', { cookie: renewed }));
    await before.paywall.decide(viewOf('a', { cookie: renewed }));
    expect(await after.value('paywall_passes_accepted_total{key="old"}')).toBe(1);
    expect(await after.value('paywall_passes_accepted_total{key="new"}')).toBe(1);
    expect(await before.value('paywall_passes_refused_total{cause="unknown-key"}')).toBe(1);
    expect(await before.value('paywall_passes_refused_total{cause="bad-signature"}')).toBe(0);
  });

  test('measures what the store takes, and tells what became of each call', async () => {
    const well = open();
    await well.paywall.decide(viewOf('a', { user: 'ann' }));
    expect(await well.value('paywall_store_views_total{result="answered"}')).toBe(1);
    expect(await well.value('paywall_store_duration_seconds_count')).toBe(1);
    expect(await well.value('paywall_store_duration_seconds_bucket{le="+Inf"}')).toBe(1);
    expect(await well.value('paywall_store_breaker_state{state="closed"}')).toBe(1);

    const down = open({ store: brokenStore });
    for (let count = 0; count < 7; count += 1) await down.paywall.decide(viewOf('a', { user: 'ann' }));
    expect(await down.value('paywall_store_views_total{result="lost"}')).toBe(5);
    expect(await down.value('paywall_store_views_total{result="unasked"}')).toBe(2);
    expect(await down.value('paywall_store_breaker_state{state="open"}')).toBe(1);
    expect(await down.value('paywall_store_breaker_state{state="closed"}')).toBe(0);
    expect(await down.value('paywall_decisions_total{state="free",reason="store-down"}')).toBe(7);
  });

  test('tells of calls without an answer and of views to be taken back', async () => {
    const store = memoryStore();
    const hanging: Store = { ...store, takeBack: () => new Promise(() => undefined) };
    const { paywall, value } = open({ store: hanging });
    const outcome = await paywall.decide(viewOf('a', { user: 'ann' }));
    expect(await value('paywall_take_backs_waiting')).toBe(0);
    outcome.end(500);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await value('paywall_take_backs_waiting')).toBe(1);
    expect(await value('paywall_store_calls_in_flight')).toBe(1);
    expect(await value('paywall_take_backs_lost_total')).toBe(0);
  });

  test("measures the site's functions, and how many views are decided together", async () => {
    const { paywall, value } = open();
    const together = ['a', 'b', 'c'].map((article) => paywall.decide(viewOf(article, { user: 'ann' })));
    await Promise.all(together);
    expect(await value('paywall_site_function_duration_seconds_count{function="article"}')).toBe(3);
    expect(await value('paywall_site_function_duration_seconds_count{function="account"}')).toBe(3);
    expect(await value('paywall_turn_views_sum')).toBe(3);
    expect(await value('paywall_turn_views_bucket{le="2"}')).toBe(0);
    expect(await value('paywall_turn_views_bucket{le="4"}')).toBe(1);
  });

  test('names no reader, no article and no account', async () => {
    const { paywall, register } = open();
    const cookie = await cookieOf(paywall, 'tides');
    await paywall.decide(viewOf('harbour', { cookie, user: 'ann@example.org' }));
    const text = await register.metrics();
    expect(text).not.toMatch(/tides|harbour|ann@/);
    expect(text.split('\n').length).toBeLessThan(150);
  });

  test('is the same for pages that are answered by fetch', async () => {
    const { site, keys } = testOptions();
    const paywall = createFetchPaywall({ site, keys });
    const register = new Registry();
    paywall.metrics(register);
    await paywall.decide(viewOf('a'));
    const line = 'paywall_decisions_total{state="free",reason="first-view"}';
    expect(valueIn(await register.metrics(), line)).toBe(1);
  });

  test('is read as JSON, as OpenMetrics and with default labels too', async () => {
    const { paywall } = open();
    await paywall.decide(viewOf('a', { user: 'ann' }));
    const openMetrics = new Registry<OpenMetricsContentType>();
    openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    paywall.metrics(openMetrics);
    expect(await openMetrics.metrics()).toContain('# TYPE paywall_decisions counter\npaywall_decisions_total{state=');
    const register = new Registry();
    register.setDefaultLabels({ process: '1' });
    paywall.metrics(register);
    register.resetMetrics();
    expect(await register.metrics()).toContain('paywall_store_views_total{result="answered",process="1"} 1');
    expect(JSON.stringify(await register.getMetricsAsJSON())).toContain('"result":"answered","process":"1"');
  });
});

describe('GET /metrics of the service', () => {
  const TOKEN = 'a-token-that-is-long-enough';

  async function start(more: { readonly token?: string; readonly keyId?: string } = {}): Promise<number> {
    const { site, keys } = testOptions();
    const [key = OLD] = keys;
    const server = await serve(
      createService({
        site,
        keys: [{ ...key, id: more.keyId ?? key.id }],
        plans,
        ...(more.token !== undefined && { token: more.token }),
      }),
    );
    served.push(server);
    return server.port;
  }

  test('gives what promtool takes without a word, whatever a key is called', async () => {
    const port = await start({ keyId: 'a "key" \\ of ours' });
    const cookie = String((await ask(port, { article: 'a' })).headers['Set-Cookie']).split(';')[0] ?? '';
    await ask(port, { article: 'b', headers: { cookie } });
    const { status, headers, text } = await http(port, 'GET', '/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(new Registry().contentType);
    expect(valueIn(text, 'paywall_passes_accepted_total{key="a \\"key\\" \\\\ of ours"}')).toBe(1);
    const checked = spawnSync(ensureInstalled('promtool', 'prometheus'), ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    });
    expect([checked.status, checked.stdout + checked.stderr]).toEqual([0, '']);
  });

  test('is written as prom-client writes it', async () => {
    const { paywall, register } = open();
    await paywall.decide(viewOf('a', { user: 'ann' }));
    const port = await start();
    await ask(port, { article: 'a' });
    const kinds = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));
    expect(kinds((await http(port, 'GET', '/metrics')).text)).toEqual(kinds(await register.metrics()));
  });

  test('wants the token', async () => {
    const port = await start({ token: TOKEN });
    expect((await http(port, 'GET', '/metrics')).status).toBe(401);
    expect((await http(port, 'GET', '/metrics', { Authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });
});
