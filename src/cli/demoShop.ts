import { join } from 'node:path';
import type { Command } from 'commander';
import { DEMO_SCHEMA, DEMO_SEED, demoCsv, generateDemoShop } from '../demoShop/generate';
import { writeWhole } from '../common/writeWhole';
import { counted, printResult, wholeNumber } from './command';

/** `shelfcast demo-shop`: writes the synthetic shop to a file. */
export function registerDemoShop(program: Command): void {
  program
    .command('demo-shop')
    .description('Writes the synthetic demo shop as a CSV file with its schema.')
    .requiredOption('--out <directory>', 'where to write demo-shop.csv and demo-shop.schema.json')
    .option('--seed <number>', 'another seed makes another shop', wholeNumber(0, 1e9), DEMO_SEED)
    .option('--json', 'print the result as JSON')
    .action(writeDemoShop);
}

async function writeDemoShop({
  out,
  seed,
  json,
}: {
  out: string;
  seed: number;
  json?: boolean;
}): Promise<void> {
  const rows = generateDemoShop(seed);
  const data = join(out, 'demo-shop.csv');
  const schema = join(out, 'demo-shop.schema.json');
  await writeWhole(data, demoCsv(rows));
  await writeWhole(schema, `${JSON.stringify(DEMO_SCHEMA, null, 2)}\n`);
  const text = `Wrote ${counted(rows.length, 'synthetic row')} to ${data}, their schema to ${schema}.`;
  printResult(json, { rows: rows.length, data, schema }, text);
}
