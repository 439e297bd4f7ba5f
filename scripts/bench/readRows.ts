import { readSales } from '../../src/ingest/readSales';
import { readSchema } from '../../src/ingest/schemaFile';

/** Reads a file's sales and keeps none: `readRows.ts FILE SCHEMA`. */
async function main([file, schemaFile]: string[]): Promise<void> {
  const schema = await readSchema(schemaFile);
  if (schema.mode !== 'demand') throw new Error('the schema is not of sales');
  let units = 0;
  const { rows } = await readSales(file, schema, () => (row) => void (units += row.units ?? 0));
  console.log(`${rows} rows, ${units} units`);
}

void main(process.argv.slice(2));
