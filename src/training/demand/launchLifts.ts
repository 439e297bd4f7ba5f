import { sum } from '../../common/statistics';

/**
 * How many times what is expected of each week a launch sells where launches scatter much: the first is often not a whole
 * one, the next are its best.
 */
const WEEKS: readonly number[] = [0.85, 1.1, 1.05];
const LATER = 1;
/** Standard errors by which launches must tell that a week is unlike what it begins with; fewer than ten never do. */
const SURE = 3;
const LIFTS = Array.from({ length: 41 }, (_, step) => 0.6 * 4 ** (step / 40));

/** How many times what is expected a lift begins with, and how strongly it is held to that. */
export interface Prior {
  lift: number;
  hold: number;
}

/** What came of a row in one of its series, beside what was expected, in units. */
export interface LaunchOutcome {
  product: number;
  launch: boolean;
  expected: number;
  actual: number;
}

/**
 * How many times what is expected each week of a launch sells: what all weeks together tell, times a shape. The shape begins
 * with the usual one, `scattered` of it (1 whole, 0 none); a week leaves it only as far as launches surely tell.
 */
export function weekLifts(
  weeks: readonly (readonly LaunchOutcome[])[],
  { hold, scattered }: { hold: number; scattered: number },
): number[] {
  const shape = weeks.map((_, week) => (WEEKS[week] ?? LATER) ** scattered);
  const shaped = weeks.flatMap((launches, week) =>
    launches.map((one) => ({ ...one, expected: shape[week] * one.expected })),
  );
  const level = liftOf(shaped, { lift: 1, hold });
  return weeks.map((launches, week) => surely(launches, level * shape[week]));
}

/** The factor of what was expected of launches with the least absolute error, held to what it begins with. */
export function liftOf(launches: readonly LaunchOutcome[], prior: Prior): number {
  if (launches.length === 0) return prior.lift;
  const units = Math.max(sum(launches.map(({ actual }) => actual)), 1e-9);
  const held = prior.hold / Math.sqrt(productsOf(launches));
  const errors = LIFTS.map((lift) => {
    let error = 0;
    for (const { expected, actual } of launches) error += Math.abs(lift * expected - actual);
    return error / units + held * Math.log(lift / prior.lift) ** 2;
  });
  return LIFTS[errors.indexOf(Math.min(...errors))];
}

export function productsOf(outcomes: readonly LaunchOutcome[]): number {
  return new Set(outcomes.map(({ product }) => product)).size;
}

/** The factor that makes errors less by the most, less SURE times the root of products' squares of that; `usual` where none does. */
function surely(launches: readonly LaunchOutcome[], usual: number): number {
  let [best, gained] = [usual, 0];
  for (const lift of LIFTS) {
    const gains = new Map<number, number>();
    for (const { product, expected, actual } of launches) {
      const gain = Math.abs(usual * expected - actual) - Math.abs(lift * expected - actual);
      gains.set(product, (gains.get(product) ?? 0) + gain);
    }
    const each = [...gains.values()];
    const sure = sum(each) - SURE * Math.sqrt(sum(each.map((gain) => gain ** 2)));
    if (sure > gained) [best, gained] = [lift, sure];
  }
  return best;
}
