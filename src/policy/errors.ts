/**
 * Why a policy was not changed.
 *
 * - `ERR_PAYWALL_POLICY_STORE`: the store is out of reach; the change may have been saved all the same
 * - `ERR_PAYWALL_POLICY_CHANGED`: somebody else has changed it meanwhile, or changed again what was to be undone; or another
 *   version of the package wrote it
 * - `ERR_PAYWALL_POLICY_READER`: no such reader, or what is asked cannot be given to them
 * - `ERR_PAYWALL_POLICY_FULL`: it names as many readers as it has room for
 */
export type PolicyErrorCode =
  | 'ERR_PAYWALL_POLICY_STORE'
  | 'ERR_PAYWALL_POLICY_CHANGED'
  | 'ERR_PAYWALL_POLICY_READER'
  | 'ERR_PAYWALL_POLICY_FULL';

/** A change of the policy that was refused, in a sentence for the editor who asked for it. */
export class PolicyError extends Error {
  /** Why; stable across versions. */
  readonly code: PolicyErrorCode;

  /** @param cause What was thrown, where something was. */
  constructor(code: PolicyErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PolicyError';
    this.code = code;
  }
}

/** Somebody was quicker. */
export const changedSince = (message: string): PolicyError => new PolicyError('ERR_PAYWALL_POLICY_CHANGED', message);
