import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ARTICLES_KEPT, MOST_ARTICLES_OF_DAY } from '../../src/figures/articles.js';
import { ASIDE, MOST_REACHED, OF_ARTICLE } from '../../src/figures/fields.js';
import { ADD_LUA } from '../../src/figures/figures.lua.js';
import { KEEP_DAYS } from '../../src/figures/memory.js';
import { ratesOf } from '../../src/figures/rates.js';
import { countsOf } from '../../src/figures/read-counts.js';

const text = readFileSync('docs/figures.md', 'utf8');
const [plan] = countsOf({ 'view:free:open:-': 1, 'reached:1:-': 1 }).plans;
if (!plan) throw new Error('no plan');
const rates = ratesOf(plan, 'whole');

test('the page on figures names every count of a plan', () => {
  const names = [...Object.keys(plan), ...Object.keys(plan.converted), ...Object.keys(plan.converted.registered)];
  expect(names.filter((name) => !new RegExp(`[\`.]${name}[\`\\[]`).test(text))).toEqual([]);
  expect([...ASIDE, ...OF_ARTICLE].filter((name) => !new RegExp(`[\`.]${name}\``).test(text))).toEqual([]);
});

test('the page on figures has every figure with its formula', () => {
  const { all, returning, registeredFromPrompt, registeredFromWall } = rates;
  const found = {
    ...{ 'all.stopRate': all.stopRate, 'all.prompted': all.prompted },
    ...{ 'returning.stopRate': returning.stopRate, 'returning.prompted': returning.prompted },
    ...{ registeredFromPrompt, registeredFromWall },
  };
  const rows = text.split('\n').filter((line) => line.startsWith('| `rates[].'));
  const missing = Object.entries(found).filter(
    ([name, { formula }]) => !rows.some((row) => row.includes(`\`rates[].${name}\``) && row.includes(`| ${formula} `)),
  );
  expect(missing.map(([name]) => name)).toEqual([]);
  expect(Object.keys(all.stopRate).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test('the page on figures has the fields and the numbers of the store', () => {
  const kinds = ['view', 'degraded', 'reached', 'prompted', 'stopped', 'hour', 'converted', 'article', 'aside', 'from'];
  expect(kinds.filter((kind) => !text.includes(`\n| \`${kind}:<`))).toEqual([]);
  for (const field of ['articles', 'floor']) {
    expect(ADD_LUA).toContain(`'${field}'`);
    expect(text).toContain(`\`${field}\``);
  }
  const numbers = [KEEP_DAYS, ARTICLES_KEPT, MOST_ARTICLES_OF_DAY, MOST_REACHED].map((n) => n.toLocaleString('en'));
  expect(numbers.filter((number) => !text.includes(number))).toEqual([]);
});
