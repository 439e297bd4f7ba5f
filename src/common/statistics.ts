export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** The mean if all figures are known; null if one is not, or there are none. */
export function meanOfKnown(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length > 0 && known.length === figures.length ? mean(known) : null;
}

/** Sample standard deviation; 0 for fewer than two values. */
export function deviation(values: ArrayLike<number>): number {
  return values.length < 2 ? 0 : Math.sqrt(squares(values) / (values.length - 1));
}

/** Population standard deviation; NaN for no values. */
export function populationDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(squares(values) / values.length);
}

/** NaN for no values. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Quantile with linear interpolation between order statistics (numpy's default); NaN for no values. */
export function quantile(values: ArrayLike<number>, level: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The values that are not missing (NaN). */
export function present(values: ArrayLike<number>): number[] {
  const known: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) known.push(values[i]);
  return known;
}

/** Sum of squares about the mean. */
function squares(values: ArrayLike<number>): number {
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - centre) ** 2;
  return total;
}
