import type { Value } from '../../graph/builder';
import { add, matmul, mul, reshape, silu } from '../../graph/ops';
import type { Parameters, Parameter, Weights } from './parameters';
import type { Random } from '../../common/random';

export interface NetworkShape {
  inputs: number;
  hidden: number;
  layers: number;
  /** Members of the ensemble. */
  members: number;
  outputs: number;
}

/**
 * TabM (Gorishniy et al. 2024, arXiv:2410.24210): an MLP whose members share every weight matrix and differ in the
 * scales before and after it; the first layer's input scales start at random signs, which tells members apart.
 * `bias` [outputs] is where the output biases start.
 */
export function networkParameters(shape: NetworkShape, bias: Float32Array, random: Random): Parameters {
  const { members, hidden, outputs } = shape;
  const parameters: Record<string, Parameter> = {};
  const layer = (name: string, dims: number[], value: () => number, decay: boolean) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    parameters[name] = { shape: dims, initial: Float32Array.from({ length: size }, value), decay };
  };
  const uniform = (bound: number) => () => (random.uniform() * 2 - 1) * bound;
  for (let index = 0; index < shape.layers; index += 1) {
    const width = index === 0 ? shape.inputs : hidden;
    layer(`weight${index}`, [width, hidden], uniform(1.7 / Math.sqrt(width)), true);
    const sign = () => (random.uniform() < 0.5 ? -1 : 1);
    layer(`before${index}`, [members, 1, width], index === 0 ? sign : () => 1, false);
    layer(`after${index}`, [members, 1, hidden], () => 1, false);
    layer(`bias${index}`, [members, 1, hidden], () => 0, false);
  }
  layer('headWeight', [members, hidden, outputs], uniform(1 / Math.sqrt(hidden)), true);
  let at = 0;
  layer('headBias', [members, 1, outputs], () => bias[at++ % outputs], false);
  return parameters;
}

/**
 * The network's answer for inputs [N, inputs]: [members, N, outputs]. `masks` are dropout masks
 * [members, N, hidden], one a layer; none outside training.
 */
export function network(
  inputs: Value,
  weights: Weights,
  layers: number,
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
  return add(matmul(x, weights.headWeight), weights.headBias);
}
