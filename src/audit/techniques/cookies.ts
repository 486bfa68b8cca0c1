import type { Jar } from '../http/jar.js';
import { readPaywallField } from '../paywall-header.js';
import type { Probe } from '../probe.js';
import { closed, type Finding, notApplicable, note, open, type Technique } from './technique.js';

/** A jar to come back with, and what to call it. */
interface Guise {
  readonly label: string;
  readonly jar: Jar;
}

/**
 * Comes back with other cookies. Being taken for a new reader gains no more than clearing the cookies does; reading more
 * than the meter allows is a way around it.
 */
async function comeBack(probe: Probe, guises: readonly Guise[]): Promise<Finding> {
  const successes: string[] = [];
  const failures: string[] = [];
  let asNew = 0;
  for (const { label, jar } of guises) {
    const reply = await probe.askAs({ url: probe.article }, jar.copy());
    if (reply.status >= 500) failures.push(`${label}: the site answers ${reply.status}`);
    if (probe.revealed(reply).length === 0) continue;
    if (readPaywallField(reply.headers)?.read !== 0 && (await probe.outreads(jar.copy()))) successes.push(label);
    else asNew += 1;
  }
  if (successes.length > 0) return open(`${successes.join(', ')}: more than ${probe.limit} articles`);
  if (failures.length > 0) return note(failures.join(', '));
  return closed(asNew > 0 ? 'counts as a new reader, no more' : `${guises.length} tried`);
}

const CHANGES: Readonly<Record<string, (value: string) => string>> = {
  nonsense: () => 'nonsense',
  'one character changed': (value) =>
    value.replace(/^(.*)(.)(?=.{8})/, (_, start: string, one: string) => start + other(one)),
  'numbers far below zero': (value) => encodeURIComponent(decoded(value).replace(/\b\d{1,4}\b/g, '-1000000')),
};

const other = (character: string): string => (character === 'a' ? 'b' : 'a');

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function changed(jar: Jar): readonly Guise[] {
  return jar.names.flatMap((name) =>
    Object.entries(CHANGES).map(([label, change]) => ({
      label: `${name}: ${label}`,
      jar: jar.map((value, each) => (each === name ? change(value) : value)),
    })),
  );
}

/** Cookies of the same reader from before the wall, where they had articles left. */
async function replay({ history, article, askAs, revealed, limit }: Probe): Promise<Finding> {
  const old = [...new Set([0, limit - 2])].map((index) => ({ read: index + 1, jar: history[index] }));
  const successes: string[] = [];
  let replayed = 0;
  for (const { read, jar } of old) {
    if (!jar || jar.names.length === 0 || read >= limit) continue;
    replayed += 1;
    if (revealed(await askAs({ url: article }, jar.copy())).length > 0) successes.push(`after article ${read}`);
  }
  if (replayed === 0) return notApplicable('there is no earlier cookie with articles left');
  return successes.length > 0
    ? open(`the cookies from ${successes.join(' and ')} open it`)
    : closed(`${replayed} replayed`);
}

/** What can be done with the reader's own cookies. */
export const cookies: readonly Technique[] = [
  {
    id: 'cookies-cleared',
    title: 'Clearing cookies, or a private window',
    advice:
      'This is what a meter cannot see: a reader without cookies is a new one. `newReaders` caps how many a network may start in a day; only an account knows a reader again.',
    async examine({ askAs, article, revealed, limit }) {
      return revealed(await askAs({ url: article })).length > 0
        ? note(`a new reader, with the ${limit} articles of one`)
        : closed('a new reader from this network is blocked');
    },
  },
  {
    id: 'cookies-old',
    title: 'Replaying an old cookie',
    advice:
      'Keep the count on the server as well: give the paywall a `store` that all processes share, such as `redisStore`.',
    examine: replay,
  },
  {
    id: 'cookies-changed',
    title: 'Changing a cookie',
    advice:
      'Sign what a cookie says, and take one that is not right for none, as the pass is: never for an error, never for full access.',
    examine: async (probe) => {
      const guises = changed(probe.blockedJar());
      return guises.length === 0 ? notApplicable('the site sets no cookie') : comeBack(probe, guises);
    },
  },
  {
    id: 'cookies-removed',
    title: 'Removing one cookie of several',
    advice: 'Let one signed cookie carry everything about the meter, so that no part of it can be lost alone.',
    examine: async (probe) => {
      const jar = probe.blockedJar();
      if (jar.names.length < 2)
        return notApplicable(jar.names.length === 0 ? 'the site sets no cookie' : 'there is only one');
      return comeBack(
        probe,
        jar.names.map((name) => ({ label: `without ${name}`, jar: jar.without(name) })),
      );
    },
  },
];
