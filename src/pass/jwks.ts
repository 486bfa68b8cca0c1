import type { Keyring } from './keys.js';

/** A public key that verifies passes (RFC 7517 section 4; RFC 8037 section 2, RFC 7518 section 6.2). */
export interface PublicJwk {
  readonly kid: string;
  readonly alg: 'EdDSA' | 'ES256';
  readonly use: 'sig';
  readonly kty: 'OKP' | 'EC';
  readonly crv: 'Ed25519' | 'P-256';
  readonly x: string;
  /** Of a key on P-256 alone. */
  readonly y?: string;
}

/** A JWK Set (RFC 7517 section 5). */
export interface PublicJwks {
  readonly keys: readonly PublicJwk[];
}

/** The public halves of the key pairs. A secret is in none: whoever verifies with it can sign. */
export function publicJwks({ all }: Keyring): PublicJwks {
  return {
    keys: all.flatMap(({ id: kid, algorithm: alg, verifying }): PublicJwk[] => {
      if (alg === 'HS256') return [];
      const { x = '', y = '' } = verifying.export({ format: 'jwk' });
      const named = { kid, alg, use: 'sig' } as const;
      return [
        alg === 'EdDSA' ? { ...named, kty: 'OKP', crv: 'Ed25519', x } : { ...named, kty: 'EC', crv: 'P-256', x, y },
      ];
    }),
  };
}
