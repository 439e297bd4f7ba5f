import { sum } from '../../common/statistics';

/** One held-out figure: the forecast of each part of a stack, the network first, and the actual, in units. */
export interface StackCase {
  expected: readonly number[];
  actual: number;
  /** Which of the other parts have a forecast; the network takes the place of the rest. */
  known: readonly boolean[];
  /** Product; the figures of one product count as one observation of how good the parts are. */
  product: number;
  /** Its held-out window, numbered from 0. */
  window: number;
  /** Its row, and how many weeks' units it covers. */
  row: number;
  weeks: number;
}

/** What is served instead of a mix, in units. */
export type ServedMix = (one: StackCase, mix: number) => number;

const STEPS = 200;
const RATE = 2;
/** Held-out figures are clipped at this quantile. */
const CAPPED_ABOVE = 0.995;

/**
 * Shares of a stack's parts, adding up to 1, with the least absolute error over the units sold. The fewer products were
 * held out, the closer to `prior` (relative entropy, weighted by `hold` / sqrt(products)). Found by exponentiated
 * gradients (Kivinen and Warmuth 1997).
 */
export function bestShares(cases: readonly StackCase[], prior: readonly number[], hold: number): number[] {
  const start = prior.map((share) => share / sum(prior));
  if (cases.length === 0) return start;
  const cap = capOf(cases);
  const actual = Float64Array.from(cases, (one) => Math.min(one.actual, cap));
  const units = Math.max(sum(actual), 1e-9);
  const held = hold / Math.sqrt(new Set(cases.map(({ product }) => product)).size);
  const taken = start.flatMap((share, part) => (share > 0 ? [part] : []));
  const own = taken.map((part) => start[part]);
  const expected = Float64Array.from(cases.flatMap((one) => taken.map((part) => one.expected[part])));
  let shares = [...own];
  const average = own.map(() => 0);
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = own.map((share, part) => held * Math.log(Math.max(shares[part], 1e-12) / share));
    addErrors(gradient, shares, expected, actual, units);
    const least = Math.min(...gradient.filter((_, part) => shares[part] > 0));
    const rate = RATE / Math.sqrt(step);
    // If hardly anything was sold, gradients are huge: the smallest may belong to a share that vanished, and 0 times
    // infinity is NaN.
    const moved = shares.map((share, part) =>
      share === 0 ? 0 : share * Math.exp(-rate * (gradient[part] - least)),
    );
    const whole = sum(moved);
    shares = moved.map((share) => share / whole);
    if (step > STEPS / 2) shares.forEach((share, part) => (average[part] += share));
  }
  const result = start.map(() => 0);
  taken.forEach((part, at) => (result[part] = average[at] / sum(average)));
  return result;
}

/** Adds to a gradient [P] that of the absolute errors over `units` of a mix of forecasts, row-major [C, P]. */
function addErrors(
  gradient: number[],
  shares: readonly number[],
  expected: Float64Array,
  actual: Float64Array,
  units: number,
): void {
  for (let at = 0, from = 0; at < actual.length; at += 1, from += shares.length) {
    let mix = 0;
    for (let part = 0; part < shares.length; part += 1) mix += shares[part] * expected[from + part];
    const sign = Math.sign(mix - actual[at]) / units;
    for (let part = 0; part < shares.length; part += 1) gradient[part] += sign * expected[from + part];
  }
}

/** By how many standard errors a single part must have less error than the mix, over how many products at least. */
export interface Sure {
  errors: number;
  products: number;
}

/**
 * The shares to serve: if a part other than the network has significantly less error than the mix, it is served alone;
 * the best if there are several. Errors are compared by product, because those of one product are correlated. They are
 * also compared by window, in each of which the part must have less error, because all products of a week are
 * correlated too. `sureOf` gives the requirement for a number of windows and a part; null if that part is never served
 * alone.
 */
export function servedShares(
  cases: readonly StackCase[],
  shares: readonly number[],
  sureOf: (windows: number, part: number) => Sure | null,
): number[] {
  const products = gainsBy(cases, shares, ({ product }) => product);
  const windows = gainsBy(cases, shares, ({ window }) => window);
  const sure = shares.map((share, part) => {
    const taken = sureOf(windows.length, part);
    if (!taken || products.length < taken.products) return 0;
    const own = products.map((gains) => gains[part]);
    const whole = sum(own);
    const error = Math.sqrt(sum(own.map((gain) => (gain - whole / own.length) ** 2)));
    const always = windows.every((gains) => gains[part] > 0);
    return part > 0 && share > 0 && always && whole > taken.errors * error ? whole : 0;
  });
  const best = sure.indexOf(Math.max(...sure));
  return sure[best] > 0 ? shares.map((_, part) => (part === best ? 1 : 0)) : [...shares];
}

/** How many units less error each part alone has than the mix, over the cases of each key. */
function gainsBy(
  cases: readonly StackCase[],
  shares: readonly number[],
  keyOf: (one: StackCase) => number,
): Float64Array[] {
  const gains = new Map<number, Float64Array>();
  for (const one of cases) {
    const key = keyOf(one);
    const own = gains.get(key) ?? new Float64Array(shares.length);
    gains.set(key, own);
    let mix = 0;
    shares.forEach((share, part) => (mix += share * one.expected[part]));
    const error = Math.abs(mix - one.actual);
    shares.forEach((_, part) => (own[part] += error - Math.abs(one.expected[part] - one.actual)));
  }
  return [...gains.values()];
}

/** Absolute error over the units sold, of a mix or of what is `served` in its place. */
export function mixError(
  cases: readonly StackCase[],
  shares: readonly number[],
  served: ServedMix = (_, mix) => mix,
): number {
  const errors = cases.map((one) => {
    const mix = sum(one.expected.map((units, part) => shares[part] * units));
    return Math.abs(served(one, mix) - one.actual);
  });
  return sum(errors) / Math.max(sum(cases.map(({ actual }) => actual)), 1e-9);
}

function capOf(cases: readonly StackCase[]): number {
  const sorted = Float64Array.from(cases, ({ actual }) => actual).sort();
  return sorted[Math.floor((sorted.length - 1) * CAPPED_ABOVE)];
}
