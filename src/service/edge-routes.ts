import type { IncomingMessage } from 'node:http';
import type { Report } from '../events/index.js';
import { type Core, type Decision, NoReader, type Settings, visitBrought } from '../meter/index.js';
import { type Fields, object, outOfRange, readOptions, required, text } from '../options/index.js';
import { readJson } from './body.js';
import { edgeSettings } from './edge.js';
import { json, Problem, type Reply, readAsked } from './reply.js';
import type { Route } from './route.js';
import { createNumbers, knownOfTold, readToldViews, toldDecision } from './told-views.js';
import { readBroughtVisit } from './visits.js';

interface AskedDocument {
  readonly name: string;
  /** The SHA-1 of what whoever asks has already. */
  readonly known: string | null;
}

/** Nothing else of the store's can be asked for. */
const NAME = /^policy:[\w-]{16}$/;

const DOCUMENT: Fields<AskedDocument> = {
  name: required((value, option) => {
    if (typeof value === 'string' && NAME.test(value)) return value;
    throw outOfRange(option, value, 'the name of a policy');
  }),
  known: required((value, option) => (value === null ? null : text(value, option))),
};

/** Milliseconds (1 day) that views may be on their way; what comes later counts as of then. */
const LONGEST_WAY = 86_400_000;

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

  const isNew = createNumbers();

  /** The figures know what they have by the number, whichever process it was sent to; the rest is told once by each process. */
  async function answerViews(req: IncomingMessage): Promise<Reply> {
    const told = readToldViews(await readJson(req));
    const now = settings.clock();
    const at = Math.min(Math.max(told.at, now - LONGEST_WAY), now);
    const views = told.views.map((view) => {
      const decision = toldDecision(view, at, settings, core.rules().limits);
      return { decision, name: view.article, known: knownOfTold(view) };
    });
    const seen = views.map(({ decision, known }) => ({
      view: { decision, shown: true, counted: decision.counted },
      known,
    }));
    try {
      await core.figures?.elsewhere({ ...told, at, views: seen });
    } catch (error) {
      report('ERR_PAYWALL_FIGURES', 'What an edge has decided could not be added; it sends it again', error);
      throw new Problem(503, 'The views could not be counted; send them again');
    }
    if (!isNew(told)) return { status: 204, headers: {} };
    for (const { decision, name } of views) {
      core.countElsewhere(decision.state, decision.reason);
      tell(decision, name);
    }
    return { status: 204, headers: {} };
  }

  /** The texts of the store are signed, and whoever asks verifies them. */
  async function answerDocument(req: IncomingMessage): Promise<Reply> {
    const body = await readJson(req);
    const { name, known } = readAsked(() => readOptions<AskedDocument>(object(body, 'request'), 'request', DOCUMENT));
    const documents = settings.policy?.documents ?? settings.store.documents;
    if (!documents) throw new Problem(404, 'The store of the service has no room for a policy');
    const found = await documents.read(name, known).catch((error: unknown) => {
      report(
        'ERR_PAYWALL_POLICY',
        'The policy cannot be read for an edge; it goes by the last one that it knows',
        error,
      );
      throw new Problem(503, 'The store failed');
    });
    if (found === null) return { status: 204, headers: {} };
    return found === 'unchanged'
      ? { status: 304, headers: {} }
      : { status: 200, headers: { 'Content-Type': 'application/jwt' }, body: found.text };
  }

  return [
    ['/documents', { methods: ['POST'], answer: answerDocument }],
    ['/visits', { methods: ['POST'], answer: answerVisit }],
    ['/views', { methods: ['POST'], answer: answerViews }],
    ['/edge', { methods: ['GET'], answer: () => json(edgeSettings(settings, core, session, prompts)) }],
  ];
}
