import type { Value } from '../../graph/builder';
import { mul, slice } from '../../graph/ops';
import { analogFeatures, NEAREST, NEIGHBOURS, pricedSimilarity } from '../head/analogFeatures';
import { logPrices, RECENT_COLUMNS } from '../head/analogStatistics';
import type { DemandDataset } from './demandDataset';
import { pricedLevels, priceLevels } from './priceLevels';
import { type AnalogBlock, firstNeighbours } from '../head/headGraph';

/** The analogs of a demand head at the end of its training; `priceColumn` holds the own log price, if it is used. */
export function demandAnalogs({ bank, statistics }: DemandDataset, priceColumn: number | null): AnalogBlock {
  return {
    bank,
    nearest: NEAREST,
    features: (all, features, nearest) => {
      const { graph } = all;
      const price = ownPrice(features, all);
      const priced = pricedSimilarity(all, price, logPrices(statistics));
      const likeness = {
        compared: all,
        nearest: nearest.similarity,
        priced: firstNeighbours(priced, NEIGHBOURS, { sorted: false }),
      };
      const recent = graph.constant(statistics.recent, [bank.size, RECENT_COLUMNS]);
      return analogFeatures(likeness, recent, price);
    },
  };

  function ownPrice(features: Value | null, like: Value): Value {
    if (features && priceColumn !== null) return slice(features, 1, priceColumn, priceColumn + 1);
    return mul(slice(like, 1, 0, 1), NaN);
  }
}

/** What a numeric-only head has in the analogs' place; `priceColumn` holds the own log price. */
export function demandPriceLevels(
  { statistics }: DemandDataset,
  priceColumn: number,
): (features: Value) => Value {
  const { prices, table } = pricedLevels(statistics);
  const size = prices.length;
  return (features) => {
    const { graph } = features;
    return priceLevels(
      slice(features, 1, priceColumn, priceColumn + 1),
      graph.constant(prices, [1, size]),
      graph.constant(table, [size, table.length / size]),
    );
  };
}
