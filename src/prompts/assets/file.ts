import { createHash } from 'node:crypto';

/** A file that goes with pages of ours. */
export interface AssetFile {
  /** Changes with its text, so that it can be kept for ever. */
  readonly name: string;
  /** The `Content-Type`. */
  readonly type: string;
  readonly text: string;
}

/** @param name As in `console.css`; the version goes before the dot. */
export function assetFile(name: string, type: string, source: string): AssetFile {
  const text = source.trim();
  const version = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { name: name.replace('.', `-${version}.`), type, text };
}
