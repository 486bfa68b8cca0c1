import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

/** What became of one request, as its reader saw it. */
export interface Entry {
  /** Milliseconds on the reader's own clock when it was asked for and when that was over. */
  readonly from: number;
  readonly to: number;
  readonly article: string;
  readonly outcome: 'served' | 'blocked' | 'missing' | 'aborted' | 'lost' | 'broken';
  readonly read: number;
  readonly degraded: boolean;
  /** The most articles that may rightly have been counted by then. */
  readonly atMost: number;
}

/** A reader with a browser's cookie jar, who keeps a log of what they were served. */
export interface Reader {
  readonly log: readonly Entry[];
  /** Distinct articles whose full text was served. */
  readonly served: ReadonlySet<string>;
  view(article: string): Promise<Entry>;
  /** Asks for an article that the site never gets round to sending, and gives up after so many milliseconds. */
  giveUp(article: string, after: number): Promise<Entry>;
  /**
   * Ends once the process that this reader asked last has surely heard that they left, or has ended: on a busy machine that may take
   * it longer than any second thought.
   */
  seeSiteTurn(): Promise<void>;
}

/** Milliseconds after which an answer counts as lost: by then any reader has gone away. */
const PATIENCE = 10_000;

const kept = new Agent({ keepAlive: true });

/** Closes the connections that all readers keep for their next request. */
export function hangUp(): void {
  kept.destroy();
}

/**
 * @param port Tells which port the site is at, for each request anew.
 * @param gone Waits for the end of the process that was at a port and takes no connection there any more.
 */
export function createReader(
  port: () => number,
  gone: (port: number) => Promise<unknown> = async () => undefined,
): Reader {
  const log: Entry[] = [];
  const served = new Set<string>();
  const underway = new Set<string>();
  let cookie: string | undefined;
  let lastPort = port();

  async function ask(article: string, abortAfter?: number): Promise<Entry> {
    const from = performance.now();
    underway.add(article);
    lastPort = port();
    const answer = await get({ port, path: `/news/${article}`, cookie, abortAfter });
    underway.delete(article);
    cookie = answer.cookie ?? cookie;
    // Another tab's article may be counted already, though its text is still on its way.
    const atMost = new Set([...served, ...underway]).size;
    const entry = { ...read(answer, abortAfter !== undefined), from, to: performance.now(), article, atMost };
    if (entry.outcome === 'served') served.add(article);
    log.push(entry);
    return entry;
  }

  /**
   * A turn in which it takes the connection, one in which it reads the request, and one in which it reads that nobody waits. Each
   * time over a new connection: Node takes one in each turn of the event loop, in the order they came, and on a busy machine those
   * of a moment ago may still be waiting when one that was kept has long been answered.
   */
  async function seeSiteTurn(): Promise<void> {
    const at = lastPort;
    const asked = { port: () => at, path: '/about', cookie: undefined, abortAfter: undefined, agent: false } as const;
    for (let turn = 0; turn < 3; turn += 1) {
      const { status } = await get(asked);
      if (status === undefined) await gone(at);
    }
  }

  return { log, served, view: (article) => ask(article), giveUp: (article, after) => ask(article, after), seeSiteTurn };
}

interface Answer {
  readonly status: number | undefined;
  readonly header: string;
  readonly cookie: string | undefined;
  readonly text: string;
}

interface Asked {
  readonly port: () => number;
  readonly path: string;
  readonly cookie: string | undefined;
  readonly abortAfter: number | undefined;
  /** Whose connection to take; `false` for a new one. Default: those that all readers keep. */
  readonly agent?: false;
}

const NOTHING: Answer = { status: undefined, header: '', cookie: undefined, text: '' };

async function get(asked: Asked, again = false): Promise<Answer> {
  const { port, path, cookie, abortAfter } = asked;
  const headers = cookie === undefined ? {} : { cookie };
  const sent = request({ host: '127.0.0.1', port: port(), path, headers, agent: asked.agent ?? kept });
  let gaveUp = false;
  const timer = setTimeout(() => {
    gaveUp = true;
    sent.destroy();
  }, abortAfter ?? PATIENCE);
  try {
    return await answerTo(sent);
  } catch {
    // A connection kept alive may be closed just as it is used again: any browser then asks once more.
    return sent.reusedSocket && !gaveUp && !again ? await get(asked, true) : NOTHING;
  } finally {
    clearTimeout(timer);
  }
}

function answerTo(sent: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    sent.once('error', reject).end();
    sent.once('response', async (response: IncomingMessage) => {
      try {
        let text = '';
        for await (const chunk of response.setEncoding('utf8')) text += chunk;
        const { statusCode: status, headers } = response;
        const cookie = headers['set-cookie']?.[0]?.split(';', 1)[0];
        resolve({ status, header: String(headers.paywall ?? ''), cookie, text });
      } catch (error) {
        reject(error);
      }
    });
  });
}

function read({ status, header, text }: Answer, aborted: boolean): Pick<Entry, 'outcome' | 'read' | 'degraded'> {
  return {
    outcome: outcomeOf(status, header, text, aborted),
    read: Number(/\bread=(\d+)/.exec(header)?.[1] ?? 0),
    degraded: /\bdegraded\b/.test(header),
  };
}

function outcomeOf(status: number | undefined, header: string, text: string, aborted: boolean): Entry['outcome'] {
  if (status === undefined) return aborted ? 'aborted' : 'lost';
  if (status === 404) return 'missing';
  const whole = text.startsWith('TEXT');
  if (status !== 200 || (whole && header.startsWith('blocked'))) return 'broken';
  return whole ? 'served' : 'blocked';
}
