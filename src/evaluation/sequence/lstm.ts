import { certain } from '../../common/certain';
import { add, matmul, mul, reshape, sigmoid, slice, tanh } from '../../graph/ops';
import type { Value } from '../../graph/builder';
import { LSTM } from '../../contract/modelNames';
import { constant, drawn, end, endParameters, type SequenceNetwork } from './sequenceNetwork';

/** Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate that starts open, unrolled over the weeks. */
export const lstm: SequenceNetwork = {
  name: LSTM,
  parameters: (shape, bias, random) => {
    const { channels, hidden } = shape;
    // Input, forget and output gate, and the candidate: of these the forget gate's bias starts at 1.
    const gates = Float32Array.from({ length: 4 * hidden }, (_, at) =>
      Math.floor(at / hidden) === 1 ? 1 : 0,
    );
    return {
      weekWeight: drawn(random, channels, 4 * hidden),
      stateWeight: drawn(random, hidden, 4 * hidden),
      gateBias: constant([4 * hidden], gates),
      ...endParameters(shape, bias, random),
    };
  },
  answer: (weeks, context, weights, { weeks: count, hidden }) => {
    const [rows] = weeks.shape;
    const driven = add(matmul(weeks, weights.weekWeight), weights.gateBias);
    let state: Value | null = null;
    let memory: Value | null = null;
    for (let week = 0; week < count; week += 1) {
      const own = reshape(slice(driven, 1, week, week + 1), [rows, 4 * hidden]);
      const gates: Value = state ? add(own, matmul(state, weights.stateWeight)) : own;
      const part = (at: number) => slice(gates, 1, at * hidden, (at + 1) * hidden);
      const written = mul(sigmoid(part(0)), tanh(part(3)));
      memory = memory ? add(mul(sigmoid(part(1)), memory), written) : written;
      state = mul(sigmoid(part(2)), tanh(memory));
    }
    return end(certain(state, 'week of a sequence'), context, weights);
  },
};
