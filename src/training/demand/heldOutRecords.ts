import { floatsIn } from '../../engine/floats';
import { rowsAt } from '../../common/rows';
import { sum } from '../../common/statistics';
import { STACK_GROUPS, type StackGroup, stackGroupOf } from '../../contract/stackParts';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { featureNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import { type Calibrated, calibratedUnits } from '../head/calibratedUnits';
import type { HeldOut } from '../head/calibration';
import { historyGroups } from '../head/historyGroups';
import { totalWithin } from '../head/totalWithin';
import type { AnswerShape } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { SCALE } from './demandOptions';
import type { StackedAnswers } from './stackedAnswers';

/** A held-out row with the stack's answer. */
export interface HeldOutRecord extends HeldOut {
  row: number;
  group: StackGroup;
}

/** The same as served: calibrated quantiles [S, Q] and the total's mean, in units. */
export interface ServedRecord {
  row: number;
  group: StackGroup;
  units: Float32Array;
  mean: number;
  /** [S]; NaN where unknown. */
  actual: Float32Array;
}

/** Held-out rows with the stack's answers and actual sales. */
export function heldOutRecords(
  { rows, context }: DemandDataset,
  chosen: readonly number[],
  { series, quantiles }: AnswerShape,
  answered: StackedAnswers,
): HeldOutRecord[] {
  const width = series * quantiles.length;
  const names = featureNames(context);
  const weeks = (row: number) => rows.features[row * names.length + names.indexOf('weeks_known')];
  return chosen.map((row, place) => ({
    row,
    group: stackGroupOf(Math.round(Math.expm1(weeks(row)))),
    product: rows.sku[row],
    quantiles: answered.quantiles.subarray(place * width, (place + 1) * width),
    actual: rows.units.subarray(row * series, (row + 1) * series),
    mean: sum(answered.means.subarray(place * (series - 1), (place + 1) * (series - 1))),
  }));
}

/** The served answers of held-out records, computed by the final part of a head's graph. */
export async function servedRecords(
  { rows, context }: DemandDataset,
  records: readonly HeldOutRecord[],
  calibrated: Calibrated,
  answers: AnswerShape,
): Promise<ServedRecord[]> {
  if (records.length === 0) return [];
  const { series, quantiles } = answers;
  const names = featureNames(context);
  const graph = new GraphBuilder('served');
  const features = graph.input('features', 'float', ['N', names.length]);
  const latent = graph.input('stacked', 'float', ['N', series, quantiles.length]);
  const groups = historyGroups(features, names.indexOf('weeks_known'));
  const ranges = calibratedUnits(latent, groups, calibrated, answers, SCALE);
  graph.output('units', totalWithin(ranges, quantiles, calibrated.rounding));
  const session = await openOnCpu(graph.bytes());
  const width = series * quantiles.length;
  const stacked = new Float32Array(records.length * width);
  records.forEach((record, place) => stacked.set(record.quantiles, place * width));
  const chosen = records.map(({ row }) => row);
  const outputs = await session.run({
    features: new Tensor('float32', rowsAt(rows.features, names.length, chosen), [
      records.length,
      names.length,
    ]),
    stacked: new Tensor('float32', stacked, [records.length, series, quantiles.length]),
  });
  await session.release();
  const units = floatsIn(outputs, 'units');
  return records.map(({ row, group, actual, mean }, place) => ({
    row,
    group,
    actual,
    mean: mean * (calibrated.calibrations?.[STACK_GROUPS.indexOf(group)].mean ?? 1),
    units: units.subarray(place * width, (place + 1) * width),
  }));
}
