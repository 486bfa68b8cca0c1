import { parseWebUrl } from '../../options/index.js';
import type { JsonWebKeyLike } from '../../pass/index.js';
import { isKeySet, type ServiceAccountOptions } from '../account.js';
import { readJsonFile } from './json-file.js';
import { missing, wrong } from './mistakes.js';

/** Which variable each member of the option `account` comes from. */
const ACCOUNT = {
  cookie: 'ACCOUNT_COOKIE',
  jwks: 'ACCOUNT_JWKS',
  issuer: 'ACCOUNT_ISSUER',
  audience: 'ACCOUNT_AUDIENCE',
  planClaim: 'ACCOUNT_PLAN_CLAIM',
} as const;

/** Half a session's settings are refused when the option is read, as any other mistake is. */
export function readAccount(env: Readonly<Record<string, string | undefined>>): {
  readonly account?: ServiceAccountOptions;
} {
  const given = Object.values(ACCOUNT).filter((variable) => env[variable]);
  const { ACCOUNT_HEADER: header } = env;
  if (header && given.length > 0) throw wrong('ACCOUNT_HEADER', `${given[0]} is set too`, 'Set one of the two');
  if (header) return { account: { header } };
  if (given.length === 0) return {};
  const variable = (name: keyof typeof ACCOUNT): string => {
    const value = env[ACCOUNT[name]];
    if (value) return value;
    throw missing(ACCOUNT[name], `It is needed beside ${given[0]}`);
  };
  const planClaim = env[ACCOUNT.planClaim];
  const jwks = variable('jwks');
  return {
    account: {
      cookie: variable('cookie'),
      jwks: parseWebUrl(jwks) ? jwks : keySet(readJsonFile(jwks, ACCOUNT.jwks)),
      issuer: variable('issuer'),
      audience: variable('audience'),
      ...(planClaim && { planClaim }),
    },
  };
}

function keySet(value: unknown): { readonly keys: readonly JsonWebKeyLike[] } {
  if (isKeySet(value)) return value;
  throw wrong(
    ACCOUNT.jwks,
    'the file holds no JWK Set',
    'Give the address of one, or the path of a file: { "keys": [ … ] }',
  );
}

/** The variable that a member of the option `account` comes from, by its path; `undefined` for any other path. */
export function variableOfAccount(path: string): string | undefined {
  const [, member] = /^account\.(\w+)/.exec(path) ?? [];
  return Object.entries({ ...ACCOUNT, header: 'ACCOUNT_HEADER' }).find(([name]) => name === member)?.[1];
}
