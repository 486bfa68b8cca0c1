import { createServer as createHttpServer, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createPaywall, memoryStore, type NodeRequest, type NodeResponse, type PaywallOptions } from '../src/index.js';
import { testOptions } from './support/site.js';
import { waitFor } from './support/wait.js';

/** What is common to Node's responses of HTTP/1 and of HTTP/2. */
interface AnyResponse extends NodeJS.WritableStream {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  on(event: string, listener: (...given: unknown[]) => void): this;
}
type Handler = (req: NodeRequest, res: NodeResponse) => void;

interface Answer {
  readonly status: number;
  readonly paywall: string | undefined;
  readonly text: string;
}
interface Protocol {
  serve(handler: Handler): Server;
  ask(port: number, method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Asked>;
}
interface Asked extends Answer {
  readonly cookies: readonly string[];
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'HTTP/1.1': {
    serve: (handler) => createHttpServer((req, res) => handler(req, res)),
    ask: (port, method, path, headers) =>
      new Promise((resolve, reject) => {
        const sending = requestHttp({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
          const { statusCode: status = 0, headers: fields } = response;
          const text = await textOf(response);
          resolve({ status, paywall: one(fields.paywall), text, cookies: fields['set-cookie'] ?? [] });
        });
        sending.on('error', reject).end();
      }),
  },
  'HTTP/2': {
    serve: (handler) => createHttp2Server((req, res) => handler(req, res)),
    ask: (port, method, path, headers) =>
      new Promise((resolve, reject) => {
        const session = connect(`http://127.0.0.1:${port}`).on('error', reject);
        const stream = session.request({ ':method': method, ':path': path, ...headers }).on('error', reject);
        stream.on('response', async (fields) => {
          const text = await textOf(stream);
          session.close();
          const cookies = fields['set-cookie'] ?? [];
          resolve({ status: fields[':status'] ?? 0, paywall: one(fields.paywall), text, cookies });
        });
        stream.end();
      }),
  },
};

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk);
  return text;
}

const one = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Ways in which a handler writes its page without asking what the method is. */
const WRITERS: Readonly<Record<string, (res: AnyResponse, text: string) => void>> = {
  end: (res, text) => void res.end(text),
  'write and end': (res, text) => {
    res.write(text);
    res.end();
  },
  pipe: (res, text) => void Readable.from([text]).pipe(res),
};

const WRITER_NAMES = Object.keys(WRITERS);

/** A site whose requests may say that they are of another method, as forms do that can only post. */
function site(writer: string, more: Partial<PaywallOptions> = {}): Handler {
  const meter = createPaywall(testOptions({ promptAfter: 1, blockAfter: 2, ...more })).meter();
  return (req, res) => {
    const { 'x-http-method-override': method } = req.headers;
    if (typeof method === 'string') Object.assign(req, { method });
    void meter(req, res, () => {
      const decision: unknown = Reflect.get(req, 'paywall');
      const blocked = JSON.stringify(decision).includes('"blocked"');
      WRITERS[writer]?.(res, blocked ? 'TEASER' : 'TEXT');
    });
  };
}

function clientOf(protocol: Protocol, port: number) {
  let cookie = '';
  return async (path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const { cookies, ...answer } = await protocol.ask(port, method, path, { ...(cookie && { cookie }), ...headers });
    const [pass] = cookies;
    if (pass !== undefined) cookie = pass.split(';')[0] ?? '';
    return answer;
  };
}

const OVERRIDDEN = { 'x-http-method-override': 'HEAD' };

describe.each(Object.keys(PROTOCOLS))('over %s', (name) => {
  const protocol = PROTOCOLS[name];
  if (!protocol) throw new Error('there is no such protocol');

  describe.each(WRITER_NAMES)('and a handler that uses %s', (writer) => {
    let server: Server;
    let port: number;
    beforeAll(async () => {
      server = protocol.serve(site(writer));
      port = await listening(server);
    });
    afterAll(() => closed(server));

    test.each(['POST', 'GET'])('a %s that the site turns into HEAD counts, and is blocked', async (method) => {
      const ask = clientOf(protocol, port);
      const seen: string[] = [];
      for (const path of ['/a', '/b', '/c', '/d']) {
        const { text, paywall } = await ask(path, method, OVERRIDDEN);
        seen.push(`${text} ${paywall?.split(';')[0]}`);
      }
      expect(seen).toEqual(['TEXT free', 'TEXT register-prompt', 'TEASER blocked', 'TEASER blocked']);
    });

    test('a real HEAD counts nothing, has no body and gets no pass', async () => {
      const ask = clientOf(protocol, port);
      for (const path of ['/a', '/b', '/c'])
        expect(await ask(path, 'HEAD')).toMatchObject({
          status: 200,
          text: '',
          paywall: expect.stringMatching(/^free; read=0;/),
        });
      for (const path of ['/a', '/b']) await ask(path);
      expect(await ask('/c', 'HEAD')).toMatchObject({ text: '', paywall: expect.stringMatching(/^blocked; read=2;/) });
    });

    test('a HEAD that the site turns into GET counts nothing either, as nobody sees a text', async () => {
      const ask = clientOf(protocol, port);
      for (const path of ['/a', '/b', '/c'])
        expect(await ask(path, 'HEAD', { 'x-http-method-override': 'GET' })).toMatchObject({ text: '' });
      expect(await ask('/d')).toMatchObject({ paywall: expect.stringMatching(/^free; read=0;/) });
    });

    test('the eleventh article and those after it are blocked by a handler of Node’s alone', async () => {
      const ten = protocol.serve(site(writer, { promptAfter: 3, blockAfter: 10, blockedStatus: 402 }));
      const ask = clientOf(protocol, await listening(ten));
      for (let nth = 1; nth <= 10; nth += 1) expect(await ask(`/${nth}`)).toMatchObject({ status: 200, text: 'TEXT' });
      for (let nth = 11; nth <= 13; nth += 1)
        expect(await ask(`/${nth}`)).toMatchObject({ status: 402, text: 'TEASER' });
      await closed(ten);
    });
  });

  test('a view whose reader is gone before the store has answered is taken back', async () => {
    const store = memoryStore();
    let asked: (() => void) | undefined;
    let taken = 0;
    const answers: (() => void)[] = [];
    const slow: PaywallOptions['store'] = {
      ...store,
      async visit(visit) {
        await new Promise<void>((resolve) => {
          answers.push(resolve);
          asked?.();
        });
        return store.visit(visit);
      },
      takeBack(key, member) {
        taken += 1;
        return store.takeBack(key, member);
      },
    };
    let gone = false;
    const handler = site('end', { store: slow, deadline: 10_000, blockAfter: 10 });
    const server = protocol.serve((req, res) => {
      res.on('close', () => {
        gone = true;
      });
      handler(req, res);
    });
    const port = await listening(server);
    const first = await protocol.ask(port, 'GET', '/a', {});
    const cookie = first.cookies[0]?.split(';')[0] ?? '';
    gone = false;
    const abort = leave(name, port, '/b', cookie);
    await waitFor('the store to be asked', () => answers.length === 1);
    abort();
    await waitFor('the reader to be gone', () => gone);
    answers[0]?.();
    await waitFor('the view to be taken back', () => taken === 1);
    await closed(server);
  });
});

/** Asks for a page; what it returns goes away before there is an answer. */
function leave(protocol: string, port: number, path: string, cookie: string): () => void {
  if (protocol === 'HTTP/2') {
    const session = connect(`http://127.0.0.1:${port}`).on('error', () => undefined);
    const stream = session.request({ ':path': path, cookie }).on('error', () => undefined);
    return () => {
      stream.close();
      session.destroy();
    };
  }
  const sending = requestHttp({ host: '127.0.0.1', port, path, headers: { cookie } }).on('error', () => undefined);
  sending.end();
  return () => sending.destroy();
}

test.each(['send', 'json', 'end', 'write'] as const)(
  'under Express, a POST that the site turns into HEAD counts by res.%s too',
  async (how) => {
    const paywall = createPaywall(testOptions({ promptAfter: 1, blockAfter: 2 }));
    const app = express();
    app.use((req, _res, next) => {
      if (req.get('X-HTTP-Method-Override')) req.method = 'HEAD';
      next();
    });
    app.use(paywall.meter(), (req, res) => {
      res[how](req.paywall.state === 'blocked' ? 'TEASER' : 'TEXT');
      if (how === 'write') res.end();
    });
    const server = createHttpServer(app);
    const port = await listening(server);
    const seen: string[] = [];
    let cookie = '';
    for (const path of ['/a', '/b', '/c']) {
      // res.send() promises a body that it then leaves out, so that nobody can wait for the end of it.
      const fields = await fieldsOf(port, path, { ...OVERRIDDEN, cookie });
      seen.push(fields.paywall?.toString().split(';')[0] ?? '');
      cookie = fields['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    }
    expect(seen).toEqual(['free', 'register-prompt', 'blocked']);
    server.closeAllConnections();
    await closed(server);
  },
);

/** Sends a POST and reads the fields of the answer alone. */
function fieldsOf(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    const sending = requestHttp({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      resolve(response.headers);
      sending.destroy();
    });
    sending.on('error', reject).end();
  });
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
