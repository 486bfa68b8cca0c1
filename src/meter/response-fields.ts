/** The fields that are on a response which is about to be sent. */
export interface PresentFields {
  /** Their names, in lower case. */
  readonly names: readonly string[];
  /** The value of one; `undefined` where it is not set. */
  get(name: string): number | string | readonly string[] | undefined;
}

/** Everything to be changed in a response's fields before it is sent. */
export interface FieldChanges {
  /** To be set, in place of what there is; a list is sent as that many fields. */
  readonly set: Readonly<Record<string, string | string[]>>;
  /** To be added beside what there is: a `Set-Cookie` field. */
  readonly cookie: string | undefined;
  /** To be removed, in lower case. */
  readonly remove: readonly string[];
}

/** How long what is sent may be used again, and by whom. */
export type Keeping =
  /** A wall: by nobody, so that whoever registers does not see it again. */
  | 'nobody'
  /** An article on a reader's count: by their browser, to be asked for anew, since the next page may say another number. */
  | 'reader'
  /** An article that costs its reader nothing: the same, and by the site's own validators. */
  | 'reader-by-validator';

/** A response on which nothing is yet. */
export const NO_FIELDS: PresentFields = { names: [], get: () => undefined };

/** Fields of a request that ask for a page on conditions (RFC 9110 section 13.1), and for parts of it on such. */
const CONDITIONS = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'] as const;
const CONDITIONS_OF_PARTS = ['if-range', 'range'] as const;

/** Fields by which a page can be asked for on conditions (RFC 9110 section 8.8). */
const VALIDATORS = ['etag', 'last-modified'] as const;

/**
 * Fields by which caches are told otherwise than by `Cache-Control`: targeted ones, whose names end alike (RFC 9213,
 * `CDN-Cache-Control`, LiteSpeed's too), and those of nginx, Fastly and Akamai.
 */
const OTHER_CACHE_FIELD = /-cache-control$|^(?:surrogate-control|edge-control|x-accel-expires|expires)$/i;

/** Directives of the site's that may stay beside ours, since they only forbid more. */
const STRICTER = ['no-store', 'no-transform', 'must-revalidate'];

const DIRECTIVES = {
  nobody: 'private, no-store',
  reader: 'private, no-cache',
  'reader-by-validator': 'private, no-cache',
};

/**
 * The fields of a request that must have no say in the answer: a browser that holds another page of this address must not be
 * told that it still stands, nor add a part of this one to a part of that.
 */
export function ignoredFields(keeping: Keeping, asked: Readonly<Record<string, unknown>>): readonly string[] {
  if (keeping === 'reader-by-validator') return [];
  if (keeping === 'nobody' || asked['if-range'] !== undefined) return [...CONDITIONS, ...CONDITIONS_OF_PARTS];
  return CONDITIONS;
}

/**
 * Keeps a metered response out of shared caches, whatever the site asked for, by `Cache-Control` and `Vary` (RFC 9111
 * sections 4.1 and 5.2.2); and out of the reader's own as far as `keeping` says.
 */
export function keptBy(keeping: Keeping, { names, get }: PresentFields): Pick<FieldChanges, 'set' | 'remove'> {
  const own = names.includes('cache-control') ? String(get('cache-control')) : '';
  const vary = keeping === 'nobody' ? '*' : names.includes('vary') ? varyWith(String(get('vary')), 'Cookie') : 'Cookie';
  const set = { 'Cache-Control': cacheControl(DIRECTIVES[keeping], own), Vary: vary };
  const remove = names.filter((name) => OTHER_CACHE_FIELD.test(name));
  return { set, remove: keeping === 'reader-by-validator' ? remove : [...remove, ...VALIDATORS] };
}

/** Whether a field says how long a response is kept, and is ours alone to say of a metered one. */
export function isCacheField(name: string): boolean {
  return name.toLowerCase() === 'cache-control' || OTHER_CACHE_FIELD.test(name);
}

/** Whether a page can be asked for on conditions by this field. */
export function isValidator(name: string): boolean {
  return VALIDATORS.some((validator) => validator === name.toLowerCase());
}

function cacheControl(ours: string, own: string): string {
  if (own === '') return ours;
  const directives = own.toLowerCase().split(/[\s,]/);
  const stricter = STRICTER.filter((directive) => directives.includes(directive) && !ours.includes(directive));
  return [ours, ...stricter].join(', ');
}

/** A `Vary` field that names what two of them do: `*` goes over all (RFC 9110 section 12.5.5). */
export function varyWith(vary: string, more: string): string {
  const listed = listOf(vary);
  if (listed.includes('*') || more === '*') return '*';
  const missing = more.split(',').filter((name) => !listed.includes(name.trim().toLowerCase()));
  return [vary, ...missing]
    .map((name) => name.trim())
    .filter(Boolean)
    .join(', ');
}

function listOf(field: string): string[] {
  return field.split(',').map((name) => name.trim().toLowerCase());
}
