import { weekOf } from '../../../../src/common/week';
import { ShopRandom } from '../../../../src/demoShop/random';
import type { DemandPanel } from '../../../../src/ingest/panel';
import { PanelBuilder } from '../../../../src/ingest/panelBuilder';

const WEEKS = 60;
export const FIRST_WEEK = weekOf('2024-01-01');
const WORDS = ['mug', 'lamp', 'card', 'clock'];

export interface PricedShop {
  elasticity: number;
  products?: number;
  /** Chance of a new price in a week. */
  changes?: number;
  /** Log units of any promotion, and for each unit of its depth. */
  promotion?: number;
  depth?: number;
  /** Share off the price of promoted weeks, of which the text then says nothing. */
  cut?: number;
  /** Products that are promoted at times, the first ones. */
  promoted?: number;
  /** Units that a week's buyers buy at once, and the less each pays for it. */
  bulk?: boolean;
  seed?: number;
}

/**
 * Products of which dear ones sell more, in a shop whose demand and prices both rise before Christmas: between products
 * and weeks, price and units go together; within products they go as the elasticity says.
 */
export function pricedShop({
  elasticity,
  products = 60,
  changes = 0.06,
  promotion = 0.2,
  depth = 0,
  cut,
  promoted = products,
  bulk = false,
  seed = 1,
}: PricedShop): DemandPanel {
  const random = new ShopRandom(seed);
  const builder = new PanelBuilder([]);
  for (let product = 0; product < products; product++) {
    const usual = 2 + 18 * random.uniform();
    const level = usual * (0.5 + random.uniform());
    let price = usual;
    for (let t = 0; t < WEEKS; t++) {
      const season = t % 52 > 44 ? 0.8 : 0;
      if (random.uniform() < changes) price = usual * Math.exp(0.15 * season + 0.25 * random.normal());
      const percent = random.uniform() < 0.15 ? 5 * (1 + random.below(8)) : 0;
      const isPromoted = percent > 0 && product < promoted;
      const lift = isPromoted ? promotion + (depth * percent) / 100 : 0;
      const crowd = bulk && random.uniform() < 0.3;
      const paid = isPromoted && cut !== undefined ? (1 - cut) * price : price;
      const mean = level * Math.exp(elasticity * Math.log(paid / usual) + season + lift) * (crowd ? 4 : 1);
      builder.add({
        sku: `P${product}`,
        week: FIRST_WEEK + t,
        units: random.negativeBinomial(mean, 6),
        price: crowd ? 0.8 * paid : paid,
        description: `${WORDS[product % WORDS.length]} ${product % 7}`,
        promoText: !isPromoted ? '' : cut === undefined ? `${percent}% off` : 'in the flyer',
        extras: [],
      });
    }
  }
  return builder.build(FIRST_WEEK + WEEKS - 1).panel;
}
