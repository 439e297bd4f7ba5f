/** Share of a standard normal below `z`: Abramowitz and Stegun 1964, 26.2.17; error below 7.5e-8. */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z > 0 ? 1 - tail : tail;
}

const CENTRE = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const CENTRE_BELOW = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
];
const TAIL = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BELOW = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
const TAIL_FROM = 0.02425;

/** The z with `share` of a standard normal below it, for shares between 0 and 1: Acklam 2003; relative error below 1.2e-9. */
export function normalQuantile(share: number): number {
  if (share > 1 - TAIL_FROM) return -normalQuantile(1 - share);
  if (share < TAIL_FROM) {
    const q = Math.sqrt(-2 * Math.log(share));
    return horner(TAIL, q) / (q * horner(TAIL_BELOW, q) + 1);
  }
  const q = share - 0.5;
  const r = q * q;
  return (q * horner(CENTRE, r)) / (r * horner(CENTRE_BELOW, r) + 1);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
