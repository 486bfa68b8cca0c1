/** A bare item as RFC 9651 has it, of the kinds that the `Paywall` field may use. */
export type Bare = { readonly token: string } | { readonly integer: number } | { readonly boolean: true };

export interface StrictItem {
  readonly token: string;
  readonly parameters: ReadonlyMap<string, Bare>;
}

/**
 * Reads an Item with parameters to the letter of RFC 9651 sections 4.2.3 to 4.2.6: no blank where none may be, no key twice
 * (which the RFC lets pass, but nobody should send).
 *
 * @throws Error for anything else.
 */
export function readStrictly(field: string): StrictItem {
  if (!/^[\x20-\x7e]+$/.test(field)) throw new Error('not ASCII');
  const [token = '', ...rest] = field.split(';');
  if (!isToken(token)) throw new Error(`${token} is no token`);
  const parameters = new Map<string, Bare>();
  for (const parameter of rest) {
    const [, key, value] = /^ *([a-z*][a-z\d_\-.*]*)(?:=(.+))?$/.exec(parameter) ?? [];
    if (key === undefined || parameters.has(key)) throw new Error(`${parameter} is no parameter`);
    parameters.set(key, value === undefined ? { boolean: true } : readBare(value));
  }
  return { token, parameters };
}

function readBare(text: string): Bare {
  if (/^-?\d{1,15}$/.test(text)) return { integer: Number(text) };
  if (isToken(text)) return { token: text };
  throw new Error(`${text} is neither an integer nor a token`);
}

function isToken(text: string): boolean {
  return /^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/.test(text);
}
