/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import type { DemandEvaluation } from '../../../src/contract/evaluation/demandEvaluation';
import { evaluation } from '../../../src/contract/evaluation/evaluation';
import { backtest } from '../../../src/evaluation/backtest/backtest';
import { launchLevel } from '../../../src/evaluation/baselines/launchLevel';
import { lastValue, meanOfFourWeeks, zeros } from '../../../src/evaluation/baselines/naive';
import type { Forecaster } from '../../../src/evaluation/methods/forecaster';
import { ForecastStore } from '../../../src/evaluation/backtest/forecastStore';
import { writeProtocolFiles } from '../../../src/evaluation/backtest/protocolFiles';
import { writeReport } from '../../../src/evaluation/report/writeReport';
import { assembleEvaluation } from '../../../src/evaluation/assembleDemand';
import { DemandPanel } from '../../../src/ingest/panel';
import { shopParts } from '../support/shop';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });

const TASKS = ['NEW', 'KNOWN', 'YOUNG'] as const;
const HORIZON = 2;
const parts = shopParts({ skus: 60, weeks: 36 });
const panel = new DemandPanel({ ...parts, skus: parts.skus.map((sku, i) => (i === 3 ? '"><script>' : sku)) });

/** Stands in for a fitted head: ranges around a level that is off by the seed. */
function levelModel(name: string, level: number): Forecaster {
  return {
    name,
    tasks: TASKS,
    seeds: 'all',
    lagDepths: true,
    unavailable: () => null,
    fit: (_panel, _origin, seed) =>
      Promise.resolve({
        learning: [{ steps: 25, training: 3, held_out: 2 }],
        predict: (cases) =>
          Promise.resolve(
            cases.map(({ plan, record }) => {
              const p50 = level + seed / 10 + record.history.length / 20;
              const step = { p10: p50 / 2, p50, p90: 2 * p50, mean: 1.2 * p50 };
              return {
                weeks: plan.map(() => step),
                total: { p10: p50, p50: 2 * p50, p90: 4 * p50, mean: 2 * p50 },
              };
            }),
          ),
      }),
  };
}

describe('the report of a backtest', () => {
  const out = mkdtempSync(join(tmpdir(), 'shelfcast-report-'));
  let report: DemandEvaluation;
  let page: string;
  afterAll(() => rmSync(out, { recursive: true }));
  beforeAll(async () => {
    const origins = [24, 28];
    const result = await backtest(panel, {
      origins,
      horizon: HORIZON,
      forecasters: [
        levelModel('text-aware', 12),
        levelModel('numeric-only', 2),
        zeros,
        launchLevel,
        lastValue,
        meanOfFourWeeks,
      ],
      seeds: [0, 1],
      store: new ForecastStore(join(out, 'fits'), ''),
      onProgress: () => {},
    });
    await writeProtocolFiles(out, result);
    report = assembleEvaluation(result, {
      data: { source: 'a <shop>', hash: 'ab', rows: 9, skus: 60, first_week: null, last_week: null },
      panel,
      horizon: HORIZON,
      origins,
      seeds: [0, 1],
      encoder: 'tiny',
    });
    const files = await writeReport(out, report);
    page = readFileSync(files.html, 'utf8');
  });

  it('has the published form', () => {
    const written = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(evaluation.parse(written)).toEqual(written);
    expect(report.tasks.map(({ task }) => task)).toEqual(TASKS);
  });

  it('gives the spread over seeds, and the average of the two best on the first origins', () => {
    const { models } = report.tasks[0];
    expect(models.find(({ name }) => name === 'text-aware')).toMatchObject({ seeds: 2 });
    expect(models.find(({ name }) => name === 'text-aware')!.spread.weekly_wape).toBeGreaterThan(0);
    expect(models.map(({ name }) => name)).toContain('average of the best two');
    expect(models.map(({ score }) => score.weekly.p50.wape)).toEqual(
      models.map(({ score }) => score.weekly.p50.wape).sort((a, b) => a! - b!),
    );
  });

  it('shows lag depths, ages, tiers, calibration, learning and examples', () => {
    expect(report.lag_depth[0].points.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 6, null]);
    expect(report.young_by_age[0].points).toHaveLength(2);
    expect(report.tasks[1].tiers!.models[0].confusion).toHaveLength(3);
    const { curves } = report.tasks[1].tiers!.models.find(({ model }) => model === 'text-aware')!;
    expect(curves!.score).toBe('probability');
    expect(curves!.by_tier.high!.points.length).toBeGreaterThan(5);
    expect(page).toContain('Average precision: low');
    expect(report.tasks[0].calibration[0].points).toHaveLength(3);
    expect(report.learning_curve.map(({ looks }) => looks)).toEqual(
      report.origins.map(() => [{ steps: 25, training: 3, held_out: 2 }]),
    );
    expect(page).toContain('by training steps');
    expect(new Set(report.examples.map(({ kind }) => kind))).toEqual(new Set(['good', 'bad']));
    expect(report.near_duplicates.reduce((sum, { skus }) => sum + skus, 0)).toBe(
      report.tasks[0].models[0].score.cases,
    );
    for (const { model } of report.near_duplicates[0].models) {
      const weighted = report.near_duplicates.map(
        ({ skus, models }) => skus * models.find((one) => one.model === model)!.coverage!,
      );
      const { score } = report.tasks[0].models.find(({ name }) => name === model)!;
      const all = weighted.reduce((sum, part) => sum + part, 0) / score.cases;
      expect(all).toBeCloseTo(score.weekly.quantiles!.coverage_rounded, 3);
    }
  });

  it('compares every model and average with the best simple method', () => {
    for (const { models, comparisons } of report.tasks) {
      const simple = models.find(
        ({ name }) => !['text-aware', 'numeric-only', 'average of the best two'].includes(name),
      )!.name;
      const others = comparisons.filter(({ b }) => b === simple).map(({ a }) => a);
      expect(others.sort()).toEqual(['average of the best two', 'numeric-only', 'text-aware']);
    }
    expect(page).toContain('Who beats the best simple method');
  });

  it('is sure of nothing on two origins of two weeks', () => {
    const outcomes = report.tasks.flatMap(({ comparisons }) => comparisons.map(({ outcome }) => outcome));
    expect(new Set(outcomes)).toEqual(new Set(['unknown']));
    expect(report.verdict.helps).toBe('unknown');
    expect(report.verdict.sentences[0].text).toMatch(
      /in \d weeks, and a verdict takes 20 products and 8 weeks/,
    );
  });

  it('puts the verdict first, then charts with words for those who do not see them', () => {
    expect(page.indexOf(report.verdict.headline)).toBeGreaterThan(0);
    expect(page.indexOf(report.verdict.headline)).toBeLessThan(page.indexOf('<svg'));
    const charts = page.match(/<svg[^>]*>/g)!;
    expect(charts.length).toBeGreaterThan(10);
    expect(charts.filter((chart) => !chart.includes('aria-label='))).toEqual([]);
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  });

  it('needs nothing but itself, and shows names as text', () => {
    const { document } = parseHTML(page);
    expect(document.querySelectorAll('script, link, img, iframe, object, [href], [src]')).toHaveLength(0);
    expect(page).not.toMatch(/url\(|@import/i);
    expect(page).toContain('a &#60;shop&#62;');
  });

  it('leaves the forecasts for any other program to score', () => {
    expect(readdirSync(join(out, 'predictions')).sort()).toContain('text-aware-1.csv');
    const [header, first] = readFileSync(join(out, 'truth.csv'), 'utf8').split('\n');
    expect(header).toBe('sku,origin,task,h,week,y,age,scale');
    expect(first.split(',')).toHaveLength(8);
    expect(readFileSync(join(out, 'predictions', 'zeros-0.csv'), 'utf8')).toMatch(
      /^sku,origin,task,h,p10,p50,p90,mean\n/,
    );
  });
});
