/** One SKU at one origin: weekly actual values, forecasts and the scale of its history. */
export interface ScaledSeries {
  actual: ArrayLike<number>;
  forecast: ArrayLike<number>;
  /** Mean squared one-step difference of the weekly series before the origin; null when it has fewer than two weeks. */
  scale: number | null;
}

/**
 * Root mean squared scaled error (M5 competition): sqrt(MSE of the weeks / scale) of each series, averaged over the
 * series whose scale is positive; null when there are none.
 */
export function rmsse(series: readonly ScaledSeries[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { actual, forecast, scale } of series) {
    if (scale === null || scale <= 0) continue;
    let squared = 0;
    for (let h = 0; h < actual.length; h++) squared += (forecast[h] - actual[h]) ** 2;
    sum += Math.sqrt(squared / actual.length / scale);
    count++;
  }
  return count > 0 ? sum / count : null;
}

/**
 * The denominator of RMSSE from a weekly series, oldest first, NaN for unknown weeks; null where no two weeks in a row are
 * known.
 */
export function naiveScale(units: ArrayLike<number>): number | null {
  let sum = 0;
  let steps = 0;
  for (let i = 1; i < units.length; i++) {
    const step = units[i] - units[i - 1];
    if (Number.isNaN(step)) continue;
    sum += step ** 2;
    steps++;
  }
  return steps > 0 ? sum / steps : null;
}
