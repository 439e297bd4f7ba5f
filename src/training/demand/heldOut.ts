import { certain } from '../../common/certain';
import { rowsAt } from '../../common/rows';
import { networkAnswers, type TrainedNetwork } from '../network/fitNetwork';
import type { TrainingTable } from '../network/train';
import type { DemandDataset } from './demandDataset';
import type { DemandOptions } from './demandOptions';
import { ROW_KIND } from './demandRows';

/** Rows with history that are held out: anchors in the first of the weeks. */
export const WARM_ANCHORS = 5;
/** Of more rows than this every second one is enough. */
const MANY = 2000;

export interface HeldOutRows {
  cold: number[];
  warm: number[];
}

/** Weeks at the end that a first fit does not see: fewer where there are few. */
export function heldOutWeeks(weeks: number, { heldOut, horizon }: DemandOptions): number {
  return Math.max(horizon, Math.min(heldOut, Math.floor(weeks / 4)));
}

/** Launches before week `until` and rows with history, whose targets lie in the weeks from `firstWeek` on. */
export function heldOutRows({ rows }: DemandDataset, firstWeek: number, until: number): HeldOutRows {
  const all = Array.from({ length: rows.count }, (_, row) => row);
  const warm = all.filter((row) => {
    const ahead = rows.anchor[row] - firstWeek;
    return rows.kind[row] === ROW_KIND.history && ahead >= 0 && ahead < WARM_ANCHORS;
  });
  return {
    cold: all.filter((row) => {
      const inside = rows.target[row] >= firstWeek && rows.target[row] < until;
      return rows.kind[row] === ROW_KIND.launch && inside;
    }),
    warm: warm.length > MANY ? warm.filter((row) => row % 2 === 0) : warm,
  };
}

/** What a network answers for rows of a table, placed: log1p(units), row-major [rows, S, Q]. */
export async function heldOutAnswers(
  trained: TrainedNetwork,
  all: TrainingTable,
  rows: readonly number[],
): Promise<Float32Array> {
  const { series, quantiles } = trained.answers;
  const { inputs, placement } = tableRows(all, rows, series);
  const answers = await networkAnswers(trained, inputs);
  const { location, spread } = certain(placement, 'placement of the answers');
  const each = quantiles.length;
  return answers.map((z, at) => location[Math.floor(at / each)] + spread[Math.floor(at / each / series)] * z);
}

/** Some rows of a table. */
export function tableRows(
  { inputs, targets, weights, placement }: TrainingTable,
  rows: readonly number[],
  series: number,
): TrainingTable {
  const width = (inputs.length / targets.length) * series;
  return {
    inputs: rowsAt(inputs, width, rows),
    targets: rowsAt(targets, series, rows),
    weights: rowsAt(weights, series, rows),
    placement: placement && {
      location: rowsAt(placement.location, series, rows),
      spread: rowsAt(placement.spread, 1, rows),
    },
  };
}
