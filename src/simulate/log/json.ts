import { isRecord } from '../../options/index.js';
import type { Fields, ReadLine } from './format.js';

/** Reads a line that is one JSON object. */
export const json: ReadLine = (line) => {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
};

/** A field, or one within others as in `request.uri`; `undefined` where there is none, or nothing is in it. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  return textOf(valueAt(fields, name));
}

export function valueAt(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  if (!name.includes('.')) return undefined;
  let value: unknown = fields;
  for (const part of name.split('.')) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

/** What servers log where there is nothing to be logged is nothing. */
export function textOf(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  const text = typeof one === 'string' ? one : typeof one === 'number' ? String(one) : '';
  return text === '' || text === '-' ? undefined : text;
}
