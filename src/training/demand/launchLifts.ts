import { sum } from '../../common/statistics';

/**
 * Initial shape of a launch's weeks relative to the expectation, if launches scatter much: the first week is often
 * incomplete, the next are its best.
 */
const WEEKS: readonly number[] = [0.85, 1.1, 1.05];
const LATER = 1;
/** Standard errors by which launches must show that a week differs from its initial factor; fewer than ten never do. */
const SURE = 3;
const LIFTS = Array.from({ length: 41 }, (_, step) => 0.6 * 4 ** (step / 40));

/** The initial value of a lift, and its weight. */
export interface Prior {
  lift: number;
  hold: number;
}

/** The sales of a row in one of its series, and the expectation, in units. */
export interface LaunchOutcome {
  product: number;
  launch: boolean;
  expected: number;
  actual: number;
}

/**
 * Each week's factor over the expectation for a launch: a level from all weeks together, times a shape. The shape
 * starts from the usual one, applied to the degree `scattered` (1 fully, 0 not at all); a week departs from it only as
 * far as launches show significantly.
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

/** The factor of the expectation with the least absolute error over launches, held to its initial value. */
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

/**
 * The factor that reduces the error most, after subtracting SURE times the root of the products' squared reductions;
 * `usual` if none does.
 */
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
