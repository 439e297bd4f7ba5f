import type { Value } from '../../graph/builder';
import { mul, slice } from '../../graph/ops';
import { analogFeatures, NEIGHBOURS } from './analogFeatures';
import { launchColumns, RECENT_COLUMNS } from './analogStatistics';
import type { DemandDataset } from './demandDataset';
import { type AnalogBlock, firstNeighbours } from './headGraph';

/** The analogs of a demand head at the end of its training; `priceColumn` holds the own log price, if it is used. */
export function demandAnalogs(
  { bank, statistics }: DemandDataset,
  horizon: number,
  priceColumn: number | null,
): AnalogBlock {
  return {
    bank,
    features: (all, features, nearest) => {
      const { graph } = all;
      const launches = firstNeighbours(all, NEIGHBOURS.launch, statistics.launched);
      const tables = {
        recent: graph.constant(statistics.recent, [bank.size, RECENT_COLUMNS]),
        launch: graph.constant(statistics.launch, [bank.size, launchColumns(horizon)]),
      };
      return analogFeatures(nearest, launches, tables, ownPrice(features, nearest.similarity), horizon);
    },
  };

  function ownPrice(features: Value | null, like: Value): Value {
    if (features && priceColumn !== null) return slice(features, 1, priceColumn, priceColumn + 1);
    return mul(slice(like, 1, 0, 1), NaN);
  }
}
