/**
 * npx tsx scripts/portfolio/steadyShops.ts DIRECTORY SEED,...
 * Writes shops of 24 products that sell at a steady rate, a third of them launched in the last 16 weeks: two kinds a
 * seed, in a directory each, on which `run.ts --shops DIRECTORY` judges the served model. In one kind nothing but
 * chance moves sales; in the other all products share a season that peaks shortly before the end.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mondayOf, weekOf } from '../../src/common/week';
import { writeWhole } from '../../src/common/writeWhole';
import { DEMO_SCHEMA, demoCsv } from '../../src/demoShop/generate';
import { composeProducts } from '../../src/demoShop/products';
import { ShopRandom } from '../../src/demoShop/random';

const FIRST_WEEK = weekOf('2024-01-01');
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

function shopOf(seed: number, season: (at: number) => number): string {
  const random = new ShopRandom(seed);
  const rows = composeProducts(PRODUCTS, random).flatMap(({ sku, description, level, usualPrice }) => {
    const { share, within, least } = LAUNCHED;
    const launch = random.uniform() < share ? WEEKS - within + random.below(within - least + 1) : 0;
    return Array.from({ length: WEEKS - launch }, (_, age) => launch + age).map((at) => ({
      ...{ sku, description, promoText: '', price: usualPrice, week: FIRST_WEEK + at },
      units: random.negativeBinomial(level * season(at), DISPERSION),
    }));
  });
  return demoCsv(rows.filter(({ units }) => units > 0));
}

async function main(): Promise<void> {
  const [directory, seeds] = process.argv.slice(2);
  if (!seeds) throw new Error('usage: steadyShops.ts DIRECTORY SEED,...');
  for (const seed of seeds.split(',')) {
    const folder = join(directory, `seed-${seed}`);
    mkdirSync(folder, { recursive: true });
    for (const [kind, season] of Object.entries(KINDS)) {
      const stem = join(folder, `${kind}-${PRODUCTS}x${WEEKS}`);
      await writeWhole(`${stem}.csv`, shopOf(Number(seed), season));
      await writeWhole(`${stem}.schema.json`, JSON.stringify(DEMO_SCHEMA));
    }
  }
  console.log(
    `weeks from ${mondayOf(FIRST_WEEK)} on; next: npx tsx scripts/portfolio/run.ts --shops ${directory}`,
  );
}

void main();
