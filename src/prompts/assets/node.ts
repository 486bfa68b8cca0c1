import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** A request of Node's, over HTTP/1 or HTTP/2, or what a framework has made of one. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** A response of Node's, over HTTP/1 or HTTP/2, or what a framework has made of one. */
export type NodeResponse = ServerResponse | Http2ServerResponse;
