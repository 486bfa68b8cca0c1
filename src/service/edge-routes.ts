import type { IncomingMessage } from 'node:http';
import type { Report } from '../events/index.js';
import { type Core, type Decision, NoReader, type Settings, visitBrought } from '../meter/index.js';
import { readJson } from './body.js';
import { edgeSettings, knownOfTold, readToldViews, toldDecision } from './edge.js';
import { json, Problem, type Reply } from './reply.js';
import type { Route } from './route.js';
import { readBroughtVisit } from './visits.js';

interface Behind {
  readonly settings: Settings;
  readonly core: Core;
  readonly report: Report;
  /** Told of each decision, and of what the article is called. */
  readonly tell: (decision: Decision, article: string) => void;
  /** The cookie of the site's session. */
  readonly session: string | null;
  readonly prompts: boolean;
}

/** What the service answers to those who decide at an edge. */
export function edgeRoutes({ settings, core, report, tell, session, prompts }: Behind): readonly [string, Route][] {
  async function answerVisit(req: IncomingMessage): Promise<Reply> {
    const asked = readBroughtVisit(await readJson(req));
    const account = asked.account && { ...asked.account, access: core.rules().limits };
    const cookie = asked.passes.map((token) => `${settings.cookie.name}=${token}`).join('; ');
    try {
      return json(await visitBrought(await core.facts({ cookie }, account), asked, settings.store));
    } catch (error) {
      if (error instanceof NoReader) throw new Problem(422, error.message);
      report('ERR_PAYWALL_STORE', 'The store failed; whoever asked for a visit decides without', error);
      throw new Problem(503, 'The store failed');
    }
  }

  async function answerViews(req: IncomingMessage): Promise<Reply> {
    for (const view of readToldViews(await readJson(req))) {
      const decision = toldDecision(view, settings, core.rules().limits);
      const seen = { decision, shown: true, counted: decision.counted };
      core.countElsewhere(view.state, view.reason);
      core.figures?.view(seen, knownOfTold(view), undefined);
      tell(decision, view.article);
    }
    return { status: 204, headers: {} };
  }

  return [
    ['/visits', { methods: ['POST'], answer: answerVisit }],
    ['/views', { methods: ['POST'], answer: answerViews }],
    ['/edge', { methods: ['GET'], answer: () => json(edgeSettings(settings, core, session, prompts)) }],
  ];
}
