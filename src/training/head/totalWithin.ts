import { normalQuantile } from '../../common/normal';
import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  div,
  exp,
  log,
  maximum,
  minimum,
  mul,
  reduceSum,
  reshape,
  slice,
  sqrt,
  sub,
} from '../../graph/ops';
import { bracketMasses, meansOf } from '../network/answers';

/** Units below which a sum counts as nothing. */
const NOTHING = 1e-6;

/**
 * Quantiles in units [N, S, Q] whose last series, the total, agrees with the weeks before it: each of its quantiles lies
 * between those of the sum of weeks that go together and of weeks that have nothing to do with one another. The first is the
 * sum of the weeks' quantiles. The second is that of a lognormal with the sum's mean and variance (Fenton 1960), to which
 * the scatter of single units is added: a product that sells one unit now and then has weekly medians of 0 and a total above.
 * Outer quantiles may lie further out by `rounding` for each week, in units: what a week's range gains where it is read in
 * whole ones.
 */
export function totalWithin(units: Value, levels: readonly number[], rounding = 0): Value {
  const series = units.shape[1] as number;
  if (series === 1 || levels.length < 3) return units;
  const { graph } = units;
  const weeks = slice(units, 1, 0, series - 1);
  const together = reduceSum(weeks, [1], true);
  const means = meansOf(weeks, levels);
  const [rows, count] = means.shape;
  const away = sub(weeks, reshape(means, [rows, count, 1]));
  const masses = graph.constant(Float32Array.from(bracketMasses(levels)), [levels.length]);
  const mean = maximum(reduceSum(means, [1], true), NOTHING);
  const variance = add(reshape(reduceSum(mul(mul(away, away), masses), [1, 2]), [rows, 1]), mean);
  const column = (value: Value) => reshape(value, [rows, 1, 1]);
  const spread = log(add(div(variance, mul(mean, mean)), 1));
  const scores = graph.constant(Float32Array.from(levels, normalQuantile), [1, 1, levels.length]);
  const apart = mul(column(mean), exp(sub(mul(column(sqrt(spread)), scores), mul(column(spread), 0.5))));
  const total = slice(units, 1, series - 1, series);
  const outwards = (side: number) =>
    graph.constant(
      Float32Array.from(levels, (level) => (Math.sign(level - 0.5) === side ? rounding * (series - 1) : 0)),
      [1, 1, levels.length],
    );
  const lowest = maximum(sub(minimum(together, apart), outwards(-1)), 0);
  const highest = add(maximum(together, apart), outwards(1));
  const within = minimum(maximum(total, lowest), highest);
  return concat([weeks, within], 1);
}
