import type { PointScore } from '../../contract/evaluation/scores';

export type PointMetrics = Omit<PointScore, 'rmsse'>;

/**
 * Compares forecasts with actual values, both in units, of the same length n >= 1.
 * WAPE = sum|f-y| / sum y; bias = sum(f-y) / sum y; R2 = 1 - SSE / SST, also on log1p with forecasts cut at 0.
 * Null where the actual values leave a figure undefined (no sales, no variance).
 */
export function pointMetrics(actual: ArrayLike<number>, forecast: ArrayLike<number>): PointMetrics {
  const n = actual.length;
  let absolute = 0;
  let signed = 0;
  let squared = 0;
  let squaredLog = 0;
  let units = 0;
  for (let i = 0; i < n; i++) {
    const error = forecast[i] - actual[i];
    absolute += Math.abs(error);
    signed += error;
    squared += error * error;
    squaredLog += (Math.log1p(actual[i]) - Math.log1p(Math.max(forecast[i], 0))) ** 2;
    units += actual[i];
  }
  return {
    n,
    wape: ratio(absolute, units),
    bias: ratio(signed, units),
    mae: absolute / n,
    mse: squared / n,
    rmse: Math.sqrt(squared / n),
    r2: unexplained(
      squared,
      variation(actual, (y) => y),
    ),
    r2_log1p: unexplained(squaredLog, variation(actual, Math.log1p)),
  };
}

/** numerator / denominator, or null where the denominator is not positive. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

function unexplained(squared: number, total: number): number | null {
  const share = ratio(squared, total);
  return share === null || Number.isNaN(share) ? null : 1 - share;
}

function variation(values: ArrayLike<number>, transform: (value: number) => number): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += transform(values[i]) / values.length;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (transform(values[i]) - mean) ** 2;
  return sum;
}
