import { certain } from '../../common/certain';
import { quantile, sum } from '../../common/statistics';
import type { LaunchRange } from '../head/launchRange';
import { middleOf } from '../network/answers';
import { type DemandRows, ROW_KIND } from './demandRows';
import { liftOf, type LaunchOutcome, type Prior, productsOf, weekLifts } from './launchLifts';

/** All hidden histories together count as this many launches. */
const BORROWED = 14;
/** The initial factors of a total's median and mean over the expectation are at most this, since sales are skewed. */
const MOST_SKEWED = 1.3;
/** Initial variance of logarithms, the one with that skew, and how many products it counts as. */
const USUAL_SPREAD = { variance: 2 * Math.log(MOST_SKEWED), products: 5 };
/** Quantile levels that are two standard deviations apart. */
const ONE_DEVIATION = [0.16, 0.84] as const;
/** Weight of the medians' initial values, and the number of launches that it equals for the mean. */
const HOLD = 10;
const MEAN_LAUNCHES = 100;
/**
 * If sales scatter less, launches say more: below this squared coefficient of variation, the weights of initial values
 * shrink in proportion, down to these shares.
 */
const SCATTERED = 5;
const LEAST_HELD = { median: 0.2, mean: 0.05 };
/**
 * The sales of this many best-selling launches are cut to those of the next, keeping at least this share of the sum:
 * one may sell as much as all others together.
 */
const CUT_PRODUCTS = 2;
const LEFT_WHOLE = 0.9;
const MEAN_BOUNDS = [0.5, 4] as const;

/**
 * The range of launches, from how their sales, and those of products with hidden history, deviated from the expectation
 * of simple methods that had not seen them: `expected` [R] in weekly units, NaN if unknown. Quantiles are those of the
 * deviations, with levels moved outwards for the one launch to come (split conformal prediction; Vovk et al. 2005), and
 * at most `most`, units of each week and the total. Null if nothing is known.
 */
export function fitLaunchRange(
  rows: DemandRows,
  expected: Float32Array,
  quantiles: readonly number[],
  most: number[],
): LaunchRange | null {
  const series = rows.units.length / rows.count;
  const weeks = Array.from({ length: series - 1 }, (_, week) => week);
  const totals = outcomesOf(rows, expected, series - 1, series - 1);
  if (totals.length === 0) return null;
  const variance = varianceOf(totals);
  const skew = Math.min(MOST_SKEWED, Math.exp(variance / 2));
  const scattered = Math.expm1(variance) / SCATTERED;
  const held = (least: number) => Math.min(1, Math.max(least, scattered));
  const hold = HOLD * held(LEAST_HELD.median);
  const weekly = weeks.map((week) => outcomesOf(rows, expected, week, 1));
  const lifts = weekLifts(weekly.map(launchesOf), { hold, scattered: held(0) });
  const week = offsetsOf(
    weekly.flatMap((outcomes, at) => lifted(outcomes, lifts[at])),
    quantiles,
  );
  const total = liftOf(launchesOf(totals), { lift: skew, hold });
  return {
    lift: [...lifts, total],
    offsets: [...weeks.map(() => week), offsetsOf(lifted(totals, total), quantiles)],
    mean: meanLiftOf(launchesOf(totals), { lift: skew, hold: MEAN_LAUNCHES * held(LEAST_HELD.mean) }),
    most,
  };
}

function outcomesOf(rows: DemandRows, expected: Float32Array, index: number, times: number): LaunchOutcome[] {
  const series = rows.units.length / rows.count;
  return Array.from(expected, (units, row) => ({
    product: rows.sku[row],
    launch: rows.kind[row] === ROW_KIND.launch,
    expected: times * units,
    actual: rows.units[row * series + index],
  })).filter(
    ({ launch, expected: known, actual }, row) =>
      (launch || rows.kind[row] === ROW_KIND.hidden) && !Number.isNaN(known + actual),
  );
}

function launchesOf(outcomes: readonly LaunchOutcome[]): LaunchOutcome[] {
  return outcomes.filter(({ launch }) => launch);
}

/** Outcomes with the expectation multiplied by a factor. */
function lifted(outcomes: readonly LaunchOutcome[], lift: number): LaunchOutcome[] {
  return outcomes.map((one) => ({ ...one, expected: (one.launch ? lift : 1) * one.expected }));
}

/**
 * The factor with which the expectations of launches add up to their sales, with a prior that counts as `hold`
 * launches.
 */
function meanLiftOf(launches: readonly LaunchOutcome[], { lift, hold }: Prior): number {
  const products = productsOf(launches);
  const cap = quantile(
    launches.map(({ actual }) => actual),
    Math.max(LEFT_WHOLE, 1 - CUT_PRODUCTS / Math.max(1, products)),
  );
  const came = sum(launches.map(({ actual }) => Math.min(actual, cap)));
  const foreseen = sum(launches.map(({ expected }) => expected));
  if (!(came > 0 && foreseen > 0)) return lift;
  const found = Math.min(Math.max(came / foreseen, MEAN_BOUNDS[0]), MEAN_BOUNDS[1]);
  const believed = products / (products + hold);
  return found ** believed * lift ** (1 - believed);
}

/** Variance of the logarithms of sales over expectation, shrunk towards the usual one. */
function varianceOf(outcomes: readonly LaunchOutcome[]): number {
  const { distances, products } = distancesOf(outcomes);
  const [low, high] = ONE_DEVIATION.map((level) => quantileOf(distances, level));
  const found = ((high - low) / 2) ** 2;
  const usual = USUAL_SPREAD;
  return (products * found + usual.products * usual.variance) / (products + usual.products);
}

/** What is added to log1p of the expectation for each quantile: a product counts once, however many rows it has. */
function offsetsOf(outcomes: readonly LaunchOutcome[], quantiles: readonly number[]): number[] {
  const { distances, products } = distancesOf(outcomes);
  const middle = middleOf(quantiles);
  return quantiles.map((level, at) => {
    if (at === middle) return 0;
    const outwards = level < 0.5 ? 1 - (1 - level) * (1 + 1 / products) : level * (1 + 1 / products);
    const found = quantileOf(distances, outwards);
    return at < middle ? Math.min(found, 0) : Math.max(found, 0);
  });
}

interface Distance {
  distance: number;
  weight: number;
}

/**
 * Deviations in ascending order, and the number of products that they count as: launches, and hidden histories together
 * as BORROWED.
 */
function distancesOf(outcomes: readonly LaunchOutcome[]): { distances: Distance[]; products: number } {
  const launches = launchesOf(outcomes);
  const borrowed = outcomes.filter(({ launch }) => !launch);
  const launched = productsOf(launches);
  const distances = [...weighted(launches, launched), ...weighted(borrowed, BORROWED)];
  return {
    distances: distances.sort((a, b) => a.distance - b.distance),
    products: launched + (borrowed.length > 0 ? BORROWED : 0),
  };
}

/** Their deviations with weights that add up to `whole`, equal for each product. */
function weighted(outcomes: readonly LaunchOutcome[], whole: number): Distance[] {
  const counts = new Map<number, number>();
  for (const { product } of outcomes) counts.set(product, (counts.get(product) ?? 0) + 1);
  return outcomes.map(({ product, expected, actual }) => ({
    distance: Math.log1p(actual) - Math.log1p(expected),
    weight: whole / counts.size / certain(counts.get(product), 'count of a product'),
  }));
}

function quantileOf(ascending: readonly Distance[], level: number): number {
  const wanted = level * sum(ascending.map(({ weight }) => weight));
  let below = 0;
  for (const { distance, weight } of ascending) {
    below += weight;
    if (below >= wanted) return distance;
  }
  return ascending[ascending.length - 1].distance;
}
