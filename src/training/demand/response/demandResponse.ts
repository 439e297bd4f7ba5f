import { promotionDepth } from '../../../common/promotionDepth';
import type { DemandPanel } from '../../../ingest/panel';
import { priceChanges, standingPrices } from './standingPrices';
import { poissonResponse } from './poissonResponse';

/** What demand does when something about a product changes, as far as its shop's history tells. */
export interface Effect {
  /** Change of log(units) for one more; null where the data tell too little. */
  value: number | null;
  /** Changes in history that it rests on, and the products that had them. */
  changes: number;
  products: number;
}

export interface DemandResponse {
  /** For one more of log(price): the elasticity, never positive. */
  price: Effect;
  /** For one more of the share off that a promotion's text names, never negative; and the depth that is usual. */
  depth: Effect & { usual: number };
}

/** Fewer changes, or of fewer products, say too little. */
const FEWEST_CHANGES = 30;
const FEWEST_PRODUCTS = 10;
/** How large effects may be expected to be before the data speak: the deviation of a normal prior around none. */
const PRIOR = { price: 2, depth: 4 };
/** Sizes beyond which no effect is believed. */
const LARGEST = { price: 4, depth: 6 };

/**
 * How demand within products went with their prices and the depth of their promotions in the weeks of a panel before
 * `asOf`, that there was a promotion and what the week did to the shop set apart. An estimate is shrunk as a normal prior
 * around 0 has it, b t^2 / (t^2 + s^2) of an estimate b with standard error s and a prior's deviation t; it is unknown
 * where changes are too few or it is less than one standard error on the side where effects are possible.
 */
export function demandResponse(panel: DemandPanel, asOf = panel.weeks): DemandResponse {
  const rows = { product: [], week: [], units: [], price: [], promoted: [], depth: [] } as Record<
    'product' | 'week' | 'units' | 'price' | 'promoted' | 'depth',
    number[]
  >;
  const counts = { price: [] as number[], depth: [] as number[] };
  const usual = usualDepth(panel, asOf);
  panel.skus.forEach((_, sku) => {
    const standing = standingPrices(panel, sku, asOf);
    const depths: (number | null)[] = [];
    standing.forEach((price, t) => {
      if (Number.isNaN(price)) return;
      const text = panel.promoText(sku, t);
      const depth = promotionDepth(text);
      depths.push(depth);
      rows.product.push(sku);
      rows.week.push(t);
      rows.units.push(panel.units[panel.at(sku, t)]);
      rows.price.push(price);
      rows.promoted.push(text === null ? 0 : 1);
      rows.depth.push(depth === null ? 0 : depth - usual);
    });
    counts.price.push(priceChanges(standing));
    const named = depths.filter((depth) => depth !== null);
    counts.depth.push(named.filter((depth, at) => at > 0 && depth !== named[at - 1]).length);
  });
  const columns = [rows.price, rows.promoted, rows.depth].map((column) => Float64Array.from(column));
  const product = Int32Array.from(rows.product);
  const { coefficients, errors } = poissonResponse({
    groups: [Int32Array.from(rows.week), product],
    product,
    units: Float64Array.from(rows.units),
    columns,
  });
  const price = effect(-coefficients[0], errors[0], counts.price, PRIOR.price, LARGEST.price);
  const depth = effect(coefficients[2], errors[2], counts.depth, PRIOR.depth, LARGEST.depth);
  return {
    price: { ...price, value: price.value === null ? null : -price.value },
    depth: { ...depth, usual },
  };
}

/** An effect that can only be positive. */
function effect(estimate: number, error: number, counts: number[], prior: number, largest: number): Effect {
  const changes = counts.reduce((sum, count) => sum + count, 0);
  const products = counts.filter((count) => count > 0).length;
  const told = changes >= FEWEST_CHANGES && products >= FEWEST_PRODUCTS && estimate > error;
  const shrunk = estimate / (1 + (error / prior) ** 2);
  return { value: told ? Math.min(shrunk, largest) : null, changes, products };
}

/** The mean depth of the promotions that name one; 0 where none does. */
function usualDepth(panel: DemandPanel, asOf: number): number {
  let [sum, count] = [0, 0];
  panel.skus.forEach((_, sku) => {
    for (let t = 0; t < asOf; t++) {
      const depth = promotionDepth(panel.promoText(sku, t));
      if (depth === null) continue;
      sum += depth;
      count++;
    }
  });
  return count > 0 ? sum / count : 0;
}
