import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { simulate } from '../../src/simulate/index.js';
import { combinedLine, FIREFOX, logOf, type Said, simulated } from './logs.js';

const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** What one line is, or what its article is read as beside another. */
async function kindOf(line: string, options: Parameters<typeof simulated>[1] = {}): Promise<string | undefined> {
  // Another that is read in any case, for nothing follows from a log without a view.
  const json = JSON.stringify({
    time_iso8601: '2026-11-15T12:00:00Z',
    request: 'GET /news/x',
    status: 200,
    remote_addr: 'x',
  });
  const { kinds } = await simulated(
    [line, options.format === 'json' ? json : combinedLine({ address: '192.0.2.99' })],
    options,
  );
  const [kind, more] = Object.entries(kinds)
    .flatMap(([name, count]) => Array<string>(count).fill(name))
    .sort((one) => (one === 'view' ? 1 : -1));
  return more === 'view' ? kind : `${kind} and ${more}`;
}

describe('a line in the combined format', () => {
  test.each<[string, Said]>([
    ['view', {}],
    ['view', { status: 304 }],
    ['view', { status: 206 }],
    ['view', { request: 'GET /news/1?page=2 HTTP/2.0' }],
    ['view', { request: 'GET https://news.example/news/1 HTTP/1.1' }],
    ['no-article', { request: 'GET / HTTP/1.1' }],
    ['no-article', { request: 'GET /news/ HTTP/1.1' }],
    ['no-article', { request: 'GET /news/1/photos HTTP/1.1' }],
    ['no-article', { request: 'POST /news/1 HTTP/1.1' }],
    ['no-article', { request: '\\x16\\x03\\x01\\x02', status: 400 }],
    ['no-article', { request: '-', status: 408 }],
    ['head', { request: 'HEAD /news/1 HTTP/1.1' }],
    ['came-to-nothing', { status: 404 }],
    ['came-to-nothing', { status: 301 }],
    ['came-to-nothing', { status: 500 }],
    ['came-to-nothing', { status: 499 }],
    ['crawler', { agent: GOOGLEBOT }],
    ['ai-crawler', { agent: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)' }],
    ['view', { agent: 'NotGooglebot/1.0' }],
    ['no-reader', { address: '-' }],
    ['unreadable', { time: '15/Nov/2026' }],
    ['unreadable', { time: '15/Foo/2026:12:00:00 +0000' }],
  ])('is %s for %j', async (kind, said) => {
    expect(await kindOf(combinedLine(said))).toBe(kind);
  });

  test.each([
    ['view', '192.0.2.1 - - [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" 200 12'],
    ['view', 'news.example:443 192.0.2.1 - - [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" 200 12 "-" "Opera"'],
    [
      'view',
      '192.0.2.1 - Anna Lind [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" 200 - "-" "a \\"quoted\\" one"',
    ],
    [
      'view',
      '2001:db8::1 - - [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" 200 12 "-" "Opera" "203.0.113.7" 0.01',
    ],
    ['unreadable', 'Nov 15 12:00:00 web nginx: 192.0.2.1 GET /news/1 200'],
    ['unreadable', '192.0.2.1 - - [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" 200 12 "-" "cut o'],
    ['unreadable', '192.0.2.1 - - [15/Nov/2026:12:00:00 +0000] "GET /news/1 HTTP/1.1" OK 12 "-" "Opera"'],
    ['unreadable', '\u0000\u0000\u0000'],
    ['unreadable', '{"time":'],
  ])('is %s for %s', async (kind, line) => {
    expect(await kindOf(line)).toBe(kind);
  });
});

describe('a line in JSON', () => {
  const at = '2026-11-15T12:00:00Z';
  test.each<[string, object]>([
    [
      'view',
      { time_iso8601: at, request: 'GET /news/1 HTTP/1.1', status: 200, remote_addr: '::1', http_user_agent: FIREFOX },
    ],
    [
      'view',
      { msec: '1794744000.123', request_method: 'GET', request_uri: '/news/1?a', status: '200', remote_addr: '::1' },
    ],
    [
      'speculative',
      {
        time_iso8601: at,
        request: 'GET /news/1 HTTP/1.1',
        status: 200,
        remote_addr: '::1',
        http_sec_purpose: 'prefetch',
      },
    ],
    [
      'subresource',
      {
        time_iso8601: at,
        request: 'GET /news/1 HTTP/1.1',
        status: 200,
        remote_addr: '::1',
        http_sec_fetch_dest: 'image',
      },
    ],
    [
      'view',
      {
        ts: 1794744000.5,
        request: { client_ip: '::1', method: 'GET', uri: '/news/1', headers: { 'User-Agent': [FIREFOX] } },
        status: 200,
      },
    ],
    [
      'crawler',
      {
        ts: 1794744000.5,
        request: { client_ip: '::1', method: 'GET', uri: '/news/1', headers: { 'User-Agent': [GOOGLEBOT] } },
        status: 200,
      },
    ],
    [
      'speculative',
      {
        ts: 1794744000.5,
        request: {
          client_ip: '::1',
          method: 'GET',
          uri: '/news/1',
          headers: { 'Sec-Purpose': ['prefetch;prerender'] },
        },
        status: 200,
      },
    ],
    [
      'view',
      {
        StartUTC: '2026-11-15T12:00:00.123456789Z',
        RequestMethod: 'GET',
        RequestPath: '/news/1',
        DownstreamStatus: 200,
        ClientHost: '192.0.2.1',
        'request_User-Agent': FIREFOX,
      },
    ],
    [
      'crawler',
      {
        StartUTC: at,
        RequestMethod: 'GET',
        RequestPath: '/news/1',
        DownstreamStatus: 200,
        ClientHost: '192.0.2.1',
        'request_User-Agent': GOOGLEBOT,
      },
    ],
    [
      'crawler',
      {
        EdgeStartTimestamp: 1_794_744_000_000_000_000,
        ClientRequestMethod: 'GET',
        ClientRequestURI: '/news/1',
        EdgeResponseStatus: 200,
        ClientIP: '192.0.2.1',
        ClientRequestUserAgent: GOOGLEBOT,
      },
    ],
    [
      'crawler',
      {
        time: 1_794_744_000_000,
        req: { method: 'GET', url: '/news/1', remoteAddress: '::1', headers: { 'user-agent': GOOGLEBOT } },
        res: { statusCode: 200 },
      },
    ],
    ['unreadable', { time: '12:00', request: 'GET /news/1 HTTP/1.1', status: 200, remote_addr: '::1' }],
    ['unreadable', { time: '2026-11-15 12:00:00', request: 'GET /news/1 HTTP/1.1', status: 200, remote_addr: '::1' }],
    ['unreadable', { time: '9e99', request: 'GET /news/1 HTTP/1.1', status: 200, remote_addr: '::1' }],
    ['unreadable', { time_iso8601: at, request: 'GET /news/1 HTTP/1.1', remote_addr: '::1' }],
    ['unreadable', { time_iso8601: at, status: 200, remote_addr: '::1' }],
    ['unreadable', { __proto__: { status: 200 } }],
    ['unreadable', []],
    ['no-reader', { time_iso8601: at, request: 'GET /news/1 HTTP/1.1', status: 200 }],
  ])('is %s for %j', async (kind, fields) => {
    expect(await kindOf(JSON.stringify(fields), { format: 'json' })).toBe(kind);
  });
});

describe("a line in a format of the site's own", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx writes them so.
  const format = '$msec|${remote_addr} "$request" $status "$http_cookie" "$http_sec_purpose"';
  const line = (cookie: string, purpose = '-') =>
    `1794744000.001|192.0.2.1 "GET /news/1 HTTP/1.1" 200 "${cookie}" "${purpose}"`;
  const read = async (lines: readonly string[], reader?: string) => simulated(lines, { format, reader });

  test('is read by the names that the format gives', async () => {
    const { kinds, readers } = await read([
      line('-'),
      line('a=\\x22', 'prefetch'),
      line('cut').slice(0, -3),
      combinedLine(),
    ]);
    expect({ kinds, readers }).toMatchObject({ kinds: { view: 1, speculative: 1, unreadable: 2 }, readers: 1 });
  });

  test('names readers by a field, or by one of the cookies that are logged', async () => {
    const lines = [line('visitor=1; a=b'), line('a=b; visitor=2'), line('a=b'), line('visitor=1')];
    expect(await read(lines)).toMatchObject({ readers: 1 });
    const byCookie = await read(lines, 'cookie_visitor');
    expect(byCookie).toMatchObject({ readers: 2, kinds: { view: 3, 'no-reader': 1 } });
    expect(byCookie.warnings.join()).toMatch(/Left out, with nothing in cookie_visitor: 1 of 4 views\./);
    expect(byCookie.known[0]).toMatch(/^A reader is a value of cookie_visitor/);
  });

  test('takes as long as it is, whatever a visitor sends', async () => {
    const hostile = '"\\"'.repeat(20_000);
    const begun = performance.now();
    const { kinds } = await read([line('-'), hostile, `1794744000.001|${hostile}`, line(' \\" 1 \\"'.repeat(7000))]);
    expect(kinds).toMatchObject({ view: 2, unreadable: 2 });
    // Quadratic time would be minutes.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('lines', () => {
  const two = [combinedLine(), '', combinedLine({ request: 'GET /news/2 HTTP/1.1' }), ''];

  test.each<[string, string | Uint8Array]>([
    ['ended as Unix ends them', two.join('\n')],
    ['ended as Windows ends them', two.join('\r\n')],
    ['with a byte order mark', `\uFEFF${two.join('\n')}`],
    ['without an end', two.join('\n').trimEnd()],
    ['compressed', gzipSync(two.join('\n'))],
    ['compressed in two members', Buffer.concat([gzipSync(`${two[0]}\n`), gzipSync(`${two[2]}\n`)])],
  ])('are read %s, in pieces of any size', async (_how, content) => {
    for (const piece of [1, 2, 7, 100_000]) {
      const report = await simulate({ articles: ['/news/'] }, [logOf(content, 'log', piece)]);
      expect(report).toMatchObject({ lines: 2, kinds: { view: 2 }, distribution: [0, 0, 1] });
    }
  });

  test('that are huge are told of, and neither held nor taken for others', async () => {
    const huge = `${combinedLine()}${'x'.repeat(3_000_000)}`;
    const report = await simulate({ articles: ['/news/'] }, [
      logOf([combinedLine(), huge, combinedLine()], 'log', 50_000),
    ]);
    expect(report).toMatchObject({ lines: 3, kinds: { view: 2, unreadable: 1 } });
    expect(report.badLines).toEqual([{ log: 'log', line: 2, why: 'it is longer than any server writes', text: '' }]);
  });

  test('that are bad are counted in full, and the first of them shown', async () => {
    const report = await simulated([combinedLine(), '', ...Array<string>(10).fill('\u001b[31mno line\u202e of ours')]);
    expect(report.kinds).toMatchObject({ view: 1, unreadable: 10 });
    expect(report.badLines.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(report.badLines[0]?.text).toBe('no line of ours');
  });

  test('are each one thing', async () => {
    const lines = [{}, { status: 404 }, { agent: GOOGLEBOT }, { request: 'GET / HTTP/1.1' }, { address: '-' }].map(
      combinedLine,
    );
    const { kinds, lines: count } = await simulated([...lines, 'bad']);
    expect(Object.values(kinds).reduce((sum, each) => sum + each, 0)).toBe(count);
  });
});

describe('logs that say nothing', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['are empty', '\n\n', /^The logs are empty$/],
    [
      'are of another format',
      'one\ntwo \u001b[2J',
      /^None of 2 lines could be read\. In access\.log, line 1, it is not of this format: "one"\. Give its --format$/,
    ],
    [
      'have no article',
      combinedLine({ request: 'GET / HTTP/1.1' }),
      /^None of 1 lines is a view of an article by a reader \(1 no-article\)\. Give the paths of articles by --article$/,
    ],
    [
      'are cut in the middle of what is compressed',
      gzipSync(combinedLine()).subarray(0, -9),
      /^access\.log cannot be read to its end: /,
    ],
  ])('%s', async (_what, content, message) => {
    await expect(simulated(content)).rejects.toThrow(message);
  });
});

describe('what is to be minded', () => {
  const of = async (lines: readonly string[], reader?: string) =>
    (await simulated(lines, { period: 'day', reader })).warnings.join('\n');
  const hours = ['00:10:00', '12:00:00', '23:50:00'];
  const atAll = (said: Said) => hours.map((hour) => combinedLine({ ...said, time: `15/Nov/2026:${hour} +0000` }));

  test('is nothing where there is nothing', async () => {
    expect(await of([...atAll({}), ...atAll({ address: '192.0.2.2' }), ...atAll({ address: '192.0.2.3' })])).toBe('');
  });

  test('is that a log may have the address of a proxy', async () => {
    const lines = [...atAll({ agent: 'a' }), ...atAll({ agent: 'b' })];
    expect(await of(lines)).toMatch(/^Half of the views or more come from 192\.0\.2\.1, /);
  });

  test('is that a log has no user agents', async () => {
    const lines = [...atAll({}), ...atAll({ address: '192.0.2.2' }), ...atAll({ address: '192.0.2.3' })];
    expect(await of(lines.map((line) => line.replace(/ "-" ".*$/, '')))).toMatch(/^Most lines have no user agent: /);
  });

  test('is that a period is cut', async () => {
    const lines = [...atAll({}), ...atAll({ address: '192.0.2.2' }), ...atAll({ address: '192.0.2.3' })];
    expect(await of(lines.filter((line) => !line.includes(':00:10')))).toMatch(
      /^The logs do not begin and end with a day: /,
    );
  });
});
