/**
 * npx tsx scripts/portfolio/shortLives.ts DIRECTORY SEED,...
 * Writes shops whose products live for 6 to 14 weeks, such as those of fashion: two sizes a seed, in a directory each, which
 * `run.ts --shops DIRECTORY` judges the served model on.
 */
import type { DemoRow } from '../../src/demoShop/generate';
import { composeProducts, type DemoProduct } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';
import { FIRST_WEEK, writeMadeUpShops } from './madeUpShops';

const SIZES = [
  { products: 60, weeks: 50 },
  { products: 200, weeks: 65 },
];
/** Weeks that a product is sold at least and at most. */
const LIFE = { least: 6, most: 14 };
const DISPERSION = 4;
/** Of a life in which sales are highest. */
const PEAK = 0.25;

function lifeOf(
  { sku, description, level, usualPrice }: DemoProduct,
  weeks: number,
  random: ShopRandom,
): DemoRow[] {
  const life = LIFE.least + random.below(LIFE.most - LIFE.least + 1);
  const launch = random.below(weeks + life) - life;
  return Array.from({ length: life }, (_, age) => ({ age, at: launch + age }))
    .filter(({ at }) => at >= 0 && at < weeks)
    .map(({ age, at }) => {
      const share = (age + 1) / life / PEAK;
      return {
        ...{ sku, description, promoText: '', price: usualPrice, week: FIRST_WEEK + at },
        units: random.negativeBinomial(level * share * Math.exp(1 - share), DISPERSION),
      };
    });
}

void writeMadeUpShops(
  'shortLives.ts',
  Object.fromEntries(
    SIZES.map(({ products, weeks }) => [
      `short-lives-${products}x${weeks}`,
      (seed: number) => {
        const random = new ShopRandom(seed);
        return composeProducts(products, random).flatMap((product) => lifeOf(product, weeks, random));
      },
    ]),
  ),
);
