import type { Other } from '../catalogue.js';
import { SiteSilent } from '../errors.js';
import type { Jar } from '../http/jar.js';
import type { Probe } from '../probe.js';
import { closed, notApplicable, open, type Technique } from './technique.js';

const TABS = 8;

/** Asks at once, each time with the same cookies, as tabs do that were opened together. */
async function servedAtOnce({ askAtOnce, isServed }: Probe, others: readonly Other[], jar: Jar): Promise<number> {
  const served = others.map(async (other) => {
    try {
      return await isServed(await askAtOnce({ url: other.url }, jar.copy()), other);
    } catch (error) {
      if (error instanceof SiteSilent) return false;
      throw error;
    }
  });
  return (await Promise.all(served)).filter(Boolean).length;
}

/** Many tabs at once. */
export const parallel: Technique = {
  id: 'parallel',
  title: `Opening ${TABS} articles at once, with one left`,
  advice:
    'Count in one atomic step on the server, as `redisStore` and `memoryStore` do; two copies of a cookie cannot see each other.',
  async examine(probe) {
    const { limit } = probe;
    if (limit < 2) return notApplicable('the meter allows one article, which is a first view');
    const others = await probe.unread(limit - 1, TABS);
    if (others.length < 2) return notApplicable('too few articles');
    const jar = await probe.readerOf(limit - 1);
    if (jar.names.length === 0) return notApplicable('the site sets no cookie');
    const served = await servedAtOnce(probe, others, jar);
    return served > 1
      ? open(`${served} of ${others.length} served in full`)
      : closed(`${served} of ${others.length} served`);
  },
};
