import { add, layerNorm, matmul, mul, reshape, silu, slice, softmax, sub, transpose } from '../../graph/ops';
import type { Value } from '../../graph/builder';
import type { Parameters, Weights } from '../../training/network/parameters';
import { TRANSFORMER } from '../../contract/modelNames';
import { KNOWN_CHANNEL } from './sequenceInputs';
import {
  constant,
  drawn,
  end,
  endParameters,
  type SequenceNetwork,
  type SequenceShape,
} from './sequenceNetwork';

const HEADS = 4;
const LAYERS = 2;
/** Taken off the attention to a week that is not known: none is left. */
const UNSEEN = 1e4;

/**
 * A small encoder of the Transformer (Vaswani et al. 2017) with the norms before its layers (Xiong et al. 2020): weeks
 * attend to each other, and the last one's state is the answer's.
 */
export const transformer: SequenceNetwork = {
  name: TRANSFORMER,
  parameters: (shape, bias, random) => {
    const { weeks, channels, hidden } = shape;
    const layers: Parameters[] = Array.from({ length: LAYERS }, (_, layer) => ({
      [`attend${layer}`]: drawn(random, hidden, 3 * hidden),
      [`mix${layer}`]: drawn(random, hidden, hidden, 0.5),
      [`wide${layer}`]: drawn(random, hidden, 2 * hidden, 1.7),
      [`narrow${layer}`]: drawn(random, 2 * hidden, hidden, 0.5),
      ...Object.fromEntries(
        ['attendNorm', 'wideNorm'].flatMap((norm) => [
          [`${norm}Scale${layer}`, constant([hidden], 1)],
          [`${norm}Shift${layer}`, constant([hidden], 0)],
        ]),
      ),
    }));
    return {
      weekWeight: drawn(random, channels, hidden),
      position: { ...drawn(random, weeks, hidden), decay: false },
      ...Object.assign({}, ...layers),
      ...endParameters(shape, bias, random),
    };
  },
  answer: (weeks, context, weights, shape) => {
    const [rows] = weeks.shape;
    const { weeks: count, hidden } = shape;
    const seen = reshape(slice(weeks, 2, KNOWN_CHANNEL, KNOWN_CHANNEL + 1), [rows, 1, 1, count]);
    const hiding = mul(sub(seen, 1), UNSEEN);
    let state = add(matmul(weeks, weights.weekWeight), weights.position);
    const norm = (name: string, layer: number) =>
      layerNorm(state, weights[`${name}Scale${layer}`], weights[`${name}Shift${layer}`]);
    for (let layer = 0; layer < LAYERS; layer += 1) {
      state = add(state, attention(norm('attendNorm', layer), hiding, weights, layer, shape));
      const wide = silu(matmul(norm('wideNorm', layer), weights[`wide${layer}`]));
      state = add(state, matmul(wide, weights[`narrow${layer}`]));
    }
    return end(reshape(slice(state, 1, count - 1, count), [rows, hidden]), context, weights);
  },
};

function attention(
  x: Value,
  hiding: Value,
  weights: Weights,
  layer: number,
  { weeks, hidden }: SequenceShape,
): Value {
  const [rows] = x.shape;
  const width = hidden / HEADS;
  const all = reshape(matmul(x, weights[`attend${layer}`]), [rows, weeks, 3 * HEADS, width]);
  const part = (at: number) => transpose(slice(all, 2, at * HEADS, (at + 1) * HEADS), [0, 2, 1, 3]);
  const [query, key, value] = [part(0), part(1), part(2)];
  const scores = mul(matmul(query, transpose(key, [0, 1, 3, 2])), 1 / Math.sqrt(width));
  const mixed = matmul(softmax(add(scores, hiding)), value);
  return matmul(reshape(transpose(mixed, [0, 2, 1, 3]), [rows, weeks, hidden]), weights[`mix${layer}`]);
}
