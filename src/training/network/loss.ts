import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import { div, exp, maximum, mul, reduceSum, sub } from '../../graph/ops';
import type { AnswerShape } from './answers';

export interface LossOptions {
  /**
   * If this power p is not 0, the pinball loss is taken of (exp(p x) - 1) / p: on a scale of logarithms this weighs
   * errors between logarithms (towards 0) and plain units (1), like Box and Cox (1964).
   */
  power: number;
}

/**
 * Pinball loss of quantiles [Q, members, N, S] against targets [N, S], both placed, averaged over members and `weight`
 * [N, S] (0 where a target is unknown).
 */
export function quantileLoss(
  quantiles: Value,
  targets: Value,
  weight: Value,
  { quantiles: levels }: AnswerShape,
  { power }: LossOptions,
): Value {
  const members = sizeAt(quantiles, 1);
  const bend = (x: Value) => (power === 0 ? x : mul(sub(exp(mul(x, power)), 1), 1 / power));
  const error = sub(bend(targets), bend(quantiles));
  const shares = quantiles.graph.constant(Float32Array.from(levels), [levels.length, 1, 1, 1]);
  const loss = reduceSum(maximum(mul(error, shares), mul(error, sub(shares, 1))), [0]);
  return div(reduceSum(mul(loss, weight), [0, 1, 2]), mul(reduceSum(weight, [0, 1]), members));
}
