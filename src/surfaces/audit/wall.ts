import { type Address, pastCaches, plain } from './address.js';
import { type AskAs, createCatalogue } from './catalogue.js';
import { AuditError } from './errors.js';
import { type FirstLook, takeFirstLook } from './first-look.js';
import { Jar } from './http/jar.js';
import type { Site } from './http/site.js';
import { type MeterRun, useUpMeter } from './meter.js';
import type { AuditOptions, Progress } from './options.js';
import { isWhole, missingFrom } from './page/ending.js';
import { shownText } from './page/places.js';
import type { Sentence } from './page/sentences.js';
import { readPaywallField } from './paywall-header.js';
import { createProbe, type Probe } from './probe.js';
import { cacheTrouble } from './techniques/caches.js';

/** A reader at the wall, and the sentence that they must not get to see; or a site that blocks nobody. */
export type Approach = { readonly canary: Sentence; readonly probe: Probe } | Unblocked;

/** What was seen where no reader was blocked. */
export interface Unblocked {
  readonly canary: Sentence | undefined;
  readonly probe: undefined;
  /** Articles read in full. */
  readonly read: number;
  /** Signs that a shared cache answers. */
  readonly cached: readonly string[];
}

/**
 * Reads the article as a new reader, then brings another reader to the wall.
 *
 * @throws {AuditError} where that cannot be done.
 */
export async function approachWall(site: Site, options: AuditOptions, progress: Progress): Promise<Approach> {
  const { article } = options;
  progress.stage('Reading the article as a new reader');
  const look = await takeFirstLook(article, options.canary, asker(site.ask, pastCaches));

  for (const address of [pastCaches, plain]) {
    const askAs = asker(site.ask, address);
    const catalogue = createCatalogue({
      article,
      given: options.others,
      told: look.told,
      askAs,
      elsewhere: [look.page, look.front].flatMap((page) => (page ? [shownText(page)] : [])),
    });
    catalogue.learn(look.page);
    if (look.front) catalogue.learn(look.front);

    progress.stage(`Reading other articles until the meter blocks (at most ${options.limit})`);
    const run = await useUpMeter(askAs, catalogue, look.told, options.limit);
    if (run.refused === undefined) {
      checkReadEnough(run, options.limit);
      continue;
    }
    const wall = await askAs({ url: article }, run.jar.copy());
    const canary = canaryAt(wall, look);
    const refused = run.refused;
    const probe = createProbe({
      article,
      page: look.page,
      wall,
      canary: canary.squeezed,
      run,
      refused,
      catalogue,
      queryNeeded: address === plain,
      askAs,
      askAtOnce: asker(site.askAtOnce, address),
      askPlainly: asker(site.ask, plain),
    });
    return { canary, probe };
  }
  const again = await asker(site.ask, plain)({ url: article });
  return { canary: look.ending[0], probe: undefined, read: options.limit, cached: cacheTrouble(again.headers) };
}

const asker =
  (send: Site['ask'], address: Address): AskAs =>
  (ask, jar = new Jar()) =>
    send({ ...ask, url: address(ask.url) }, jar);

function checkReadEnough({ read }: MeterRun, limit: number): void {
  if (read.length >= limit) return;
  throw new AuditError(
    `Only ${read.length} other articles were found, and after reading them the reader was not blocked. ` +
      'Name more with --article, or say after how many the meter blocks with --limit',
  );
}

/** The sentence nearest to the end that the blocked reader does not see. */
function canaryAt(wall: Awaited<ReturnType<AskAs>>, { ending }: FirstLook): Sentence {
  const canary = missingFrom(wall, ending)[0] ?? ending[0];
  const blocked = readPaywallField(wall.headers)?.state === 'blocked';
  if (canary && (blocked || !isWhole(wall, ending))) return canary;
  throw new AuditError(
    'A reader who is blocked elsewhere still gets this article. Is it free of charge? Audit one that is metered',
  );
}
