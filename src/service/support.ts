import type { IncomingHttpHeaders } from 'node:http';
import { readSupportOptions, type SupportHandler, supportHandler } from '../console/support/index.js';
import { termsOf } from '../console/terms/index.js';
import type { Report } from '../events/index.js';
import { accountOf, type Core, type Settings } from '../meter/index.js';
import { type Check, OptionError } from '../options/index.js';
import type { AccountOf } from './account.js';

interface Served {
  readonly settings: Settings;
  readonly core: Core;
  readonly report: Report;
  /** The account that the service itself knows. */
  readonly accountOf: AccountOf | undefined;
}

/** Makes the page of what is served. */
export type SupportAt = (served: Served) => SupportHandler;

export const readSupport: Check<SupportAt> = (value, option) => {
  const read = readSupportOptions(value, option);
  return ({ settings, core, report, accountOf: known }) => {
    const { policy } = settings;
    if (!policy) {
      const fix = 'Give a policy too: policy: signedPolicy(), or POLICY=true';
      throw new OptionError('ERR_PAYWALL_OPTION_CONFLICT', option, 'nothing could be done with a code', fix);
    }
    const source = ({ headers }: { readonly headers: IncomingHttpHeaders }) => ({
      headers,
      account: known && (() => known(headers)),
    });
    return supportHandler(
      {
        terms: termsOf(settings),
        reading: (req) => core.reading(source(req)),
        async supportCode(req) {
          const account = await accountOf(source(req).account, core.rules(), report);
          return policy.readers.code(req.headers.cookie, account ?? undefined);
        },
      },
      read,
    );
  };
};
