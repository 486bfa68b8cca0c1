import { parseSetCookie } from 'cookie';

/**
 * The cookies of one reader. Their path, domain and `Secure` are not heeded: the audit asks one host only, and a reader
 * who cheats heeds them no more than it does.
 */
export class Jar {
  readonly #cookies: Map<string, string>;

  constructor(cookies: Iterable<readonly [string, string]> = []) {
    this.#cookies = new Map(cookies);
  }

  /** Takes in the `Set-Cookie` fields of a response. */
  keep(setCookies: readonly string[]): void {
    for (const field of setCookies) {
      const { name, value = '', maxAge, expires } = parseSetCookie(field, { decode: (raw) => raw });
      const gone = maxAge === undefined ? expires !== undefined && expires.getTime() <= Date.now() : maxAge <= 0;
      if (gone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get names(): readonly string[] {
    return [...this.#cookies.keys()];
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  copy(): Jar {
    return new Jar(this.#cookies);
  }

  without(name: string): Jar {
    return new Jar([...this.#cookies].filter(([each]) => each !== name));
  }

  /** The same cookies with other values. */
  map(change: (value: string, name: string) => string): Jar {
    return new Jar([...this.#cookies].map(([name, value]) => [name, change(value, name)] as const));
  }

  /** As the `Cookie` field of a request. */
  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
