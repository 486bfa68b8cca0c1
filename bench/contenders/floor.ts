import { createSecretKey, randomUUID, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { Redis } from 'ioredis';
import { turnEnds } from '../../src/meter/turn.js';
import { createHmacSha256 } from '../../src/pass/hmac.js';
import { inOneTurn } from '../../src/store/turn-batch.js';
import { LIMIT } from '../readers.js';
import type { Contender } from './contender.js';

const PERIOD = 2_592_000_000;
const HEADER = encode({ alg: 'HS256', typ: 'paywall+jwt', kid: '2026-11' });
const COOKIE = /(?:^|; )pass=([^;]*)/;

const LUA = `
local function visit(key, ledger, article)
  local added = redis.call('SADD', key, unpack(ledger))
  local read = redis.call('SCARD', key)
  if added > 0 then redis.call('PEXPIRE', key, ${PERIOD}) end
  if read < ${LIMIT} then return 1 - redis.call('SADD', key, article) end
  return redis.call('SISMEMBER', key, article) == 1 and 0 or 2
end
local visits, outcomes = cjson.decode(ARGV[1]), {}
for i, key in ipairs(KEYS) do outcomes[i] = visit(key, visits[i][1], visits[i][2]) end
return cjson.encode(outcomes)`;

const sign = createHmacSha256(createSecretKey('a secret of thirty-two bytes or more', 'utf8'));

interface Pass {
  readonly sub: string;
  readonly blocked: boolean;
  readonly ledger: readonly string[];
}

/**
 * The least that a meter does which signs what it counts: the steps of ours, with the same signatures, and nothing that makes them
 * right. No deadline, no view taken back, no claim checked, no header looked at, no options.
 */
export const floor: Contender = {
  label: 'the floor',
  roundTrips: ['evalsha', 'eval'],
  createMeter(redisUrl) {
    const redis = new Redis(redisUrl);
    redis.defineCommand('visit', { lua: LUA });
    const call: (...args: readonly (string | number)[]) => Promise<string> = Reflect.get(redis, 'visit').bind(redis);
    const visit = inOneTurn<{ pass: Pass; article: string }, number>(64, async (asked) => {
      const keys = asked.map(({ pass }) => pass.sub);
      return JSON.parse(
        await call(keys.length, ...keys, JSON.stringify(asked.map(({ pass, article }) => [pass.ledger, article]))),
      );
    });
    const ids = new Map<string, string>();

    const idOf = (path: string): string => {
      const id = ids.get(path) ?? sign(path).slice(0, 6);
      ids.set(path, id);
      return id;
    };

    const meter: RequestHandler = async (req, res, next) => {
      await turnEnds();
      const article = idOf(req.originalUrl);
      const pass = open(req.headers.cookie);
      res.locals.blocked = false;
      if (!pass) answer(res, { sub: randomUUID(), blocked: false, ledger: [article] });
      else if (pass.ledger.includes(article)) answer(res, null);
      else if (pass.blocked) {
        res.locals.blocked = true;
        answer(res, null);
      } else {
        const blocked = (await visit({ pass, article })) === 2;
        res.locals.blocked = blocked;
        answer(res, { sub: pass.sub, blocked, ledger: blocked ? pass.ledger : [...pass.ledger, article] });
      }
      next();
    };
    return { handlers: [meter], isBlocked: (_req, res) => res.locals.blocked };
  },
};

function open(cookie = ''): Pass | null {
  const [header, payload = '', signature = ''] = COOKIE.exec(cookie)?.[1]?.split('.') ?? [];
  if (header !== HEADER || !timingSafeEqual(Buffer.from(sign(`${header}.${payload}`)), Buffer.from(signature)))
    return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

function answer(res: Response, pass: Pass | null): void {
  res.setHeader('Paywall', 'free; read=1; left=8; limit=10; reset=583200');
  res.setHeader('Cache-Control', 'private, no-cache');
  res.setHeader('Vary', 'Cookie');
  if (!pass) return;
  const site = 'https://news.example';
  const text = `${HEADER}.${encode({ v: 1, iss: site, aud: site, ...pass, exp: Date.now() + PERIOD })}`;
  res.setHeader('Set-Cookie', `pass=${text}.${sign(text)}; Max-Age=583200; Path=/; HttpOnly; Secure; SameSite=Lax`);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
