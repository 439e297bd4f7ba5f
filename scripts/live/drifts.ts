import type { Week } from '../../src/common/week';
import { type DemoRow, generateDemoShop } from '../../src/demoShop/generate';
import { EFFECTS } from '../../src/demoShop/lexicon';
import { ShopRandom } from '../../src/demoShop/random';

const OTHER_SEED = 1009;
const DEARER = 3;

/** What may happen to a shop from a week on, each as the rows that would then be sold. */
export const DRIFTS: Record<string, (rows: readonly DemoRow[], from: Week) => DemoRow[]> = {
  'prices tripled': (rows, from) =>
    later(rows, from, (row, random) => ({
      ...row,
      price: DEARER * row.price,
      units: thinned(row.units, DEARER ** EFFECTS.elasticity, random),
    })),
  'sales halved': (rows, from) =>
    later(rows, from, (row, random) => ({ ...row, units: thinned(row.units, 0.5, random) })),
  'another assortment': (rows, from) => {
    const products = new Set(rows.map(({ sku }) => sku)).size;
    const others = [...new Set(generateDemoShop(OTHER_SEED).map(({ sku }) => sku))].slice(0, products);
    const kept = new Set(others);
    const last = rows.reduce((latest, { week }) => Math.max(latest, week), 0);
    return [
      ...rows.filter(({ week }) => week < from),
      ...generateDemoShop(OTHER_SEED)
        .filter(({ sku, week }) => kept.has(sku) && week >= from && week <= last)
        .map((row) => ({ ...row, sku: `OTHER-${row.sku}` })),
    ];
  },
};

function later(
  rows: readonly DemoRow[],
  from: Week,
  change: (row: DemoRow, random: ShopRandom) => DemoRow,
): DemoRow[] {
  const random = new ShopRandom(from);
  return rows.map((row) => (row.week < from ? row : change(row, random)));
}

/** How many of so many buyers stay when each does with this chance. */
function thinned(units: number, chance: number, random: ShopRandom): number {
  let left = 0;
  for (let buyer = 0; buyer < units; buyer++) if (random.uniform() < chance) left++;
  return left;
}
