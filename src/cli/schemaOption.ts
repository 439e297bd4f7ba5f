import type { DataSchema } from '../contract/dataSchema';
import { guessSchema } from '../ingest/guessSchema';
import { readSchema } from '../ingest/schemaFile';
import type { DataFile } from '../ingest/file/dataFile';

export const SCHEMA_OPTION = [
  '--schema <file>',
  'JSON file that says which column means what; default: guessed',
] as const;

/** The schema of a data file: the given one, or a guess, which is printed on standard error. */
export async function schemaFor(data: DataFile, schemaFile: string | undefined): Promise<DataSchema> {
  if (schemaFile !== undefined) return readSchema(schemaFile);
  const schema = await guessSchema(data);
  process.stderr.write(`Schema guessed from ${data.name}: ${JSON.stringify(schema)}\n`);
  return schema;
}
