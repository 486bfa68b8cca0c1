import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { createPaywall } from '../../src/index.js';
import { ensureInstalled } from '../support/install.js';
import { testOptions } from '../support/site.js';

const DASHBOARD = 'examples/operations/dashboard.json';
const ALERTS = 'examples/operations/alerts.yml';

interface Panel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const panels: readonly Panel[] = JSON.parse(readFileSync(DASHBOARD, 'utf8')).panels;

function promtool(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(ensureInstalled('promtool', 'prometheus'), args, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** Every name that a scrape gives, parts of histograms among them. */
async function namesGiven(): Promise<ReadonlySet<string>> {
  const paywall = createPaywall(testOptions());
  await paywall.decide({ method: 'GET', target: '/a', headers: {} });
  const register = new Registry();
  paywall.metrics(register);
  return new Set((await register.metrics()).match(/^paywall_\w+/gm));
}

const namesIn = (text: string): string[] => [...new Set(text.match(/(?<![#\w])paywall_\w+/g))];

describe('the examples for whoever is on call', () => {
  test('have rules that promtool takes', () => {
    expect(promtool('check', 'rules', ALERTS)).toEqual({
      status: 0,
      said: expect.stringContaining('SUCCESS: 4 rules found'),
    });
  });

  test('have alerts that fire where they should, and where all is well none', () => {
    expect(promtool('test', 'rules', 'tests/operations/alerts.yml')).toEqual({
      status: 0,
      said: expect.stringContaining('SUCCESS'),
    });
  });

  test.each([DASHBOARD, ALERTS, 'docs/operations.md'])(
    '%s names no metric but those that a scrape gives',
    async (file) => {
      const given = await namesGiven();
      const names = namesIn(readFileSync(file, 'utf8'));
      const families = new Set([...given].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
      expect(names.length).toBeGreaterThan(3);
      expect(names.filter((name) => !given.has(name) && !families.has(name))).toEqual([]);
    },
  );

  test('show every metric in the dashboard', async () => {
    const shown = namesIn(readFileSync(DASHBOARD, 'utf8')).map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const families = [...(await namesGiven())].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    expect([...new Set(families)].filter((name) => !shown.includes(name))).toEqual([]);
  });

  test('have expressions in the dashboard that Prometheus can read', () => {
    const checked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(checked.length).toBeGreaterThan(10);
    const rules = checked.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.+'),
    }));
    const folder = mkdtempSync(join(tmpdir(), 'metered-paywall-'));
    try {
      const file = join(folder, 'rules.yml');
      // JSON is YAML.
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
      expect(promtool('check', 'rules', file)).toMatchObject({ status: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('have panels that do not lie over each other', () => {
    const overlap = ({ gridPos: a }: Panel, { gridPos: b }: Panel) =>
      a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    const pairs = panels.flatMap((one, at) => panels.slice(at + 1).map((other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => overlap(one, other)).map(([one, other]) => [one.title, other.title])).toEqual(
      [],
    );
  });
});
