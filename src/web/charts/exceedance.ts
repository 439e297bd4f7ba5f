import type { Order } from '../../contract/orders';

/** The probability that more than this many units are demanded. */
export interface Exceedance {
  units: number;
  chance: number;
}

/**
 * The probability that demand exceeds each number of units, from zero to the chart's end, in two parts that meet at the
 * stock. The area under the first is the mean number sold from stock, that under the second the mean shortage.
 */
export function exceedance({
  distribution,
  stock,
  service,
}: Pick<Order, 'distribution' | 'stock' | 'service'>): {
  met: Exceedance[];
  beyond: Exceedance[];
} {
  const points = distribution.map(({ units, at_most }) => ({ units, chance: 1 - at_most }));
  if (stock <= 0) return { met: [], beyond: points };
  const last = points.at(-1)!.units;
  const at = { units: Math.min(stock, 2 * last), chance: 1 - service };
  const beyond = points.filter(({ units }) => units > stock);
  return {
    met: [...points.filter(({ units }) => units < at.units), at],
    beyond: beyond.length > 0 ? [at, ...beyond] : [],
  };
}
