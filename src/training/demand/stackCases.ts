import type { HeadKind } from '../../contract/head';
import { type StackGroup, stackGroupOf } from '../../contract/stackParts';
import type { StackMember } from '../head/stackMember';
import { type AnswerShape, bracketMasses, middleOf } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { similarTable } from './similarColumns';
import type { StackCase } from './stackShares';

/**
 * Answers of a fit for rows held out of it, in log1p(units), row after row: the network's quantiles [S, Q], the ridge
 * regression [S].
 */
export interface HeldOutAnswers {
  rows: readonly number[];
  quantiles: Float32Array;
  ridge: Float32Array;
}

/** Cases of the weeks' medians, of the total's, and of its mean. */
export type Cases = Record<'weeks' | 'total' | 'mean', StackCase[]>;

/**
 * Held-out cases of each group, with the forecasts of every part of a stack: the network, its members, the ridge
 * regression.
 */
export function casesOf(
  dataset: DemandDataset,
  kind: HeadKind,
  { series, quantiles }: AnswerShape,
  windows: readonly HeldOutAnswers[],
  members: readonly StackMember[],
  weeksKnown: number,
): Record<StackGroup, Cases> {
  const { rows } = dataset;
  const features = rows.features.length / rows.count;
  const similar = similarTable(dataset, kind);
  const width = similar.length / rows.count;
  const middle = middleOf(quantiles);
  const masses = bracketMasses(quantiles);
  const empty = (): Cases => ({ weeks: [], total: [], mean: [] });
  const found: Record<StackGroup, Cases> = { new: empty(), young: empty(), known: empty() };
  const each = windows.flatMap((heldOut, window) =>
    heldOut.rows.map((row, place) => ({ heldOut, window, row, place })),
  );
  each.forEach(({ heldOut, window, row, place }) => {
    const group = stackGroupOf(Math.round(Math.expm1(rows.features[row * features + weeksKnown])));
    const product = rows.sku[row];
    const weekly = members.map(({ table, column }) =>
      Math.expm1(
        table === 'features' ? rows.features[row * features + column] : similar[row * width + column],
      ),
    );
    const known = [...weekly.map((units) => !Number.isNaN(units)), true];
    const at = (index: number, quantile: number) =>
      Math.max(0, Math.expm1(heldOut.quantiles[(place * series + index) * quantiles.length + quantile]));
    const mean = (index: number) =>
      masses.reduce((sum, mass, quantile) => sum + mass * at(index, quantile), 0);
    const ridge = (index: number) => Math.max(0, Math.expm1(heldOut.ridge[place * series + index]));
    const add = (to: StackCase[], own: number, index: number, actual: number) => {
      const times = index < series - 1 ? 1 : series - 1;
      const simple = weekly.map((units) => (Number.isNaN(units) ? own : times * units));
      const expected = [own, ...simple, ridge(index)];
      if (!Number.isNaN(actual)) to.push({ expected, known, actual, product, window, row, weeks: times });
    };
    const ahead = Array.from({ length: series - 1 }, (_, index) => index);
    const actual = rows.units.subarray(row * series, (row + 1) * series);
    ahead.forEach((index) => add(found[group].weeks, at(index, middle), index, actual[index]));
    const total = actual[series - 1];
    add(found[group].total, at(series - 1, middle), series - 1, total);
    const means = ahead.reduce((sum, index) => sum + mean(index), 0);
    add(found[group].mean, means, series - 1, total);
  });
  return found;
}
