import { finish } from '../../common/steps';
import type { DemandPanel } from '../../ingest/panel';
import { NEIGHBOUR_COLUMNS } from '../../shop/neighbours/neighbourStatistics';
import type { Likeness } from '../../shop/neighbours/likeness';
import type { Telling } from '../../shop/recordAnalogs';
import { Shop } from '../../shop/shop';
import { VectorIndex } from '../../shop/vectors/vectorIndex';
import { WeeklySales } from '../../shop/sales/weeklySales';
import type { TextVectors } from '../encoder/textVectors';
import type { DemandRows } from './demandRows';

/** Up to this many products are compared one by one, since training asks only once for each. */
const EXACT_UP_TO = 20_000;
/**
 * Products looked up for a text: few of the similar ones may have sold before an early week. Inverted lists are read so
 * far that ten thousand products are all compared, and that each look-up among a hundred thousand takes less than ten
 * times as long.
 */
const DEPTH = { vectors: 600, words: 200, postings: 100_000 };

/**
 * The shop of a panel, at its end; a product's row is its index in the panel. `descriptions` [S, D] row-major;
 * `standIn` gives the text to compare by words instead of a description.
 */
export function panelShop(
  panel: DemandPanel,
  descriptions: Float32Array,
  dimension: number,
  standIn: TextVectors['standIn'] = (text) => text,
): Shop {
  const sales = new WeeklySales(panel.firstWeek, panel.firstWeek + panel.weeks, panel.skus.length);
  const vectors = new VectorIndex(dimension, EXACT_UP_TO);
  panel.skus.forEach((_, sku) => {
    vectors.set(sku, descriptions.subarray(sku * dimension, (sku + 1) * dimension));
    for (let t = panel.firstSale[sku]; t < panel.weeks; t += 1) {
      const at = panel.at(sku, t);
      sales.set(sku, panel.firstWeek + t, panel.units[at], panel.price[at], panel.promoText(sku, t));
    }
  });
  if (vectors.wantsGraph) finish(vectors.building());
  const products = panel.skus.map((sku, index) => ({
    sku,
    description: standIn(panel.descriptionAt(index, panel.weeks)),
  }));
  return Shop.of({ products, sales, vectors, depth: DEPTH });
}

/**
 * Sales of similar products before each row's anchor, row-major [R, A]; `prices` [R] are those of the rows' products;
 * see Subject for the columns.
 */
export function rowAnalogs(
  shop: Shop,
  panel: DemandPanel,
  rows: DemandRows,
  descriptions: Float32Array,
  prices: Float32Array,
  { season, lift }: Telling,
): Float32Array {
  const width = NEIGHBOUR_COLUMNS.length;
  const dimension = shop.vectors.dimension;
  const analogs = new Float32Array(rows.count * width);
  const alike = new Map<number, Likeness>();
  const likeness = (sku: number): Likeness => {
    const known = alike.get(sku);
    if (known) return known;
    const vector = descriptions.subarray(sku * dimension, (sku + 1) * dimension);
    const found = shop.like({ vector, text: shop.product(sku).description });
    alike.set(sku, found);
    return found;
  };
  // Week by week, since what all products sold before a week is computed once.
  const order = [...rows.anchor.keys()].sort((a, b) => rows.anchor[a] - rows.anchor[b]);
  for (const row of order) {
    const own = rows.sku[row];
    const price = Number.isNaN(prices[row]) ? null : prices[row];
    const asOf = panel.firstWeek + rows.anchor[row];
    analogs.set(shop.statistics(likeness(own), { price, own, season, lift }, asOf), row * width);
  }
  return analogs;
}

/** For each product, the cosine to the nearest other. */
export function nearestOthers(shop: Shop, descriptions: Float32Array): number[] {
  const { dimension } = shop.vectors;
  return Array.from({ length: descriptions.length / dimension }, (_, own) => {
    const vector = descriptions.subarray(own * dimension, (own + 1) * dimension);
    const { rows, similarities } = shop.vectors.nearest(vector, 2);
    return similarities[rows[0] === own && rows.length > 1 ? 1 : 0];
  });
}
