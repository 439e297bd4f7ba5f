import type { HeadKind } from '../../contract/head';
import { nearer } from '../head/nearness';
import type { Stack } from '../head/stack';
import type { DemandDataset } from './demandDataset';
import { similarTable } from './similarColumns';

/**
 * Weekly units [R] that a stack's simple methods expect of products without history, with their shares there and by the
 * similarity of others; NaN if no method knows anything. They are as of each row's anchor, so that none has learnt from
 * the row.
 */
export function expectedOfLaunches(
  dataset: DemandDataset,
  kind: HeadKind,
  { members, shares, nearness }: Stack,
): Float32Array {
  const similar = similarTable(dataset, kind);
  const { count } = dataset.rows;
  const width = similar.length / count;
  const weights = members.map(({ table }, at) => (table === 'analogs' ? shares.new[at + 1] : 0));
  return Float32Array.from({ length: count }, (_, row) => {
    let [units, weight] = [0, 0];
    members.forEach(({ column }, at) => {
      const log = weights[at] > 0 ? similar[row * width + column] : NaN;
      if (Number.isNaN(log)) return;
      units += weights[at] * Math.expm1(log);
      weight += weights[at];
    });
    if (weight === 0 || !nearness) return weight > 0 ? units / weight : NaN;
    const analogs = similar.subarray(row * width, (row + 1) * width);
    return nearer(units / weight, analogs, nearness);
  });
}
