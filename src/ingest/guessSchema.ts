import { type DataSchema, demandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { inEnglish } from '../contract/findings';
import { dataFile, type DataSource } from './file/dataFile';
import { sampleSheet } from './file/readSheet';
import { guessColumns, type SchemaGuess } from './schema/guess';
import { guessedSchema } from './schema/guessedSchema';

/** Rows of the sample from the beginning of the file, and the row up to which as many again are taken. */
export const SAMPLE_ROWS = 5000;
export const SAMPLE_UNTIL = 100_000;

/** Guesses the columns of a file from their names and values. */
export async function guessFile(source: DataSource): Promise<SchemaGuess> {
  const { columns, rows, ragged } = await sampleSheet(source, SAMPLE_ROWS, [], SAMPLE_UNTIL);
  const guess = guessColumns(columns, rows);
  return rows.length === 0 && ragged ? { ...guess, unclear: [inEnglish(ragged)], lacks: ragged } : guess;
}

/** Guesses the schema of a sales file. Throws ShelfcastError with the choices if more than one reading is possible. */
export async function guessSchema(source: DataSource): Promise<DataSchema> {
  const guess = await guessFile(source);
  if (guess.unclear.length > 0) {
    const { name } = dataFile(source);
    throw new ShelfcastError(
      'invalid',
      `${guess.unclear.join('; ')}; say in a schema file how ${name} is to be read (--schema, over HTTP schema=); ` +
        '`shelfcast schema` writes one to edit',
    );
  }
  return demandSchema.parse(guessedSchema(guess));
}
