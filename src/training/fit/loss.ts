import type { Value } from '../../graph/builder';
import { add, div, exp, log, maximum, mul, reduceSum, reshape, sub } from '../../graph/ops';
import type { AnswerShape } from './answers';

export interface LossOptions {
  /** The pinball loss is taken of ((1 + units)^power - 1) / power: 0 is the logarithm, 1 plain units. */
  power: number;
  /** Variance power of the Tweedie deviance that fits the mean, between 1 and 2. */
  tweedie: number;
  /** Weight of the mean's loss beside the quantiles'. */
  meanWeight: number;
}

/**
 * Pinball loss of the quantiles plus Tweedie deviance (Jorgensen 1987) of the mean, weighted by `weight` [N, S] (0
 * where a target is unknown), averaged over members and weights. `units` is [N, S], >= 0.
 */
export function demandLoss(
  answers: { logQuantiles: Value; logMean: Value },
  units: Value,
  weight: Value,
  { quantiles }: AnswerShape,
  { power, tweedie, meanWeight }: LossOptions,
): Value {
  const { logQuantiles, logMean } = answers;
  const [members] = logMean.shape as number[];
  const bend = (x: Value) => (power === 0 ? x : mul(sub(exp(mul(x, power)), 1), 1 / power));
  const target = reshape(bend(log(add(units, 1))), [...units.shape, 1]);
  const error = sub(target, bend(logQuantiles));
  const levels = units.graph.constant(Float32Array.from(quantiles), [quantiles.length]);
  const pinball = reduceSum(maximum(mul(error, levels), mul(error, sub(levels, 1))), [-1]);
  const rising = mul(exp(mul(logMean, 2 - tweedie)), 1 / (2 - tweedie));
  const falling = mul(mul(units, exp(mul(logMean, 1 - tweedie))), 1 / (1 - tweedie));
  const both = add(pinball, mul(sub(rising, falling), meanWeight));
  return div(reduceSum(mul(both, weight), [0, 1, 2]), mul(reduceSum(weight, [0, 1]), members));
}
