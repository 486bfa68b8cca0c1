import type { Ask } from '../http/exchange.js';
import { readPaywallField } from '../paywall-header.js';
import type { Probe } from '../probe.js';
import { closed, type Finding, notApplicable, note } from './technique.js';

/** Whether a kind of request for an article is counted as reading it, by what the `Paywall` field says afterwards. */
export async function spends(probe: Probe, kind: Omit<Ask, 'url'>): Promise<Finding> {
  const [asked, next] = await probe.unread(1, 2);
  if (!asked || !next) return notApplicable('too few articles to tell');
  const jar = await probe.readerOf(1);
  await probe.askAs({ ...kind, url: asked.url }, jar);
  const read = readPaywallField((await probe.askAs({ url: next.url }, jar)).headers)?.read;
  if (read === undefined) return notApplicable('the site has no `Paywall` field that tells the count');
  return read > 1 ? note('such a request is counted as an article read') : closed('such a request is not counted');
}
