/**
 * npx tsx scripts/plans/response.ts [FILE SCHEMA]
 * Prints how demand within products goes with their prices and promotions, as training finds it: of a file of sales, or
 * of the demo shop where none is given.
 */
import { demoPanel, generateDemoShop } from '../../src/demoShop/generate';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { demandResponse } from '../../src/training/demand/response/demandResponse';
import type { Effect } from '../../src/training/demand/response/effect';

async function panelOf(file: string | undefined, schemaFile: string | undefined): Promise<DemandPanel> {
  if (!file || !schemaFile) return demoPanel(generateDemoShop());
  const schema = await readSchema(schemaFile);
  if (schema.mode !== 'demand') throw new Error(`${schemaFile} is the schema of a table, not of sales`);
  return (await readDemand(file, schema)).panel;
}

function said({ value, changes, products }: Effect): string {
  return `${value?.toFixed(2) ?? 'unknown'} (${changes} changes of ${products} products)`;
}

async function main([file, schema]: readonly string[]): Promise<void> {
  const { price, promotion, depth } = demandResponse(await panelOf(file, schema));
  console.log(`elasticity of the price: ${said(price)}`);
  console.log(`log effect of a promotion: ${said(promotion)}`);
  console.log(`log effect of a promotion's depth, for 100%: ${said(depth)}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
