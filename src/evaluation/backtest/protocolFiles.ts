import { join } from 'node:path';
import { mondayOf } from '../../common/week';
import { type Row, writeRows } from '../../common/rowFile';
import type { Backtest, Run } from './backtest';
import { slug } from './forecastStore';

/**
 * Writes truth.csv (sku, origin, task, h, week, y, age, scale) and, per forecaster and seed, predictions/NAME-SEED.csv
 * (sku, origin, task, h, p10, p50, p90, mean; h = 0 is a direct forecast of the total), so that any other program can
 * score the same forecasts.
 */
export async function writeProtocolFiles(directory: string, backtest: Backtest): Promise<void> {
  await writeTable(join(directory, 'truth.csv'), truthRows(backtest));
  for (const run of backtest.runs) {
    await writeTable(
      join(directory, 'predictions', `${slug(run.name)}-${run.seed}.csv`),
      forecastRows(backtest, run),
    );
  }
}

function truthRows({ cases, truth }: Backtest): Row[] {
  return cases.flatMap((one, i) =>
    truth[i].units.map((y, h) => ({
      sku: one.sku,
      origin: mondayOf(one.origin),
      task: one.task,
      h: h + 1,
      week: mondayOf(one.record.origin + h),
      y,
      age: one.age,
      scale: truth[i].scale,
    })),
  );
}

function forecastRows({ cases }: Backtest, run: Run): Row[] {
  return run.forecasts.flatMap((forecast, i) => {
    if (!forecast) return [];
    const { sku, origin, task } = cases[i];
    const steps = [...forecast.weeks.map((step, h) => ({ h: h + 1, step }))];
    if (forecast.total) steps.push({ h: 0, step: forecast.total });
    return steps.map(({ h, step: { p10, p50, p90, mean } }) => ({
      sku,
      origin: mondayOf(origin),
      task,
      h,
      p10,
      p50,
      p90,
      mean,
    }));
  });
}

function writeTable(file: string, rows: Row[]): Promise<void> {
  const groups = async function* () {
    yield rows;
  };
  return writeRows(file, groups());
}
