import type { Random } from '../../common/random';
import type { Value } from '../../graph/builder';
import { add, concat, matmul, silu } from '../../graph/ops';
import type { Parameter, Parameters, Weights } from '../../training/network/parameters';

/** Sizes of a network that reads weeks in order beside a context that does not change with them. */
export interface SequenceShape {
  weeks: number;
  /** Figures of each week, and of the context. */
  channels: number;
  context: number;
  hidden: number;
  outputs: number;
}

/** A network over weeks [N, weeks, channels] and a context [N, context], with raw answers [N, outputs]. */
export interface SequenceNetwork {
  name: string;
  parameters(shape: SequenceShape, bias: Float32Array, random: Random): Parameters;
  answer(weeks: Value, context: Value, weights: Weights, shape: SequenceShape): Value;
}

/** Parameters drawn uniformly within `gain` over the root of their inputs. */
export function drawn(random: Random, inputs: number, outputs: number, gain = 1): Parameter {
  const bound = gain / Math.sqrt(inputs);
  const initial = Float32Array.from({ length: inputs * outputs }, () => (2 * random.uniform() - 1) * bound);
  return { shape: [inputs, outputs], initial, decay: true };
}

/** Biases, scales and the like: they start at one value, and weight decay leaves them alone. */
export function constant(shape: number[], value: number | Float32Array): Parameter {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const initial = typeof value === 'number' ? new Float32Array(size).fill(value) : value.slice();
  return { shape, initial, decay: false };
}

/** What both networks end in: the state [N, hidden] and the context through one hidden layer, starting near `bias`. */
export function endParameters(
  { hidden, context, outputs }: SequenceShape,
  bias: Float32Array,
  random: Random,
): Parameters {
  return {
    endWeight: drawn(random, hidden + context, hidden, 1.7),
    endBias: constant([hidden], 0),
    outWeight: drawn(random, hidden, outputs, 0.1),
    outBias: constant([outputs], bias),
  };
}

export function end(state: Value, context: Value, weights: Weights): Value {
  const hidden = silu(add(matmul(concat([state, context], 1), weights.endWeight), weights.endBias));
  return add(matmul(hidden, weights.outWeight), weights.outBias);
}
