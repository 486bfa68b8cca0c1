import type { IncomingMessage } from 'node:http';
import { Problem } from './reply.js';

/** In bytes: more than a web server lets a reader's header fields take, so that none can be too long to be judged. */
const LONGEST_BODY = 65_536;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON that a request brings.
 *
 * @throws {Problem} 415 for another media type, 413 for a long body, 400 for one that is no JSON in UTF-8.
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  if (!/^application\/json *(;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw new Problem(415, 'Send the request as Content-Type: application/json');
  }
  const body = await readBody(req);
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Problem(400, 'The body is not JSON in UTF-8');
  }
}

function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // The rest of a long body is still taken off the connection, or the client might never read our answer.
      if (length <= LONGEST_BODY) chunks.push(chunk);
      else reject(new Problem(413, `The body is longer than ${LONGEST_BODY} bytes`));
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('close', () => reject(new Problem(400, 'The body ended early')));
  });
}
