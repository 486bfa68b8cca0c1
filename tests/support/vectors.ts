import { readFileSync } from 'node:fs';

/** The test vectors of the pass, as docs/pass.md describes them. */
export interface Vectors {
  readonly site: string;
  /** Seconds. */
  readonly now: number;
  readonly period: string;
  readonly articleSecret: string;
  readonly blockAfter: number;
  /** Seconds. */
  readonly recheck: number;
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: 'HS256' | 'EdDSA' | 'ES256';
    readonly kty: string;
    readonly crv?: string;
    readonly x?: string;
    readonly y?: string;
    readonly k?: string;
  }[];
  readonly privateKeys: Readonly<Record<'ed' | 'es', string>>;
  readonly articleKey: string;
  readonly articles: readonly { readonly name: string; readonly id: number }[];
  readonly passes: readonly {
    readonly what: string;
    /** The `kid` of the key that signed it. */
    readonly key: 'hs' | 'ed' | 'es';
    readonly body: string;
    readonly token: string;
    readonly says: {
      readonly reader: string;
      readonly account: string | null;
      readonly state: 'free' | 'register-prompt' | 'blocked';
      readonly prompted: boolean;
      readonly metPrompt: boolean;
      readonly metWall: boolean;
      readonly read: number;
      readonly ledger: readonly number[];
      readonly replaces: readonly string[];
      readonly arm: number | null;
      readonly generation: number;
      readonly granted: number;
      readonly signedAt: number;
      readonly exp: number;
    };
    /** What a verifier says of an article that is not in the ledger. */
    readonly unread: 'ask' | 'blocked';
  }[];
  readonly refused: readonly { readonly what: string; readonly token: string }[];
}

export const VECTORS: Vectors = JSON.parse(readFileSync('docs/pass-vectors.json', 'utf8'));
