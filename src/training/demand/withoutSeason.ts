import type { HeadKind } from '../../contract/head';
import type { DemandDataset } from './demandDataset';
import { firstSeasonWeek, similarNames, similarTable } from './similarColumns';
import { type DemandRows, totalOf } from './demandRows';

/** The rows with the season removed from each week's units, relative to its mean, and the resulting totals. */
export function withoutSeason(dataset: DemandDataset, kind: HeadKind): DemandRows {
  const { rows } = dataset;
  const first = firstSeasonWeek(dataset, kind);
  if (first === null) return rows;
  const similar = similarTable(dataset, kind);
  const width = similarNames(kind).length;
  const weeks = rows.units.length / rows.count - 1;
  const units = rows.units.slice();
  for (let row = 0; row < rows.count; row += 1) {
    const own = units.subarray(row * (weeks + 1), (row + 1) * (weeks + 1));
    for (let week = 0; week < weeks; week += 1) own[week] /= similar[row * width + first + week] || 1;
    if (!Number.isNaN(own[weeks])) own[weeks] = totalOf(own.subarray(0, weeks));
  }
  return { ...rows, units };
}
