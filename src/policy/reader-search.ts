import { decodeProtectedHeader } from 'jose';
import { readName } from '../article/index.js';
import type { Clock } from '../clock/index.js';
import { isRecord, outOfRange, text } from '../options/index.js';
import { readCookies } from '../pass/index.js';
import type { Visited } from '../store/index.js';
import { answered } from './answered.js';
import { limitsInForce, plansInForce } from './change.js';
import { PolicyError } from './errors.js';
import type { Keeper } from './keeper.js';
import { isolated } from './names.js';
import type { AccountRef, ReaderRef } from './reader.js';
import type { KnownReader, PolicyPlace, ReaderAccount, ReaderOf } from './source.js';
import { codeIn, type SupportCode, type SupportCodes } from './support-codes.js';

/** A reader who can be given something. */
export interface Found {
  readonly reader: KnownReader & { readonly who: string; readonly storeKey: string };
  readonly account: ReaderAccount | null;
  readonly visited: Visited | null;
  readonly ends: number;
  /** When their code was made; `undefined` without one. */
  readonly madeAt: number | undefined;
}

/** Distinct articles that they have read: as the store has it, or else their pass. */
export function readOf({ visited, reader }: Found): number {
  return visited?.read ?? reader.pass?.read ?? 0;
}

/** Finds readers by what a newsroom is given of them. */
export interface ReaderSearch {
  /** @throws {OptionError} for what is no id. */
  accountOf(ref: AccountRef | undefined): ReaderAccount | null;
  /** The passes of a `Cookie` field, as one. */
  passesOf(cookie: string): string;
  /** @throws {PolicyError} where there is no such reader. */
  find(ref: ReaderRef): Promise<Found>;
}

export function createReaderSearch(
  place: PolicyPlace,
  keeper: Keeper,
  clock: Clock,
  readerOf: ReaderOf,
  codes: SupportCodes,
): ReaderSearch {
  /** An account that the site names may be of a plan that is no more; whoever asks for one by hand has mistyped it. */
  function refuseUnknownPlan(ref: AccountRef | undefined): void {
    const plan = isRecord(ref) ? (ref.plan ?? null) : null;
    const plans = plansInForce(keeper.document.turned, place);
    if (plan === null || plans === null || plans.has(String(plan))) return;
    throw refused(
      `There is no plan ${isolated(String(plan))}: the site has ${[...plans.keys()].map(isolated).join(', ')}`,
    );
  }

  function accountOf(ref: AccountRef | undefined): ReaderAccount | null {
    if (ref === undefined) return null;
    const { id, plan = null } = isRecord(ref) ? ref : { id: ref };
    const name = readName(id);
    if (name === null) throw outOfRange('reader.account', id, 'the id of an account');
    const { turned } = keeper.document;
    const plans = plansInForce(turned, place);
    const access = plans === null ? 'full' : plan === null ? undefined : plans.get(String(plan));
    return { id: name, plan: plan === null ? null : String(plan), access: access ?? limitsInForce(turned, place) };
  }

  /** What was given as a pass: a code, a token or a field. */
  async function broughtBy(pass: string | undefined): Promise<Partial<SupportCode> & { readonly cookie: string }> {
    const given = pass === undefined ? '' : text(pass, 'reader.pass').trim();
    const code = codeIn(given);
    if (code === null) return { cookie: given === '' || given.includes('=') ? given : cookieOf(given) };
    const opened = await codes.open(code, clock());
    if (opened === 'expired') throw refused('This code is more than a week old: the reader can make a new one');
    if (opened === null) throw refused('This is not a code of this site, or part of it is missing');
    return opened;
  }

  const cookieOf = (token: string): string => `${place.cookie.name}=${token}`;

  const passesOf = (cookie: string): string => readCookies(cookie, place.cookie.name).map(cookieOf).join('; ');

  async function find({ pass, account: ref }: ReaderRef): Promise<Found> {
    await keeper.refresh().catch(() => undefined);
    const { cookie, madeAt, ...brought } = await broughtBy(pass);
    refuseUnknownPlan(ref);
    const account = accountOf(ref ?? brought.account);
    const reader = await readerOf(cookie, account);
    if (!isFound(reader)) throw refused(whyNone(cookie, place));
    const ends = !account && reader.rolling && reader.pass ? reader.pass.end : reader.period.end;
    return { reader, account, visited: await visit(reader, ends), ends, madeAt };
  }

  /** What the store has: a visit that has room for no article adds none. */
  async function visit({ storeKey: key, pass, now, rolling, brought }: Found['reader'], ends: number) {
    const ledger = pass?.ledger ?? [];
    try {
      return await answered(
        place.store.visit({ key, article: 0, ledger, limit: 0, endsIn: ends - now, rolling, brought }),
      );
    } catch {
      return null;
    }
  }

  return { accountOf, passesOf, find };
}

function isFound(reader: KnownReader): reader is Found['reader'] {
  return reader.who !== undefined && reader.storeKey !== undefined;
}

/** A pass by keys that are set up elsewhere is told by them: the reader cannot help that. */
function whyNone(cookie: string, { cookie: { name }, keyring }: PolicyPlace): string {
  const [unknown] = readCookies(cookie, name)
    .map(keyIdIn)
    .filter((id) => id !== null && !keyring.find(id));
  return unknown === undefined
    ? 'This is not a pass of this site and this period: the reader has read nothing yet, or has another pass'
    : `This pass is signed by the key "${unknown}", which is unknown here: developers must set up the site’s own keys by the site’s ids (KEY_ID)`;
}

/** What a token says that it is signed by; whatever is no id of ours is none. */
function keyIdIn(token: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(token);
    return kid !== undefined && /^[\w.-]{1,64}$/.test(kid) ? kid : null;
  } catch {
    return null;
  }
}

/** What is asked cannot be. */
export function refused(message: string): PolicyError {
  return new PolicyError('ERR_PAYWALL_POLICY_READER', message);
}
