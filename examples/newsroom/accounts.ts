import { randomBytes, randomUUID, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** What an account gives: more articles than before, or all of them. */
export type AccountPlan = 'registered' | 'subscriber';

/** A reader whom the site knows. */
export interface Account {
  readonly id: string;
  readonly plan: AccountPlan;
  /** Shown beside the reader's comments. */
  readonly name: string;
  readonly email: string;
}

interface Password {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export interface Accounts {
  /** @returns `null` where the address has an account already. */
  register(reader: NewReader): Promise<Account | null>;
  /** @returns `null` where the address and the password do not belong together. */
  signIn(email: string, password: string): Promise<Account | null>;
  byId(id: string | undefined): Account | null;
  /** From now on the account is a subscriber's. */
  subscribe(id: string): void;
}

/** What a reader registers with. */
export interface NewReader extends Omit<Account, 'id'> {
  readonly password: string;
}

interface StoredAccount extends Account {
  plan: AccountPlan;
  readonly password: Password;
}

/** One of the costs that OWASP's cheat sheet on storing passwords gives for scrypt. */
const SCRYPT: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 };

/** Compared with when there is no such account, so that the answer takes as long as any other. */
const NOBODY: Password = { salt: randomBytes(16), hash: randomBytes(32) };

const MOST_ACCOUNTS = 10_000;

/** Accounts in the memory of this process, as suits a demonstration; the 10,000 newest are kept. */
export function createAccounts(cost: ScryptOptions = SCRYPT): Accounts {
  const ids = new Map<string, string>();
  const accounts = new Map<string, StoredAccount>();

  function makeRoom(): void {
    const [oldest] = accounts.values();
    if (oldest === undefined || accounts.size < MOST_ACCOUNTS) return;
    accounts.delete(oldest.id);
    ids.delete(keyOf(oldest.email));
  }

  return {
    async register({ name, email, password, plan }) {
      const salt = randomBytes(16);
      const hash = await hashOf(password, salt, cost);
      // Asked only after the wait for the hash, or two requests at once could both register the address.
      if (ids.has(keyOf(email))) return null;
      const account = { id: randomUUID(), plan, name, email, password: { salt, hash } };
      makeRoom();
      accounts.set(account.id, account);
      ids.set(keyOf(email), account.id);
      return account;
    },

    async signIn(email, password) {
      const account = accounts.get(ids.get(keyOf(email)) ?? '');
      const { salt, hash } = account?.password ?? NOBODY;
      const matches = timingSafeEqual(await hashOf(password, salt, cost), hash);
      return account && matches ? account : null;
    },

    byId: (id) => (id === undefined ? null : (accounts.get(id) ?? null)),

    subscribe(id) {
      const account = accounts.get(id);
      if (account) account.plan = 'subscriber';
    },
  };
}

const keyOf = (email: string): string => email.normalize('NFC').toLowerCase();

function hashOf(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, 32, cost, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
