import { describe, expect, test } from '@jest/globals';
import { chart } from '../bench/chart.js';
import type { ContenderName } from '../bench/contenders/index.js';
import { createCrowd, LIMIT, MIX, REREADS, type Reader, type View } from '../bench/readers.js';
import { summarize, table } from '../bench/report.js';
import { median, quantile } from '../bench/statistics.js';
import type { Standing } from '../bench/tournament.js';

/** Views made one after the other by a few readers at once. */
function readAlong(seed: number, count: number): View[] {
  const crowd = createCrowd(seed, 20);
  return Array.from({ length: count }, () => {
    const view = crowd.next();
    crowd.done(view);
    return view;
  });
}

/** The views of each reader who has read all they wanted to. */
function finishedReaders(views: readonly View[]): View[][] {
  const byReader = new Map<Reader, View[]>();
  for (const view of views) byReader.set(view.reader, [...(byReader.get(view.reader) ?? []), view]);
  return [...byReader].filter(([reader]) => reader.position === reader.views.length).map(([, ofOne]) => ofOne);
}

describe("the benchmark's readers", () => {
  const finished = finishedReaders(readAlong(1, 100_000));
  const distinct = (views: readonly View[]) => new Set(views.map(({ article }) => article)).size;

  test.each(MIX)('of all, $share read $least to $most articles', ({ share, least, most }) => {
    const within = finished.map(distinct).filter((articles) => articles >= least && articles <= most);
    expect(Math.abs(within.length / finished.length - share)).toBeLessThan(0.01);
  });

  test('make one view in ten of an article they have read', () => {
    const views = finished.flat().length;
    const rereads = views - finished.map(distinct).reduce((sum, articles) => sum + articles, 0);
    expect(Math.abs(rereads / views - REREADS)).toBeLessThan(0.005);
  });

  test('are blocked at each new article once they have read their limit, and at no other', () => {
    const wrong = finished.filter((views) => {
      const opened = new Set<number>();
      return views.some(({ article, blocked }) => {
        const due = opened.size === LIMIT && !opened.has(article);
        if (!due) opened.add(article);
        return blocked !== due;
      });
    });
    expect(wrong).toEqual([]);
    expect(finished.flat().some(({ blocked }) => blocked)).toBe(true);
  });

  test('are the same for the same seed, and others for another', () => {
    const articles = (seed: number) => readAlong(seed, 100).map(({ article }) => article);
    expect(articles(7)).toEqual(articles(7));
    expect(articles(7)).not.toEqual(articles(8));
  });
});

describe("the benchmark's report", () => {
  const round = { viewsPerSecond: 700, p50: 2, p99: 9, wrong: 5, loadBusy: 0.5 };
  const standing = (name: ContenderName, times: readonly number[], alone: number): Standing => ({
    name,
    p99AtEase: 3,
    alone,
    viewsPerRound: 100,
    rounds: times.map((cpuPerView) => ({ ...round, cpuPerView })),
    roundTripsPerView: 0.5,
    redisBytesPerReader: 150,
  });
  const lines = summarize([standing('bare', [80, 60, 90], 0.2), standing('ours', [100, 100, 100], 0.26)]);

  test('compares each round with the same round of the bare site', () => {
    expect(lines[1]).toMatchObject({ name: 'ours', ratio: 0.8, lowestRatio: 0.6, highestRatio: 0.9, wrong: 0.05 });
  });

  test('compares two processes with two of the bare site', () => {
    const sites = [standing('bare', [50], 0.2), standing('bare-two', [80], 0.3), standing('ours-two', [100], 0.36)];
    expect(summarize(sites)[2]).toMatchObject({ name: 'ours-two', ratio: 0.8 });
    expect(Math.round(summarize(sites)[2]?.alone ?? 0)).toBe(60);
  });

  test('has a row for each site', () => {
    expect(table(lines).split('\n').slice(2)).toEqual([
      '| bare Express | 1.00 (1.00 to 1.00) | 80 | 1.00 | 9.0 | 3.0 |  |  |  |  |',
      '| metered-paywall | 0.80 (0.60 to 0.90) | 100 | 1.00 | 9.0 | 3.0 | 60 | 0.50 | 150 | 5.0 % |',
    ]);
  });

  test('draws a bar for each site, as long as its share', () => {
    const widths = [...chart(lines).matchAll(/<rect class="(\w+)" [^>]*width="(\d+)"/g)].map((bar) => bar.slice(1));
    expect(widths).toEqual([
      ['bar', '430'],
      ['ours', '344'],
    ]);
  });
});

test('the median and the quantiles of a few numbers', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile(Float64Array.of(1, 2, 3, 4), 0.99)).toBe(4);
});
