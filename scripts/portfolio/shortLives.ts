/**
 * npx tsx scripts/portfolio/shortLives.ts DIRECTORY SEED,...
 * Writes shops whose products live for 6 to 14 weeks, such as those of fashion: two sizes a seed, in a directory each, which
 * `run.ts --shops DIRECTORY` judges the served model on.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mondayOf, weekOf } from '../../src/common/week';
import { writeWhole } from '../../src/common/writeWhole';
import { DEMO_SCHEMA, demoCsv, type DemoRow } from '../../src/demoShop/generate';
import { composeProducts, type DemoProduct } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';

const FIRST_WEEK = weekOf('2024-01-01');
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

async function main(): Promise<void> {
  const [directory, seeds] = process.argv.slice(2);
  if (!seeds) throw new Error('usage: shortLives.ts DIRECTORY SEED,...');
  for (const seed of seeds.split(',')) {
    const folder = join(directory, `seed-${seed}`);
    mkdirSync(folder, { recursive: true });
    for (const { products, weeks } of SIZES) {
      const random = new ShopRandom(Number(seed));
      const rows = composeProducts(products, random).flatMap((product) => lifeOf(product, weeks, random));
      const stem = join(folder, `short-lives-${products}x${weeks}`);
      await writeWhole(`${stem}.csv`, demoCsv(rows.filter(({ units }) => units > 0)));
      await writeWhole(`${stem}.schema.json`, JSON.stringify(DEMO_SCHEMA));
    }
  }
  console.log(
    `weeks from ${mondayOf(FIRST_WEEK)} on; next: npx tsx scripts/portfolio/run.ts --shops ${directory}`,
  );
}

void main();
