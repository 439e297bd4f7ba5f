import type { Value } from '../../graph/builder';
import {
  concat,
  exp,
  gather,
  greater,
  mul,
  reduceMean,
  reduceSum,
  slice,
  sqrt,
  maximum,
  sub,
  where,
  div,
  add,
} from '../../graph/ops';
import { NOBODY, type Neighbours } from './analogFeatures';
import type { Bank } from './bank';
import type { AnalogBlock } from './headGraph';

const TEMPERATURE = 0.07;
const SOMEBODY = NOBODY / 2;
const FEW = 5;

export const TABLE_ANALOGS = [
  'analogs_target',
  'analogs_target_5',
  'analogs_spread',
  'analogs_similarity',
  'analogs_similarity_10',
];

/** What rows with similar texts had as their target, on the network's scale [S]: [N, 5], a row's own never among it. */
export function tableAnalogFeatures({ index, similarity }: Neighbours, targets: Value): Value {
  const values = gather(targets, index);
  const count = similarity.shape[1] as number;
  const somebody = greater(similarity, SOMEBODY);
  const best = slice(similarity, 1, 0, 1);
  const weight = where(somebody, exp(mul(sub(similarity, best), 1 / TEMPERATURE)), 0);
  const average = (x: Value, weights: Value) =>
    div(reduceSum(mul(x, weights), [1], true), add(reduceSum(weights, [1], true), 1e-9));
  const mean = average(values, weight);
  const few = Math.min(FEW, count);
  const squared = average(mul(values, values), weight);
  const filled = where(somebody, similarity, NaN);
  return concat(
    [
      mean,
      average(slice(values, 1, 0, few), slice(where(somebody, 1, mul(similarity, 0)), 1, 0, few)),
      sqrt(maximum(sub(squared, mul(mean, mean)), 0)),
      slice(filled, 1, 0, 1),
      reduceMean(slice(filled, 1, 0, Math.min(10, count)), [1], true),
    ],
    1,
  );
}

/** The analogs of a table's head; `targets` are those of the bank's rows, on the network's scale. */
export function tableAnalogs(bank: Bank, targets: Float32Array): AnalogBlock {
  return {
    bank,
    features: (all, _features, nearest) =>
      tableAnalogFeatures(nearest, all.graph.constant(targets, [targets.length])),
  };
}
