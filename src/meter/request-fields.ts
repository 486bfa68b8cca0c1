/** Request fields by lower-case name, as Node gives them. */
export type RequestFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Request fields as frameworks have them: Node's, or the web's `Headers`. */
export type FieldsLike = RequestFields | Iterable<readonly [string, string]>;

/** Fields by lower-case name, of whatever kind they came. */
export function fieldsOf(given: FieldsLike): RequestFields {
  return isIterable(given) ? Object.fromEntries([...given].map(([name, value]) => [name.toLowerCase(), value])) : given;
}

/** The words of a field, in lower case, where lists and parameters count alike. */
export function tokensOf(value: RequestFields[string]): string[] {
  return value === undefined
    ? []
    : String(value)
        .toLowerCase()
        .split(/[\s,;]+/);
}

/** Whether a field says one of a few words and nothing else. */
export function isOneOf(value: RequestFields[string], words: ReadonlySet<string>): boolean {
  return value !== undefined && words.has(String(value).trim().toLowerCase());
}

function isIterable(given: FieldsLike): given is Iterable<readonly [string, string]> {
  return Symbol.iterator in given;
}
