import type { Value } from '../../graph/builder';
import { div, exp, maximum, mul, reduceSum, reshape, sub } from '../../graph/ops';
import type { AnswerShape } from './answers';

/**
 * Pinball loss of quantiles [members, N, S, Q] against targets [N, S] on the network's scale, averaged over members
 * and `weight` [N, S] (0 where a target is unknown). With `power` p > 0 both are bent to (exp(p x) - 1) / p first: on
 * a scale of logarithms that weighs errors between logarithms (towards 0) and plain units (1), as Box and Cox (1964).
 */
export function pinballLoss(
  answers: Value,
  targets: Value,
  weight: Value,
  { quantiles }: AnswerShape,
  power: number,
): Value {
  const bend = (x: Value) => (power === 0 ? x : mul(sub(exp(mul(x, power)), 1), 1 / power));
  const [members] = answers.shape as number[];
  const error = sub(reshape(bend(targets), [...targets.shape, 1]), bend(answers));
  const levels = answers.graph.constant(Float32Array.from(quantiles), [quantiles.length]);
  const pinball = reduceSum(maximum(mul(error, levels), mul(error, sub(levels, 1))), [-1]);
  return div(reduceSum(mul(pinball, weight), [0, 1, 2]), mul(reduceSum(weight, [0, 1]), members));
}
