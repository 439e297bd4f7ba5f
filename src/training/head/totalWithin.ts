import { sizeAt } from '../../graph/shapes';
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
  slice,
  sqrt,
  sub,
} from '../../graph/ops';
import { bracketMasses } from '../network/answers';

/** Sums below this many units count as zero. */
const NOTHING = 1e-6;

/**
 * Quantiles in units [N, S, Q] whose last series, the total, is consistent with the weeks: each of its quantiles lies
 * between those of the sum of fully dependent weeks and of independent weeks. The first is the sum of the weeks'
 * quantiles. The second is that of a lognormal with the sum's mean and variance (Fenton 1960), to which the scatter of
 * single units is added: a product that sells one unit now and then has weekly medians of 0 and a total above. Outer
 * quantiles may exceed these bounds by `rounding` for each week, in units: what rounding to whole units adds to a
 * week's range.
 */
export function totalWithin(units: Value, levels: readonly number[], rounding = 0): Value {
  const series = sizeAt(units, 1);
  if (series === 1 || levels.length < 3) return units;
  const { graph } = units;
  const weeks = slice(units, 1, 0, series - 1);
  const together = reduceSum(weeks, [1], true);
  const masses = graph.constant(Float32Array.from(bracketMasses(levels)), [levels.length]);
  const means = reduceSum(mul(weeks, masses), [2], true);
  const away = sub(weeks, means);
  const mean = maximum(reduceSum(means, [1], true), NOTHING);
  const variance = add(reduceSum(mul(mul(away, away), masses), [1, 2], true), mean);
  const spread = log(add(div(variance, mul(mean, mean)), 1));
  const scores = graph.constant(Float32Array.from(levels, normalQuantile), [1, 1, levels.length]);
  const apart = mul(mean, exp(sub(mul(sqrt(spread), scores), mul(spread, 0.5))));
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
