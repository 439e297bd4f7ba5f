import { join } from 'node:path';
import { mondayOf, weekOf } from '../../src/common/week';
import { writeWhole } from '../../src/common/writeWhole';
import { DEMO_SCHEMA, demoCsv, type DemoRow } from '../../src/demoShop/generate';

export const FIRST_WEEK = weekOf('2024-01-01');

/**
 * Writes made-up shops, several kinds a seed, in a directory each, on which `run.ts --shops DIRECTORY` judges the served
 * model: the main of `NAME DIRECTORY SEED,...`. `kinds`: the rows of a shop for a seed, by the kind's name.
 */
export async function writeMadeUpShops(
  name: string,
  kinds: Readonly<Record<string, (seed: number) => DemoRow[]>>,
): Promise<void> {
  const [directory, seeds] = process.argv.slice(2);
  if (!seeds) throw new Error(`usage: ${name} DIRECTORY SEED,...`);
  for (const seed of seeds.split(',')) {
    for (const [kind, rowsFor] of Object.entries(kinds)) {
      const stem = join(directory, `seed-${seed}`, kind);
      await writeWhole(`${stem}.csv`, demoCsv(rowsFor(Number(seed)).filter(({ units }) => units > 0)));
      await writeWhole(`${stem}.schema.json`, JSON.stringify(DEMO_SCHEMA));
    }
  }
  console.log(
    `weeks from ${mondayOf(FIRST_WEEK)} on; next: npx tsx scripts/portfolio/run.ts --shops ${directory}`,
  );
}
