import type { Value } from '../../graph/builder';
import { add, div, exp, maximum, mul, reduceSum, reshape, sub } from '../../graph/ops';
import type { Answers, AnswerShape } from './answers';

export interface LossOptions {
  /**
   * The pinball loss is taken of (exp(p x) - 1) / p where this power p is not 0: on a scale of logarithms that weighs
   * errors between logarithms (towards 0) and plain units (1), as Box and Cox (1964).
   */
  power: number;
  /** Weight of the mean's loss beside the quantiles', where the network learns the mean. */
  meanWeight: number;
}

/**
 * Pinball loss of the quantiles against targets [N, S] on the network's scale, and Tweedie deviance of the mean where
 * it is learnt, averaged over members and `weight` [N, S] (0 where a target is unknown).
 */
export function quantileLoss(
  { quantiles, logMean }: Answers,
  targets: Value,
  weight: Value,
  shape: AnswerShape,
  { power, meanWeight }: LossOptions,
): Value {
  const [members] = quantiles.shape as number[];
  const pinball = pinballLoss(quantiles, targets, shape, power);
  const loss = logMean ? add(pinball, mul(tweedieDeviance(logMean, targets), meanWeight)) : pinball;
  return div(reduceSum(mul(loss, weight), [0, 1, 2]), mul(reduceSum(weight, [0, 1]), members));
}

function pinballLoss(answers: Value, targets: Value, { quantiles }: AnswerShape, power: number): Value {
  const bend = (x: Value) => (power === 0 ? x : mul(sub(exp(mul(x, power)), 1), 1 / power));
  const error = sub(reshape(bend(targets), [...targets.shape, 1]), bend(answers));
  const levels = answers.graph.constant(Float32Array.from(quantiles), [quantiles.length]);
  return reduceSum(maximum(mul(error, levels), mul(error, sub(levels, 1))), [-1]);
}

/** Half the deviance of Tweedie's distribution with variance power 1.5 (Jorgensen 1987), but for a constant. */
function tweedieDeviance(logMean: Value, logTargets: Value): Value {
  const units = sub(exp(logTargets), 1);
  return add(mul(exp(mul(logMean, 0.5)), 2), mul(mul(units, exp(mul(logMean, -0.5))), 2));
}
