import { certain } from '../../common/certain';
import { rowsAt } from '../../common/rows';
import { networkAnswers, type TrainedNetwork } from '../network/fitNetwork';
import type { TrainingTable } from '../network/train';
import type { DemandDataset } from './demandDataset';
import type { DemandOptions } from './demandOptions';
import { ROW_KIND } from './demandRows';

/** Held-out rows with history have anchors in this many first weeks. */
export const WARM_ANCHORS = 5;
/** With more rows than this, every second one is used. */
const MANY = 2000;
/**
 * A shop with this many held-out rows with history needs no further window of weeks; others get up to `MOST_WINDOWS`.
 */
export const ENOUGH_ROWS = 2000;
export const MOST_WINDOWS = 3;
/** Weeks from the first one held out in the last window back to that of the earliest. */
export const EARLIER_WEEKS = (MOST_WINDOWS - 1) * WARM_ANCHORS;

export interface HeldOutRows {
  cold: number[];
  warm: number[];
}

/** Last weeks that a first fit leaves out: fewer in a short history. */
export function heldOutWeeks(weeks: number, { heldOut, horizon }: DemandOptions): number {
  return Math.max(horizon, Math.min(heldOut, Math.floor(weeks / 4)));
}

/**
 * Weeks of the panel that the fit for the earliest of a shop's windows is without; 0 where its products fill one window. Rows
 * reach back as much further: otherwise that fit would learn from two weeks, and the stack judge the network by it.
 */
export function weeksOfWindows(products: number, { heldOut }: Pick<DemandOptions, 'heldOut'>): number {
  return products * WARM_ANCHORS < ENOUGH_ROWS ? heldOut + EARLIER_WEEKS : 0;
}

/** Launches before week `until` and rows with history, with targets in the weeks from `firstWeek` on. */
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

/** A network's answers for rows of a table, placed: log1p(units), row-major [rows, S, Q]. */
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
