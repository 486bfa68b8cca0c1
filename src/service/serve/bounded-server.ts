import { createServer, type RequestListener, type Server } from 'node:http';

/** In bytes: more than the proxies of the examples pass on, so that none of their readers makes a question fail by its length. */
const LONGEST_HEADERS = 65_536;

/** Milliseconds in which a whole request must have come in. */
const REQUEST_TIMEOUT = 10_000;

/** How often the server looks for requests that take too long, in milliseconds. */
const LOOKED_FOR = 1000;

/** Beyond these, connections are closed at once. With as many at their longest, 130 MB of questions are waiting. */
const MOST_CONNECTIONS = 1000;

/** A server that whoever asks can take no more of than its limits. */
export function boundedServer(listener: RequestListener): Server {
  const limits = {
    maxHeaderSize: LONGEST_HEADERS,
    headersTimeout: REQUEST_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    connectionsCheckingInterval: LOOKED_FOR,
  };
  const server = createServer(limits, listener);
  server.maxConnections = MOST_CONNECTIONS;
  // Node would drop those after the first 2,000 without a word, and the proxy's own among them; their bytes are limited.
  server.maxHeadersCount = 0;
  return server;
}
