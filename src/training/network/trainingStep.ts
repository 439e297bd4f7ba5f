import { sizeAt } from '../../graph/shapes';
import type { GraphBuilder, Value } from '../../graph/builder';
import { gradients } from '../../graph/gradients';
import { add, concat, div, minimum, mul, reduceSum, reshape, sqrt, sub } from '../../graph/ops';
import { decayMask, type Parameters } from './parameters';

export interface AdamOptions {
  weightDecay: number;
  /** Gradients are clipped to this length. */
  clip: number;
}

const BETA_1 = 0.9;
const BETA_2 = 0.99;
const EPSILON = 1e-8;

/** The inputs `weights`, `first`, `second` [P], and `rate` and `step` [] (from 1 on) of a training step's graph. */
export function optimiserInputs(graph: GraphBuilder, size: number) {
  return {
    weights: graph.input('weights', 'float', [size]),
    first: graph.input('first', 'float', [size]),
    second: graph.input('second', 'float', [size]),
    rate: graph.input('rate', 'float', []),
    step: graph.input('step', 'float', []),
  };
}

/**
 * One step of Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) down the gradient
 * of `loss`: adds the outputs `new_weights`, `new_first`, `new_second` [P] and `loss` [].
 */
export function addAdam(
  loss: Value,
  parameters: Parameters,
  views: readonly Value[],
  inputs: ReturnType<typeof optimiserInputs>,
  { weightDecay, clip }: AdamOptions,
): void {
  const { graph } = loss;
  const { weights, first, second, rate, step } = inputs;
  const size = sizeAt(weights, 0);
  const parts = gradients(loss, views).map((part, index) =>
    reshape(part, [Object.values(parameters)[index].initial.length]),
  );
  const raw = concat(parts, 0);
  const length = sqrt(add(reduceSum(mul(raw, raw), [0]), EPSILON));
  const gradient = mul(raw, minimum(div(clip, length), 1));
  const newFirst = add(mul(first, BETA_1), mul(gradient, 1 - BETA_1));
  const newSecond = add(mul(second, BETA_2), mul(mul(gradient, gradient), 1 - BETA_2));
  const unbiased = (moment: Value, beta: number) => div(moment, sub(1, pow(beta, step)));
  const direction = div(unbiased(newFirst, BETA_1), add(sqrt(unbiased(newSecond, BETA_2)), EPSILON));
  const mask = decayMask(parameters).map((flag) => flag * weightDecay);
  const decay = mul(weights, graph.constant(mask, [size]));
  graph.output('new_weights', sub(weights, mul(rate, add(direction, decay))));
  graph.output('new_first', newFirst);
  graph.output('new_second', newSecond);
  graph.output('loss', loss);
}

function pow(base: number, exponent: Value): Value {
  return exponent.graph.add(
    'Pow',
    [exponent.graph.scalar(base), exponent],
    [{ type: 'float', shape: [] }],
  )[0];
}
