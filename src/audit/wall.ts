import { pastCaches, plain, type Rewrite } from './address.js';
import { type AskAs, createCatalogue } from './catalogue.js';
import { AuditError } from './errors.js';
import { type FirstLook, takeFirstLook } from './first-look.js';
import type { Received } from './http/exchange.js';
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
  const { article, limit } = options;
  progress.stage('Reading the article as a new reader');
  const look = await takeFirstLook(article, options.canary, asker(site.ask, pastCaches));
  for (const address of [pastCaches, plain]) {
    progress.stage(`Reading other articles until the meter blocks (at most ${limit})`);
    const approach = await approachBy(address, site, options, look);
    if (approach) return approach;
  }
  const again = await asker(site.ask, plain)({ url: article });
  return { canary: look.ending[0], probe: undefined, read: limit, cached: cacheTrouble(again.headers) };
}

/** @returns `undefined` where no reader is blocked who asks for such addresses. */
async function approachBy(
  address: Rewrite,
  site: Site,
  { article, others: given, limit }: AuditOptions,
  look: FirstLook,
): Promise<Approach | undefined> {
  const { page, front, told } = look;
  const askAs = asker(site.ask, address);
  const known = front ? [page, front] : [page];
  const catalogue = createCatalogue({ article, given, told, askAs, elsewhere: known.map(shownText) });
  for (const each of known) catalogue.learn(each);

  const run = await useUpMeter(askAs, catalogue, told, limit);
  const { refused } = run;
  if (!refused) {
    checkReadEnough(run, limit);
    return undefined;
  }
  const wall = await askAs({ url: article }, run.jar.copy());
  const canary = canaryAt(wall, look);
  const probe = createProbe({
    article,
    page,
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

const asker =
  (send: Site['ask'], address: Rewrite): AskAs =>
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
function canaryAt(wall: Received, { ending }: FirstLook): Sentence {
  const canary = missingFrom(wall, ending)[0] ?? ending[0];
  const blocked = readPaywallField(wall.headers)?.state === 'blocked';
  if (canary && (blocked || !isWhole(wall, ending))) return canary;
  throw new AuditError(
    'A reader who is blocked elsewhere still gets this article. Is it free of charge? Audit one that is metered',
  );
}
