import type { HeadKind } from '../../contract/head';
import { type Anchor, GROUPS } from '../head/anchor';
import type { InputTransform } from '../head/inputTransform';
import { toScale } from '../head/scale';
import type { NetworkOptions } from '../network/fitNetwork';
import type { TrainingTable } from '../network/train';
import type { DemandDataset } from './demandDataset';
import { ROW_KIND } from './demandRows';
import { fitAnchor, fitTransform } from './demandInputs';
import { networkInputs, rowAnchors } from './rowGraph';
import { type DemandOptions, SCALE, sizesFor } from './demandOptions';

/** Weekly units are clipped at this quantile of all weeks, totals at a multiple of it. */
const CAP = { share: 0.9995, total: 3 };

/**
 * Input of a fit that sees no target from a week on: nothing in it is fitted on later targets, nor on rows before its
 * window.
 */
export interface PreparedFit {
  anchor: Anchor;
  transform: InputTransform;
  network: NetworkOptions;
  /** Every row, including later targets. */
  all: TrainingTable;
  /** The same with weights only on what it sees. */
  table: TrainingTable;
}

/** Null if no row has a target before the week. */
export async function preparedFit(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  week: number,
): Promise<PreparedFit | null> {
  const { rows } = dataset;
  const series = options.horizon + 1;
  const before = rowWeights(dataset, options, { from: week - dataset.window, until: week });
  const seen = Array.from({ length: rows.count }, (_, row) => row).filter((row) =>
    before.subarray(row * series, (row + 1) * series).some((weight) => weight > 0),
  );
  if (seen.length === 0) return null;
  const sizes = sizesFor(seen.length, new Set(seen.map((row) => rows.sku[row])).size, options);
  const anchor = fitAnchor(dataset, kind, seen);
  const anchors = await rowAnchors(dataset, kind, anchor);
  const transform = fitTransform(dataset, kind, sizes, anchors, seen);
  const caps = seriesCaps(dataset, before, series);
  const all = {
    inputs: await networkInputs(dataset, kind, transform, anchor),
    targets: rows.units.map((units, at) =>
      Number.isNaN(units) ? 0 : toScale(Math.min(units, caps[at % series]), SCALE),
    ),
    weights: rowWeights(dataset, options, { from: 0, until: Infinity }),
    placement: { location: locations(anchors.level, options.horizon), spread: anchors.spread },
  };
  const { members, layers, train } = options;
  return {
    anchor,
    transform,
    network: {
      members,
      layers,
      groups: GROUPS,
      hidden: sizes.hidden,
      train: { ...train, batch: sizes.batch, dropout: sizes.dropout },
    },
    all,
    table: { ...all, weights: before },
  };
}

/** log1p of the units of each week and of their total [R, S], at these levels. */
function locations(level: Float32Array, horizon: number): Float32Array {
  const series = horizon + 1;
  return Float32Array.from({ length: level.length * series }, (_, at) => {
    const own = level[Math.floor(at / series)];
    return at % series < horizon ? own : Math.log1p(horizon * Math.expm1(own));
  });
}

/**
 * Weight of each row's targets [R, S]; 0 for those that reach into week `until` or later, and for rows anchored before
 * week `from` that are not launches.
 */
function rowWeights(
  { rows }: DemandDataset,
  { kindWeights, horizon }: DemandOptions,
  { from, until }: { from: number; until: number },
): Float32Array {
  const series = horizon + 1;
  return rows.units.map((units, at) => {
    const row = Math.floor(at / series);
    const ahead = Math.min(at % series, horizon - 1);
    const isEarly = rows.kind[row] !== ROW_KIND.launch && rows.anchor[row] < from;
    const isSeen = !isEarly && rows.target[row] + ahead < until && !Number.isNaN(units);
    return isSeen ? kindWeights[rows.kind[row]] : 0;
  });
}

function seriesCaps({ rows }: DemandDataset, weights: Float32Array, series: number): number[] {
  const weekly = rows.units.filter((_, at) => weights[at] > 0 && at % series < series - 1).sort();
  const cap = weekly[Math.floor((weekly.length - 1) * CAP.share)] ?? 0;
  return Array.from({ length: series }, (_, index) => (index < series - 1 ? cap : cap * CAP.total));
}
