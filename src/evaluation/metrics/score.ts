import type { ScoreBlock, TaskScore } from '../../contract/evaluation/scores';
import type { Week } from '../../common/week';
import type { CaseForecast, Step } from '../methods/forecaster';
import { sum } from '../../common/statistics';
import { pointMetrics } from './point';
import { quantileMetrics } from './quantiles';
import { rmsse } from './rmsse';

/** A SKU's actual sales after an origin. */
export interface CaseTruth {
  sku: string;
  origin: Week;
  /** Units in each week of the horizon. */
  units: number[];
  /** Denominator of RMSSE; null if undefined, as for new SKUs. */
  scale: number | null;
}

/** Scores the forecasts of one task, pooled over origins. Truth and forecasts in the same order, at least one. */
export function scoreTask(truth: readonly CaseTruth[], forecasts: readonly CaseForecast[]): TaskScore {
  if (truth.length === 0 || truth.length !== forecasts.length) {
    throw new RangeError(`${forecasts.length} forecasts for ${truth.length} cases`);
  }
  const weekly = truth.flatMap((one) => one.units);
  const direct = forecasts.every((forecast) => forecast.total !== undefined);
  return {
    skus: new Set(truth.map((one) => one.sku)).size,
    cases: truth.length,
    weeks: new Set(truth.flatMap(({ origin, units }) => units.map((_, h) => origin + h))).size,
    units: sum(weekly),
    zero_share: weekly.filter((units) => units === 0).length / weekly.length,
    weekly: weeklyBlock(truth, forecasts),
    total: {
      ...block(
        truth.map((one) => sum(one.units)),
        forecasts.map((forecast) => totalStep(forecast, direct)),
      ),
      direct,
    },
  };
}

/** The forecast of the total: its own, or the sum of the weeks (summed quantiles are not quantiles of the sum). */
export function totalStep(forecast: CaseForecast, direct = forecast.total !== undefined): Step {
  if (direct && forecast.total) return forecast.total;
  const add = (pick: (step: Step) => number | undefined) => {
    const values = forecast.weeks.map(pick);
    return values.every((value) => value !== undefined) ? sum(values) : undefined;
  };
  return {
    p10: add((step) => step.p10),
    p50: sum(forecast.weeks.map((step) => step.p50)),
    p90: add((step) => step.p90),
    mean: add((step) => step.mean),
  };
}

function weeklyBlock(truth: readonly CaseTruth[], forecasts: readonly CaseForecast[]): ScoreBlock {
  const scored = block(
    truth.flatMap((one) => one.units),
    forecasts.flatMap((forecast) => forecast.weeks),
  );
  const scaled = (pick: (step: Step) => number) =>
    rmsse(
      truth.map((one, i) => ({
        actual: one.units,
        forecast: forecasts[i].weeks.map(pick),
        scale: one.scale,
      })),
    );
  return {
    ...scored,
    p50: { ...scored.p50, rmsse: scaled((step) => step.p50) },
    mean: scored.mean && { ...scored.mean, rmsse: scaled((step) => step.mean ?? NaN) },
  };
}

/** Figures of steps against actual values in the same order. */
export function block(actual: readonly number[], steps: readonly Step[]): ScoreBlock {
  const p50 = steps.map((step) => step.p50);
  const mean = complete(steps.map((step) => step.mean));
  const p10 = complete(steps.map((step) => step.p10));
  const p90 = complete(steps.map((step) => step.p90));
  return {
    p50: { ...pointMetrics(actual, p50), rmsse: null },
    mean: mean && { ...pointMetrics(actual, mean), rmsse: null },
    quantiles: p10 && p90 && quantileMetrics(actual, { p10, p50, p90 }),
  };
}

function complete(values: (number | undefined)[]): number[] | null {
  return values.every((value) => value !== undefined) ? values : null;
}
