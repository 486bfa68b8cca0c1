import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { termsOf } from '../console/terms/index.js';
import { callSafely, createReport, warn } from '../events/index.js';
import {
  createConverted,
  createCore,
  type Decision,
  endAll,
  type Outcome,
  readinessOf,
  type View,
  variantOf,
} from '../meter/index.js';
import { EXPOSITION_TYPE, exposition, type Metric } from '../metrics/index.js';
import type { PublicJwks } from '../pass/index.js';
import { articleName } from './article-name.js';
import { decisionResponse, readDecisionRequest } from './back-end.js';
import { readJson } from './body.js';
import { checkedView, checkReply } from './check.js';
import { edgeRoutes } from './edge-routes.js';
import { figuresRoutes } from './figures.js';
import { forwardedView, forwardReply } from './forward-auth.js';
import { readServiceOptions, type ServiceOptions } from './options.js';
import { promptRoutes } from './prompt-routes.js';
import { promptHtml } from './prompts.js';
import { json, Problem, problemReply, type Reply, send } from './reply.js';
import { type Route, routeOf } from './route.js';
import { createTakeBacks } from './take-back.js';
import { pathOf } from './target.js';
import { viewField } from './view-field.js';

/** What answers the service's requests. */
export interface Service extends RequestListener {
  /**
   * Ends what goes on by itself, for good: waits a moment for the last views to be taken back, sends the figures that are left, trying
   * for up to two seconds, and follows the policy no more. To be called once the server is closed, and before the client of Redis is.
   */
  close(): Promise<void>;
}

/**
 * Makes the same decision as a service, for sites that are not Node: for `createServer(createService(options))`.
 *
 * - `POST /decisions`: a site's back end asks with a `DecisionRequest` and is told a `DecisionResponse`, both JSON.
 * - `POST /visits`: a paywall at an edge asks for what a reader's pass cannot decide, by `serviceStore()`.
 * - `POST /documents`: a paywall at an edge reads the newsroom's policy, by `signedPolicy()`.
 * - `GET /edge`: an edge is told what it needs to decide by a pass alone; `POST /views`: it tells what it has decided so.
 * - `GET /forward-auth`: a proxy asks before it sends a request on, or a cache before it looks up one of an article's two pages.
 * - `GET /take-back`: either of the two asks again as before, since the page failed after all: the view is taken back.
 * - `GET /check`: an edge asks with the article's id, and is told `Paywall-Result: ALLOW` or `BLOCK`.
 * - `GET /healthz`: 200 while the process is up.
 * - `GET /readyz`: 200 while readers can be served, the store being out of reach or not; 503 where every view would be blocked.
 * - With `figures`: `GET /figures`, what was counted in some days, as JSON or CSV; `POST /figures` from a paywall at an edge, by
 *   `serviceFigures()`; and `POST /conversions`, by which a back end tells of a reader who registered or subscribed.
 * - `GET /metrics`: what the process counts for whoever is on call, in Prometheus' text format.
 * - `GET /.well-known/jwks.json`: the public keys that verify passes, without a token.
 * - With `console`: `GET /console`, the newsroom's own pages, by a password of their own.
 * - With `support`: `GET /support`, a reader's own page with a code for reader support, without a token.
 * - With `prompts`: `GET /prompt`, a part of a page in the words of a decision; `GET /paywall.css`, the style sheet; and below `assetsPath` all that a browser asks for, without a token.
 *
 * Whoever asks is believed, about readers' addresses and accounts too: let nobody but the site reach it.
 *
 * @throws {OptionError} for the first option that is unknown, missing or wrong, naming it, its value and the fix.
 */
export function createService(options: ServiceOptions): Service {
  const { settings, more } = readServiceOptions(options);
  const report = createReport(more.onEvent, settings.clock);
  const core = createCore(settings, report);
  const { onDecision } = more;
  const prompts = more.prompts?.(settings.clock);
  const accountOf = more.account?.at(settings.clock);
  const takeBacks = createTakeBacks(core, report);

  const tell = (decision: Decision, article: string | null): void =>
    callSafely(
      () => onDecision?.(decision, article),
      (error) => report('ERR_PAYWALL_ON_VIEW', 'onDecision() failed', error),
    );

  async function decide(view: View): Promise<Outcome> {
    const outcome = await core.decide(view);
    if (outcome.answer) outcome.end(outcome.answer.status);
    if (onDecision) tell(outcome.decision, articleName(view));
    return outcome;
  }

  async function answerQuestion(req: IncomingMessage): Promise<Reply> {
    const { view, prompt } = readDecisionRequest(await readJson(req));
    // Refused before anything is counted.
    if (prompt && !prompts) throw new Problem(400, 'The service has been given no prompts');
    const outcome = await decide(view);
    return json({ ...decisionResponse(outcome), ...(prompt && prompts && promptHtml(prompts, outcome, prompt)) });
  }

  async function answerReadiness(): Promise<Reply> {
    const found = await readinessOf(settings, core.store);
    return { ...json(found), status: found.status === 'unavailable' ? 503 : 200 };
  }

  /** What goes with a decision for a cache: which page it is to look up, and what its prompt and its taking back are asked for with. */
  const forCaches = (outcome: Outcome): Reply['headers'] => {
    const takeBack = takeBacks.name(outcome);
    return {
      'Paywall-Variant': variantOf(outcome.decision),
      ...(prompts && { 'Paywall-View': viewField(outcome.decision) }),
      ...(takeBack !== undefined && { 'Paywall-Take-Back': takeBack }),
    };
  };

  /** The view, of a reader whose account the service itself knows. */
  const known = (view: View, { headers }: IncomingMessage): View =>
    accountOf ? { ...view, account: () => accountOf(headers) } : view;

  async function answerProxy(req: IncomingMessage): Promise<Reply> {
    const outcome = await decide(known(forwardedView(req.headers, more.articles), req));
    return forwardReply(outcome, forCaches(outcome));
  }

  async function answerCheck(req: IncomingMessage): Promise<Reply> {
    const outcome = await decide(known(checkedView(req), req));
    return checkReply(outcome, forCaches(outcome));
  }

  async function answerTakeBack(req: IncomingMessage): Promise<Reply> {
    await takeBacks.take(known(forwardedView(req.headers, more.articles), req), req.headers);
    return { status: 204, headers: {} };
  }

  const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
    ['/healthz', { methods: ['GET', 'HEAD'], open: true, answer: () => json({ status: 'up' }) }],
    ['/readyz', { methods: ['GET', 'HEAD'], open: true, answer: answerReadiness }],
    ['/.well-known/jwks.json', { methods: ['GET', 'HEAD'], open: true, answer: () => keySet(core.jwks()) }],
    ['/metrics', { methods: ['GET', 'HEAD'], answer: () => metricsPage(core.metrics) }],
    ['/decisions', { methods: ['POST'], answer: answerQuestion }],
    ['/forward-auth', { methods: ['GET'], answer: answerProxy }],
    ['/take-back', { methods: ['GET'], answer: answerTakeBack }],
    ['/check', { methods: ['GET', 'HEAD'], answer: answerCheck }],
    ...(core.figures ? figuresRoutes(core.figures, createConverted(core, report)) : []),
    ...edgeRoutes({
      settings,
      core,
      report,
      tell,
      session: more.account?.cookie ?? null,
      prompts: prompts !== undefined,
    }),
    ...(prompts ? promptRoutes(prompts, settings.periods) : []),
  ]);

  async function reply(req: IncomingMessage): Promise<Reply> {
    try {
      return await routeOf(req, routes, more.token).answer(req);
    } catch (error) {
      if (error instanceof Problem) return problemReply(error);
      // Not by our own report, which may be what has failed.
      const event = { code: 'ERR_PAYWALL_INTERNAL', message: 'The service failed', count: 1, error } as const;
      callSafely(
        () => more.onEvent(event),
        () => warn(event),
      );
      return problemReply(new Problem(500, 'The service failed'));
    }
  }

  const answer = async (req: IncomingMessage, res: ServerResponse) => send(res, await reply(req));
  const steered = { terms: termsOf(settings), figures: core.figures, policy: settings.policy ?? undefined };
  const desk = more.console?.(steered, settings.clock);
  const support = more.support?.({ settings, core, report, accountOf });
  const listener: RequestListener = (req, res) => {
    const path = pathOf(req);
    if (desk?.(req, res)) return;
    if (support && path === '/support') return void support(req, res);
    if (!prompts || routes.has(path)) void answer(req, res);
    else prompts.assets(req, res, () => void answer(req, res));
  };
  return Object.assign(listener, { close: () => endAll(settings) });
}

function metricsPage(metrics: readonly Metric[]): Reply {
  return { status: 200, headers: { 'Content-Type': EXPOSITION_TYPE }, body: exposition(metrics) };
}

/** For a few minutes at a time: a key is known to all who verify before it signs. */
function keySet(keys: PublicJwks): Reply {
  const headers = { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'public, max-age=300' };
  return { status: 200, headers, body: JSON.stringify(keys) };
}
