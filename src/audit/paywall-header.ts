import type { State } from '../pass/index.js';

/** What the `Paywall` field of a response tells. */
export interface PaywallField {
  readonly state: State;
  /** Articles read before this view. */
  readonly read: number | undefined;
  /** Whether the article is one that no meter opens. */
  readonly locked: boolean;
}

type BareItem = string | number | boolean;

const STATES: readonly State[] = ['free', 'register-prompt', 'blocked'];

/**
 * Reads the `Paywall` field of a response.
 *
 * @returns `undefined` where there is none, or another field of that name that is not ours.
 */
export function readPaywallField(headers: Readonly<Record<string, string>>): PaywallField | undefined {
  const item = parseItem(headers.paywall ?? '');
  const state = STATES.find((each) => each === item?.value);
  const read = item?.parameters.get('read');
  return (
    state && {
      state,
      read: typeof read === 'number' ? read : undefined,
      locked: item?.parameters.get('locked') === true,
    }
  );
}

/** A token, string, number or boolean with its parameters, by key. */
export interface Item {
  readonly value: BareItem;
  readonly parameters: ReadonlyMap<string, BareItem>;
}

// RFC 9651 sections 3.1.2 and 3.3: the bare items but byte sequences, dates and display strings, which we never send.
const BARE_ITEM =
  /(?<number>-?\d{1,15}(?:\.\d{1,3})?)|"(?<string>(?:[ !#-[\]-~]|\\["\\])*)"|(?<token>[A-Za-z*][\w!#$%&'*+.^`|~:/-]*)|\?(?<boolean>[01])/y;
const KEY = / *; *(?<key>[a-z*][a-z\d_.*-]*)/y;

/** Reads a structured field that is an Item (RFC 9651 section 4.2.3); `undefined` for what is none, or of another type. */
export function parseItem(field: string): Item | undefined {
  const text = field.replace(/^ +| +$/g, '');
  const first = bareItemAt(text, 0);
  if (!first) return undefined;
  const parameters = new Map<string, BareItem>();
  let { end } = first;
  while (end < text.length) {
    const { groups, end: keyEnd } = matchAt(KEY, text, end);
    if (groups?.key === undefined) return undefined;
    const given = text[keyEnd] === '=' ? bareItemAt(text, keyEnd + 1) : { value: true, end: keyEnd };
    if (!given) return undefined;
    parameters.set(groups.key, given.value);
    end = given.end;
  }
  return { value: first.value, parameters };
}

function bareItemAt(text: string, start: number): { readonly value: BareItem; readonly end: number } | undefined {
  const { groups, end } = matchAt(BARE_ITEM, text, start);
  if (!groups) return undefined;
  if (groups.number !== undefined) return { value: Number(groups.number), end };
  if (groups.string !== undefined) return { value: groups.string.replace(/\\(.)/g, '$1'), end };
  return { value: groups.token ?? groups.boolean === '1', end };
}

function matchAt(pattern: RegExp, text: string, start: number) {
  pattern.lastIndex = start;
  return { groups: pattern.exec(text)?.groups, end: pattern.lastIndex };
}
