import { parse } from 'tldts';

/** Whether the hosts below a domain belong to many, as the Public Suffix List has it. */
export function isPublicSuffix(domain: string): boolean {
  return parse(domain, { allowPrivateDomains: true }).publicSuffix === domain.toLowerCase();
}
