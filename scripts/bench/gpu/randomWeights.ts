import { tensor } from '../../../src/graph/messages';
import type { Draft, TensorProto } from '../../../src/graph/proto';
import { toHalf } from '../../../src/common/half';
import type { Precision } from './precision';

/** A prime, so that rows of a matrix that repeats them differ. */
const DISTINCT = 65_537;

/** Values that spread evenly over -scale to scale, the same for the same seed. */
export function randomValues(seed: number, scale: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: DISTINCT }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state / 2147483648) * scale;
  });
}

/** A weight of these dimensions that repeats the values. */
export function weight(
  name: string,
  precision: Precision,
  dims: number[],
  values: Float32Array,
): Draft<TensorProto> {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return precision === 'fp16'
    ? tensor(name, 'float16', dims, filled(new Uint16Array(size), toHalf(values)))
    : tensor(name, 'float', dims, filled(new Float32Array(size), values));
}

function filled<T extends Float32Array | Uint16Array>(target: T, values: ArrayLike<number>): T {
  for (let at = 0; at < target.length; at++) target[at] = values[at % values.length];
  return target;
}
