import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { PointScore, QuantileScore } from '../../../src/contract/evaluation/scores';
import type { Task } from '../../../src/contract/evaluation/task';
import { weekOf } from '../../../src/common/week';
import type { CaseForecast, Step } from '../../../src/evaluation/methods/forecaster';
import { type CaseTruth, scoreTask, totalStep } from '../../../src/evaluation/metrics/score';
import { pairedBootstrap } from '../../../src/evaluation/uncertainty/pairedBootstrap';

/** Figures of golden/score.json come from an independent scorer and are rounded to four decimals. */
const TOLERANCE = 5.1e-5;
/** Two different random generators over 2,000 resamples: a twentieth of the interval's width. */
const INTERVAL_TOLERANCE = 0.05;

const POINT: Record<string, keyof PointScore> = {
  n: 'n',
  WAPE: 'wape',
  bias: 'bias',
  RMSE: 'rmse',
  MAE: 'mae',
  R2: 'r2',
  R2_log1p: 'r2_log1p',
  RMSSE: 'rmsse',
};
const QUANTILE: Record<string, keyof QuantileScore> = {
  wQL_p10: 'wql_p10',
  wQL_p50: 'wql_p50',
  wQL_p90: 'wql_p90',
  wQL: 'wql',
  pinball: 'pinball',
  cover_p10_p90: 'coverage',
  cover_rounded: 'coverage_rounded',
  below_p10: 'below_p10',
  below_p50: 'below_p50',
  below_p90: 'below_p90',
  crossing: 'crossing',
};
const golden = JSON.parse(read('score.json'));
const files = { preds: 'predictions.csv', other: 'other.csv' } as const;

describe.each(['preds', 'other'] as const)('figures of %s', (which) => {
  describe.each(['NEW', 'KNOWN'] as const)('on %s', (task) => {
    const { truth, forecasts } = load(task, files[which]);
    const score = scoreTask(truth, forecasts);

    it.each([
      ['weekly', 'weekly'],
      ['total', 'total4'],
    ] as const)('%s agree with the independent scorer', (block, theirs) => {
      const expected = golden[which][task][theirs];
      for (const point of ['p50', 'mean'] as const) {
        for (const [name, value] of Object.entries(expected[point])) {
          expectNear(score[block][point]![POINT[name]], value as number, TOLERANCE);
        }
      }
      for (const [name, value] of Object.entries(expected.quantiles)) {
        expectNear(score[block].quantiles![QUANTILE[name]], value as number, TOLERANCE);
      }
      expect(score[block].p50.mse).toBeCloseTo(score[block].p50.rmse ** 2, 9);
    });

    it('counts what it scored', () => {
      expect(score).toMatchObject({
        skus: golden[which][task].skus,
        units: golden[which][task].units,
        total: { direct: which === 'preds' },
      });
      expectNear(score.zero_share, golden[which][task].zero_share, TOLERANCE);
    });
  });
});

describe.each(['NEW', 'KNOWN'] as const)('paired bootstrap on %s', (task) => {
  const a = load(task, files.preds);
  const b = load(task, files.other);
  const rows = {
    weekly: a.truth.flatMap(({ sku, units }, i) =>
      units.map((actual, h) => ({
        sku,
        actual,
        gap: Math.abs(a.forecasts[i].weeks[h].p50 - actual) - Math.abs(b.forecasts[i].weeks[h].p50 - actual),
      })),
    ),
    total4: a.truth.map(({ sku, units }, i) => {
      const actual = units.reduce((sum, value) => sum + value, 0);
      const error = (forecast: CaseForecast) => Math.abs(totalStep(forecast).p50 - actual);
      return { sku, actual, gap: error(a.forecasts[i]) - error(b.forecasts[i]) };
    }),
  };

  it.each(['weekly', 'total4'] as const)('of %s agrees with the independent scorer', (block) => {
    const expected = golden.paired_bootstrap[task][block];
    const result = pairedBootstrap(rows[block])!;
    const [low, high] = expected.ci95;
    expect(result.skus).toBe(expected.n_skus);
    expectNear(result.difference, expected.dWAPE, TOLERANCE);
    expectNear(result.low, low, INTERVAL_TOLERANCE * (high - low));
    expectNear(result.high, high, INTERVAL_TOLERANCE * (high - low));
    expectNear(result.share_better, expected.p_better, 0.01);
  });

  it('gives the same interval twice', () => {
    expect(pairedBootstrap(rows.weekly)).toEqual(pairedBootstrap(rows.weekly));
  });
});

it('tells a difference of fewer than five products without an interval', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ sku: String(i % 5), actual: 4, gap: (i % 5) - 3 }));
  expect(pairedBootstrap(rows.filter(({ sku }) => sku !== '4'))).toEqual({
    skus: 4,
    difference: -6 / 16,
    low: null,
    high: null,
    share_better: null,
  });
  expect(pairedBootstrap(rows)).toMatchObject({ skus: 5, low: expect.any(Number) as number });
});

it('leaves undefined figures null instead of dividing by nothing', () => {
  const truth: CaseTruth[] = [{ sku: 'A', origin: 0, units: [0, 0], scale: 0 }];
  const { weekly } = scoreTask(truth, [{ weeks: [{ p50: 1 }, { p50: 0 }] }]);
  expect(weekly.p50).toMatchObject({
    wape: null,
    bias: null,
    r2: null,
    r2_log1p: null,
    rmsse: null,
    mae: 0.5,
  });
  expect(weekly.mean).toBeNull();
  expect(weekly.quantiles).toBeNull();
});

it('refuses forecasts that do not match the cases', () => {
  expect(() => scoreTask([{ sku: 'A', origin: 0, units: [1], scale: null }], [])).toThrow(
    '0 forecasts for 1 cases',
  );
});

function load(task: Task, file: string): { truth: CaseTruth[]; forecasts: CaseForecast[] } {
  const truth = new Map<string, CaseTruth>();
  for (const row of table('truth.csv').filter((one) => one.task === task)) {
    const key = `${row.sku} ${row.origin}`;
    const one = truth.get(key) ?? {
      sku: row.sku,
      origin: weekOf(row.origin),
      units: [],
      scale: row.scale === '' ? null : Number(row.scale),
    };
    one.units[Number(row.h) - 1] = Number(row.y);
    truth.set(key, one);
  }
  const forecasts = new Map<string, CaseForecast>([...truth.keys()].map((key) => [key, { weeks: [] }]));
  for (const row of table(file).filter((one) => one.task === task)) {
    const forecast = forecasts.get(`${row.sku} ${row.origin}`)!;
    const step: Step = {
      p10: Number(row.p10),
      p50: Number(row.p50),
      p90: Number(row.p90),
      mean: Number(row.mean),
    };
    if (row.h === '0') forecast.total = step;
    else forecast.weeks[Number(row.h) - 1] = step;
  }
  return { truth: [...truth.values()], forecasts: [...forecasts.values()] };
}

function table(file: string): Record<string, string>[] {
  return parse(read(file), { columns: true });
}

function read(file: string): string {
  return readFileSync(join(__dirname, '..', 'golden', file), 'utf8');
}

function expectNear(received: unknown, expected: number, tolerance: number): void {
  expect(Math.abs((received as number) - expected)).toBeLessThanOrEqual(tolerance);
}
