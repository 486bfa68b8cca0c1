import { parseWebUrl } from '../options/index.js';

/** Whether a URL is http(s) once resolved against a page that is: never `javascript:`, `data:` and their like. */
export function isWebUrl(url: string): boolean {
  const base = 'https://relative.invalid/';
  return parseWebUrl(url, base) !== undefined;
}
