import { isRecord } from '../options/index.js';
import { RangesRefused } from './ranges.js';

/** What is used of `fetch`. */
export type Fetch = (url: string, init: { redirect: 'error'; signal: AbortSignal }) => Promise<Response>;

/** The largest answer read, in bytes. The largest known list has about 35 kB. */
const MOST_BYTES = 1024 * 1024;

const FETCH_TIMEOUT_MS = 20_000;

/**
 * Fetches an owner's list of prefixes, in the form that Google began and the others took over:
 * `{ "prefixes": [{ "ipv4Prefix": "66.249.64.0/27" }, { "ipv6Prefix": "2001:4860:4801:10::/64" }] }`.
 *
 * A redirect is an error: the list comes from the address that was asked, or not at all.
 *
 * @throws {RangesRefused} `unreachable`, `huge` or `malformed`.
 */
export async function fetchPrefixes(url: string, fetch: Fetch, closed: AbortSignal): Promise<string[]> {
  const signal = AbortSignal.any([closed, AbortSignal.timeout(FETCH_TIMEOUT_MS)]);
  return prefixesOf(await textOf(url, fetch, signal));
}

async function textOf(url: string, fetch: Fetch, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'error', signal });
    if (response.status !== 200) throw new RangesRefused('unreachable', `${url} answered ${response.status}`);
    return await readCapped(response);
  } catch (error) {
    if (error instanceof RangesRefused) throw error;
    throw new RangesRefused(
      'unreachable',
      `${url} could not be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Leaving the loop early also cancels the stream, so an endless answer is not read to its end. */
async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new RangesRefused('huge', `the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function prefixesOf(text: string): string[] {
  const list = parseJson(text);
  if (!isRecord(list) || !Array.isArray(list.prefixes)) {
    throw new RangesRefused('malformed', 'the answer is not JSON with a list of prefixes');
  }
  return list.prefixes.map((entry: unknown) => {
    const prefix = isRecord(entry) ? (entry.ipv4Prefix ?? entry.ipv6Prefix) : undefined;
    if (typeof prefix !== 'string') throw new RangesRefused('malformed', 'an entry of the list has no prefix');
    return withoutInvisible(prefix);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bing's list has been published with zero-width spaces inside its prefixes. */
function withoutInvisible(text: string): string {
  return text.replace(/[\p{Cf}\s]/gu, '');
}
