/**
 * npx tsx scripts/portfolio/steadyShops.ts DIRECTORY SEED,...
 * Writes shops of 24 products that sell at a steady rate, a third of them launched in the last 16 weeks: two kinds a
 * seed, in a directory each, on which `run.ts --shops DIRECTORY` judges the served model. In one kind nothing but
 * chance moves sales; in the other all products share a season that peaks shortly before the end.
 */
import type { DemoRow } from '../../src/demoShop/generate';
import { composeProducts } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';
import { FIRST_WEEK, writeMadeUpShops } from './madeUpShops';

const PRODUCTS = 24;
const WEEKS = 50;
/** This share of products is launched in the last 16 weeks, so that each sells for at least 4. */
const LAUNCHED = { share: 1 / 3, within: 16, least: 4 };
const DISPERSION = 50;
/** Sales at the season's peak, 14 weeks before the end, are three times those between peak and trough. */
const SEASON = { strength: Math.log(3), peak: WEEKS - 14, weeks: 52 };

const KINDS = {
  steady: () => 1,
  turning: (at: number) =>
    Math.exp(SEASON.strength * Math.cos((2 * Math.PI * (at - SEASON.peak)) / SEASON.weeks)),
};

function shopOf(seed: number, season: (at: number) => number): DemoRow[] {
  const random = new ShopRandom(seed);
  return composeProducts(PRODUCTS, random).flatMap(({ sku, description, level, usualPrice }) => {
    const { share, within, least } = LAUNCHED;
    const launch = random.uniform() < share ? WEEKS - within + random.below(within - least + 1) : 0;
    return Array.from({ length: WEEKS - launch }, (_, age) => launch + age).map((at) => ({
      ...{ sku, description, promoText: '', price: usualPrice, week: FIRST_WEEK + at },
      units: random.negativeBinomial(level * season(at), DISPERSION),
    }));
  });
}

void writeMadeUpShops(
  'steadyShops.ts',
  Object.fromEntries(
    Object.entries(KINDS).map(([kind, season]) => [
      `${kind}-${PRODUCTS}x${WEEKS}`,
      (seed: number) => shopOf(seed, season),
    ]),
  ),
);
