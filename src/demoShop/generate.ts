import { stringify } from 'csv-stringify/sync';
import { demandSchema, type DemandSchema, WEEKLY_COLUMNS } from '../contract/dataSchema';
import { isoWeekNumber, mondayOf, weekOf, type Week } from '../common/week';
import type { DemandPanel } from '../ingest/panel';
import { PanelBuilder } from '../ingest/panelBuilder';
import type { Category } from './categories';
import { EFFECTS, PROMOTIONS } from './lexicon';
import { composeProducts, type DemoProduct } from './products';
import { ShopRandom } from './random';

export const DEMO_SEED = 7;
const FIRST_WEEK = weekOf('2024-01-01');
const DEMO_SIZE: ShopSize = { products: 420, weeks: weekOf('2026-06-28') - FIRST_WEEK + 1 };
/** Share of products on sale from the first week; the others are launched evenly over time. */
const FROM_THE_START = 0.4;
const PROMOTION_STARTS = 0.09;
const PRICE_CHANGES = 0.015;

export interface ShopSize {
  products: number;
  weeks: number;
}

/** One product in one week. */
export interface DemoRow {
  sku: string;
  week: Week;
  units: number;
  price: number;
  description: string;
  promoText: string;
}

export const DEMO_SCHEMA: DemandSchema = demandSchema.parse({
  ...WEEKLY_COLUMNS,
  date: 'week_start',
  promo_text: 'promo_text',
});

/**
 * A synthetic shop: weekly rows of some 400 products over two and a half years, in which words, price, season, trend,
 * launches and promotion texts have the multiplicative effects of lexicon.ts. The same seed gives the same rows.
 */
export function generateDemoShop(seed = DEMO_SEED): DemoRow[] {
  return [...productsOf(DEMO_SIZE, seed)].flat();
}

/** The weekly rows of such a shop of any size, product by product. */
export function* productsOf({ products, weeks }: ShopSize, seed: number): Generator<DemoRow[]> {
  const random = new ShopRandom(seed);
  for (const product of composeProducts(products, random)) yield weeksOf(product, weeks, random);
}

/** The rows as CSV text, in the columns of DEMO_SCHEMA; the first ones with a header. */
export function demoCsv(rows: readonly DemoRow[], header = true): string {
  return stringify(
    rows.map(({ sku, week, units, price, description, promoText }) => [
      sku,
      mondayOf(week),
      units,
      price.toFixed(2),
      description,
      promoText,
    ]),
    { header, columns: ['sku', 'week_start', 'units', 'price', 'description', 'promo_text'] },
  );
}

export function demoPanel(rows: readonly DemoRow[]): DemandPanel {
  const builder = new PanelBuilder([]);
  for (const row of rows) builder.add({ ...row, extras: [] });
  return builder.build(FIRST_WEEK + DEMO_SIZE.weeks - 1).panel;
}

function weeksOf(product: DemoProduct, weeks: number, random: ShopRandom): DemoRow[] {
  const launched = random.uniform() >= FROM_THE_START;
  const launch = launched ? FIRST_WEEK + 1 + random.below(weeks - 1) : FIRST_WEEK;
  let price = roundPrice(product.usualPrice * Math.exp(0.15 * random.normal()));
  let promotion: { text: string; effect: number } | null = null;
  const rows: DemoRow[] = [];
  for (let week = launch; week < FIRST_WEEK + weeks; week++) {
    if (random.uniform() < PRICE_CHANGES) price = roundPrice(price * Math.exp(0.12 * random.normal()));
    const goesOn = promotion !== null && random.uniform() < 0.3;
    if (!goesOn) promotion = random.uniform() < PROMOTION_STARTS ? drawPromotion(random) : null;
    const age = launched ? week - launch : Infinity;
    const effect =
      EFFECTS.elasticity * Math.log(price / product.usualPrice) +
      seasonEffect(product.category, week) +
      (product.category.growth * (week - FIRST_WEEK)) / 52 +
      (EFFECTS.launch[age] ?? 0) +
      (promotion?.effect ?? 0);
    rows.push({
      sku: product.sku,
      week,
      units: random.negativeBinomial(product.level * Math.exp(effect), EFFECTS.dispersion),
      price,
      description: product.description,
      promoText: promotion?.text ?? '',
    });
  }
  return rows;
}

/** The season's effect on the log of a category's units. */
function seasonEffect({ season }: Category, week: Week): number {
  const from = ((isoWeekNumber(week) - season.peak + 78) % 52) - 26;
  const bump =
    season.width === null ? Math.cos((2 * Math.PI * from) / 52) : Math.exp(-0.5 * (from / season.width) ** 2);
  return season.height * bump;
}

/** One promotion, or two combined. */
function drawPromotion(random: ShopRandom): { text: string; effect: number } {
  const first = random.pick(PROMOTIONS);
  const second = random.uniform() < 0.2 ? random.pick(PROMOTIONS) : first;
  if (second === first) return first;
  return {
    text: `${first.text}, ${second.text[0].toLowerCase()}${second.text.slice(1)}`,
    effect: first.effect + second.effect,
  };
}

/** Rounds to a price that ends in .95 or .45. */
function roundPrice(price: number): number {
  return Math.max(0.45, Math.round(price * 2) / 2 - 0.05);
}
