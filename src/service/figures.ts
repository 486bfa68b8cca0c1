import type { IncomingMessage } from 'node:http';
import {
  type FiguresBatch,
  type FiguresOf,
  type FiguresQuery,
  type FiguresTable,
  figuresCsv,
  type RawCounts,
  readDay,
} from '../figures/index.js';
import {
  type Account,
  type Article,
  type Converted,
  type RequestFields,
  readConversion,
  type ToldConversionKind,
} from '../meter/index.js';
import {
  type Fields,
  OptionError,
  object,
  oneOf,
  optional,
  outOfRange,
  readOptions,
  required,
  wholeNumber,
} from '../options/index.js';
import { account, article, type DecisionRequest, fields, withoutNulls } from './back-end.js';
import { readJson } from './body.js';
import { json, Problem, type Reply, readAsked } from './reply.js';
import type { Route } from './route.js';
import { queryOf } from './target.js';

/** A reader who registered or subscribed, as a site's back end tells of it in JSON. `null` stands for a member left out. */
export interface ConversionRequest {
  /** What the reader did. */
  readonly what: ToldConversionKind;
  /** The article on whose page the reader followed the link: its id, or that and who may read it. Default: none. */
  readonly article?: DecisionRequest['article'] | null;
  /** The account that the site knows the reader by, with the name of its plan. Default: none. */
  readonly account?: DecisionRequest['account'];
  /** The fields of the reader's request, in any case: `cookie` above all. Default: none. */
  readonly headers?: DecisionRequest['headers'];
}

/** What a service with figures answers besides. */
export function figuresRoutes(figures: FiguresOf, converted: Converted): readonly (readonly [string, Route])[] {
  async function add(req: IncomingMessage): Promise<Reply> {
    const batch = readBatch(await readJson(req));
    try {
      await figures.add(batch);
    } catch {
      throw new Problem(503, 'The figures could not be added; send them again');
    }
    return NOTHING;
  }

  async function read(req: IncomingMessage): Promise<Reply> {
    const { table, ...query } = readQuery(queryOf(req));
    const report = await asked(() => figures.read(query));
    if (table === undefined) return json(report);
    return {
      status: 200,
      headers: { 'Content-Type': 'text/csv; charset=utf-8; header=present' },
      body: figuresCsv(report, table),
    };
  }

  async function convert(req: IncomingMessage): Promise<Reply> {
    const told = readTold(await readJson(req));
    await converted({ headers: told.headers, account: () => told.account }, told.what, told.article);
    return NOTHING;
  }

  return [
    ['/figures', { methods: ['GET', 'POST'], answer: (req) => (req.method === 'POST' ? add(req) : read(req)) }],
    ['/conversions', { methods: ['POST'], answer: convert }],
  ];
}

const NOTHING: Reply = { status: 204, headers: {} };

interface Query extends FiguresQuery {
  readonly table: FiguresTable | undefined;
}

function readQuery(given: URLSearchParams): Query {
  const { from, to, csv } = membersOf<{ from?: string; to?: string; csv?: FiguresTable }>(
    Object.fromEntries(given),
    'query',
    {
      from: optional(readDay, undefined),
      to: optional(readDay, undefined),
      csv: optional(oneOf('days', 'articles', 'reached'), undefined),
    },
  );
  return { table: csv, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Days may be such as cannot be read; a store that fails is no fault of who asks. */
async function asked<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof OptionError
      ? new Problem(400, error.message)
      : new Problem(503, 'The figures cannot be read');
  }
}

const BATCH: Fields<FiguresBatch> = {
  process: required((value, option) => {
    if (typeof value === 'string' && /^[\w-]{8,40}$/.test(value)) return value;
    throw outOfRange(option, value, 'a random name of 8 to 40 letters and digits');
  }),
  sequence: required(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  day: required(readDay),
  counts: required(readCounts),
};

function readBatch(body: unknown): FiguresBatch {
  return membersOf(body, 'request', BATCH);
}

/** Fields that a view may have; nothing else may be written beside them. */
const COUNT = /^(?:view|degraded|reached|prompted|stopped|hour|converted|aside|article):.{1,400}$/s;

/** Counts by the names of their fields; below zero where views were taken back that another process had counted. */
export function readCounts(value: unknown, option: string): RawCounts {
  const given = Object.entries(object(value, option));
  return Object.fromEntries(
    given.map(([field, count]) => {
      if (!COUNT.test(field)) throw outOfRange(option, field, 'a name of figures');
      return [field, wholeNumber(-1e9, 1e9)(count, `${option}.${field}`)];
    }),
  );
}

interface Told {
  readonly what: ToldConversionKind;
  readonly article: Article | null;
  readonly account: Account | null;
  readonly headers: RequestFields;
}

const TOLD: Fields<Told> = {
  what: required(readConversion, 'Say registered or subscribed'),
  article: optional(article, null),
  account: optional(account, null),
  headers: optional(fields, {}),
};

function readTold(body: unknown): Told {
  return membersOf(body, 'request', TOLD);
}

/** @throws {Problem} 400 for what is wrong. */
function membersOf<Shape extends object>(given: unknown, path: string, fieldsOf: Fields<Shape>): Shape {
  return readAsked(() => readOptions<Shape>(withoutNulls(object(given, path)), path, fieldsOf));
}
