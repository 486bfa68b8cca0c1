import { createPaywall, serviceStore, signedPolicy } from '../../src/fetch.js';

/** What Workers may import at any time; no types of theirs are installed. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };

/** A paywall where Workers make things: outside of requests, where there are no timers and nothing may be asked. */
const paywall = createPaywall({
  site: 'https://news.example',
  keys: [{ id: 'one', secret: String(process.env.SECRET) }],
  store: serviceStore(String(process.env.SERVICE), { token: process.env.TOKEN }),
  policy: signedPolicy(),
  deadline: 5000,
  promptAfter: 1,
  blockAfter: 2,
});

export default {
  fetch: (request: Request, _env: unknown, context: { waitUntil(work: Promise<unknown>): void }): Promise<Response> =>
    paywall.respond(
      request,
      { waitUntil: (work) => context.waitUntil(work) },
      ({ state, reason }) => new Response(`${state} ${reason}`),
    ),
};
