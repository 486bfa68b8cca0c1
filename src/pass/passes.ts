import type { ArticleIds } from '../article/index.js';
import { beginsLater, type Period } from '../period/index.js';
import { claimsOfFormat1, readFormat1 } from './format-1.js';
import { claimsOfFormat2, type Place, periodMark, readFormat2 } from './format-2.js';
import type { Keyring } from './keys.js';
import type { Pass, PassFormat, UnsignedPass } from './pass.js';
import { type RefusalCause, refusalOf } from './refusal.js';
import { createTokens, type Verified } from './tokens.js';

/** Signs passes and reads them back: under HS256 at once. */
export interface Passes {
  /** The pass that a cookie's value holds for this period, or `null` for anything wrong with it. Never throws. */
  open(token: string, period: Period, now: number): Pass | null | Promise<Pass | null>;
  /** The pass as a cookie's value. */
  seal(pass: UnsignedPass, period: Period): string | Promise<string>;
}

/** The `typ` of a pass, so that no other token of the site's can serve as one (RFC 8725 section 3.11). */
export const PASS_TYPE = 'paywall+jwt';

/** The longest token that is looked at, in characters. */
export const LONGEST_TOKEN = 2048;

/** Refused passes that are looked at at the same time. */
const MOST_LOOKED_AT = 64;

/** What names the keys of the article ids: a ledger under another key cannot be compared, so its pass is none. */
export type Fingerprints = Readonly<Record<PassFormat, Pick<ArticleIds, 'fingerprint'>>>;

/**
 * @param site Issuer and audience of every pass.
 * @param refused Told, a little later, of each pass that counts as none though its period goes on; at once of one that counts but
 *   not as it is.
 * @param accepted Told of each pass that counts, by the id of the key that signed it.
 */
export function createPasses(
  site: string,
  keyring: Keyring,
  ids: Fingerprints,
  refused: (cause: RefusalCause) => void = () => undefined,
  accepted: (keyId: string) => void = () => undefined,
): Passes {
  const tokens = createTokens(site, PASS_TYPE, keyring);
  let here: (Place & { readonly periodKey: string }) | undefined;
  let looking = 0;

  function placeIn(periodKey: string): Place {
    if (here?.periodKey !== periodKey) {
      here = { periodKey, period: periodMark(periodKey), ids: ids[2].fingerprint(periodKey) };
    }
    return here;
  }

  function read(verified: Verified, period: Period): Pass | null {
    return verified.claims.p === undefined
      ? readFormat1(verified, period, ids[1].fingerprint(period.key))
      : readFormat2(verified, placeIn(period.key));
  }

  /** Forged passes, too many to look at, are not looked at. */
  async function lookAt(token: string, period: Period, now: number): Promise<void> {
    if (looking >= MOST_LOOKED_AT) return;
    looking += 1;
    const fingerprint = ids[1].fingerprint(period.key);
    const expected = { type: PASS_TYPE, site, keyring, period, fingerprint, place: placeIn(period.key), now };
    const cause = await refusalOf(token, expected);
    looking -= 1;
    if (cause) refused(cause);
  }

  return {
    open(token, period, now) {
      if (token.length > LONGEST_TOKEN) return null;
      const opened = (verified: Verified | null) => {
        const pass = verified && read(verified, period);
        if (!pass) void lookAt(token, period, now);
        else {
          accepted(pass.keyId);
          if (beginsLater(pass, period, now)) refused('from-the-future');
        }
        return pass;
      };
      const verified = tokens.verify(token, now);
      return verified instanceof Promise ? verified.then(opened) : opened(verified);
    },

    seal(pass, period) {
      return tokens.sign(
        pass.format === 1
          ? claimsOfFormat1(pass, site, period, ids[1].fingerprint(period.key))
          : claimsOfFormat2(pass, site, placeIn(period.key)),
      );
    },
  };
}
