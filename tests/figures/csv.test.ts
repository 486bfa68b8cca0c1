import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RawCounts } from '../../src/figures/fields.js';
import { ratesOf } from '../../src/figures/rates.js';
import { countsOf } from '../../src/figures/read-counts.js';
import { type FiguresReport, figuresCsv } from '../../src/index.js';

function reportOf(raw: RawCounts): FiguresReport {
  const counts = countsOf(raw);
  const counted = { ...counts, rates: counts.plans.map((plan) => ratesOf(plan, 'whole')) };
  const day = '2026-11-15';
  return {
    ...{ from: day, to: day, timeZone: 'UTC', period: 'month', population: 'whole' },
    ...{ sum: counted, days: [{ day, hours: [], ...counted }] },
  };
}

/** Reads CSV as RFC 4180 has it. */
function parse(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('a table of days has a row for each plan', () => {
  const raw = { 'reached:1:-': 7, 'stopped:10:-': 2, 'view:blocked:limit:-': 4, 'view:free:full-access:+': 3 };
  expect(parse(figuresCsv(reportOf(raw), 'days'))).toMatchObject(
    [
      ['day', 'plan', 'views', 'free', 'prompts', 'walls', 'readers', 'returning_readers', 'prompted', 'stopped'],
      ['2026-11-15', '(no account)', '4', '0', '0', '4', '7', '0', '0', '2'],
      ['2026-11-15', '(no plan)', '3', '3', '0', '0', '0'],
    ].map((row) => expect.arrayContaining(row)),
  );
});

test('a table of days has every plan in every day, and every column in every row', () => {
  const one = reportOf({ 'reached:1:-': 7, 'converted:registered:locked:-': 2 });
  const other = reportOf({ 'reached:1:=gold': 3 });
  const empty = reportOf({});
  const sum = reportOf({ 'reached:1:-': 7, 'reached:1:=gold': 3 }).sum;
  const days = [one, other, empty].flatMap((report, n) => report.days.map((day) => ({ ...day, day: `2026-11-1${n}` })));
  const [head, ...rows] = parse(figuresCsv({ ...one, sum, days }, 'days'));
  expect(rows.map(([day, plan]) => [day, plan])).toEqual(
    ['2026-11-10', '2026-11-11', '2026-11-12'].flatMap((day) => [
      [day, '(no account)'],
      [day, 'gold'],
    ]),
  );
  for (const row of rows) expect(row.length).toBe(head?.length);
  expect(rows[0]?.[head?.indexOf('registered_from_locked') ?? -1]).toBe('2');
  expect(rows[1]?.slice(2)).toEqual(Array((head?.length ?? 2) - 2).fill('0'));
});

test('a table of the numbers of articles has a row for each', () => {
  const raw = { 'reached:1:-': 7, 'reached:2:-': 3, 'prompted:2:-': 3, 'stopped:2:-': 1 };
  expect(parse(figuresCsv(reportOf(raw), 'reached'))).toEqual([
    ['plan', 'articles', 'reached', 'prompted', 'stopped'],
    ['(no account)', '1', '7', '0', '0'],
    ['(no account)', '2', '3', '3', '1'],
  ]);
});

test('a table of the numbers of articles has as many for each plan', () => {
  const raw = { 'reached:1:-': 7, 'reached:3:=gold': 2 };
  expect(parse(figuresCsv(reportOf(raw), 'reached')).map(([plan, n]) => [plan, n])).toEqual([
    ['plan', 'articles'],
    ...['(no account)', 'gold'].flatMap((plan) => ['1', '2', '3'].map((n) => [plan, n])),
  ]);
});

test('a spreadsheet reads back every name, and takes none for a formula', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('=1+1', '@SUM(A1)', '-2', '+x', '\tx', 'a,"b"\r\n')),
      (name) => {
        const [, row] = parse(figuresCsv(reportOf({ [`article:views:${name}`]: 1 }), 'articles'));
        const [cell = ''] = row ?? [];
        expect([name, `'${name}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        expect(row?.slice(1)).toEqual(['1', '0', '0', '0', '0', '0', '0']);
      },
    ),
  );
});
