import { optional, parseWebUrl, problem, readOptions, required, show, text, wholeNumber } from '../options/index.js';

/** How the service is asked. */
export interface ServiceEndpointOptions {
  /** The bearer token that the service wants. */
  readonly token: string | undefined;
  /** Milliseconds after which a request is dropped. Default: 2,000. */
  readonly timeout?: number;
}

/** Sends JSON to one path of the service. */
export type ServiceEndpoint = (body: object) => Promise<Response>;

/**
 * @param url Where the service is, as in `https://paywall.internal.example`.
 * @param option What the two were given to, as in `serviceStore`.
 * @throws {OptionError} when the URL or an option is wrong.
 */
export function serviceEndpoint(
  path: string,
  url: string | URL,
  options: ServiceEndpointOptions,
  option: string,
): ServiceEndpoint {
  const base = parseWebUrl(String(url));
  if (!base) {
    const fix = 'Give its address, as in https://paywall.internal.example';
    throw problem('ERR_PAYWALL_OPTION_RANGE', `${option}.url`, show(url), 'is no web address', fix);
  }
  const endpoint = new URL(path, base);
  const { token, timeout } = readOptions<{ token: string; timeout: number }>(options, option, {
    token: required(text, 'Give the TOKEN of the service'),
    timeout: optional(wholeNumber(1, 60_000), 2000),
  });
  return (body) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
    });
}
