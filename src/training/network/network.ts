import type { Value } from '../../graph/builder';
import { add, matmul, mul, reshape, silu, slice } from '../../graph/ops';
import type { Parameters, Parameter, Weights } from './parameters';
import type { Random } from '../../common/random';

export interface NetworkShape {
  inputs: number;
  hidden: number;
  layers: number;
  /** Members of the ensemble. */
  members: number;
  outputs: number;
  /**
   * The first inputs are flags of this many groups of records, each with its own initial answers; the network adds to
   * these, and outputs zero before its first step. 0: no groups, and random initial weights.
   */
  groups: number;
}

/**
 * TabM (Gorishniy et al. 2024, arXiv:2410.24210): an MLP whose members share every weight matrix and differ in the
 * scales before and after it; the first layer's input scales start with random signs, which makes members differ. With
 * groups a linear part is added, as in wide and deep learning (Cheng et al. 2016). `start` [outputs] are the initial
 * output biases; with groups [groups, outputs] those of each group.
 */
export function networkParameters(shape: NetworkShape, start: Float32Array, random: Random): Parameters {
  const { members, hidden, outputs, groups } = shape;
  const parameters: Record<string, Parameter> = {};
  const layer = (name: string, dims: number[], value: () => number, decay: boolean) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    parameters[name] = { shape: dims, initial: Float32Array.from({ length: size }, value), decay };
  };
  const uniform = (bound: number) => () => (random.uniform() * 2 - 1) * bound;
  const zero = () => 0;
  for (let index = 0; index < shape.layers; index += 1) {
    const width = index === 0 ? shape.inputs : hidden;
    layer(`weight${index}`, [width, hidden], uniform(1.7 / Math.sqrt(width)), true);
    const sign = () => (random.uniform() < 0.5 ? -1 : 1);
    layer(`before${index}`, [members, 1, width], index === 0 ? sign : () => 1, false);
    layer(`after${index}`, [members, 1, hidden], () => 1, false);
    layer(`bias${index}`, [members, 1, hidden], zero, false);
  }
  let at = 0;
  const started = () => start[at++ % start.length];
  layer('headWeight', [members, hidden, outputs], groups > 0 ? zero : uniform(1 / Math.sqrt(hidden)), true);
  layer('headBias', [members, 1, outputs], groups > 0 ? zero : started, false);
  if (groups > 0) {
    layer('wide', [shape.inputs, outputs], zero, true);
    layer('offsets', [groups, outputs], started, false);
  }
  return parameters;
}

/**
 * The network's output for inputs [N, inputs]: [members, N, outputs]. `masks` are dropout masks [members, N, hidden],
 * one per layer; none outside training.
 */
export function network(
  inputs: Value,
  weights: Weights,
  { layers, groups }: Pick<NetworkShape, 'layers' | 'groups'>,
  masks: readonly Value[] = [],
): Value {
  let x = reshape(inputs, [1, ...inputs.shape]);
  for (let index = 0; index < layers; index += 1) {
    const scaled = mul(
      matmul(mul(x, weights[`before${index}`]), weights[`weight${index}`]),
      weights[`after${index}`],
    );
    x = silu(add(scaled, weights[`bias${index}`]));
    if (masks[index]) x = mul(x, masks[index]);
  }
  const deep = add(matmul(x, weights.headWeight), weights.headBias);
  if (groups === 0) return deep;
  const linear = add(matmul(inputs, weights.wide), matmul(slice(inputs, 1, 0, groups), weights.offsets));
  return add(deep, reshape(linear, [1, ...linear.shape]));
}
