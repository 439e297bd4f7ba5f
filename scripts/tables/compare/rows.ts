/**
 * What compare.py fits its methods on: a table's rows as `shelfcast evaluate` reads them, with the fold of each and the
 * encoder's vectors of their texts.
 *
 *   npx tsx scripts/tables/compare/rows.ts films.csv films.schema.json directory [folds]
 *
 * Writes rows.json and vectors.f32 (row-major [R, D], little-endian) into the directory.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableSchema } from '../../../src/contract/dataSchema';
import { DEFAULTS } from '../../../src/contract/settings';
import { Engine } from '../../../src/engine/engine';
import { dealtFolds } from '../../../src/evaluation/table/dealtFolds';
import { readTable } from '../../../src/ingest/readTable';
import { separatorsOf } from '../../../src/training/table/tableExtras';
import { embedTexts } from '../../../src/training/encoder/textVectors';

async function write(data: string, schemaFile: string, out: string, folds: number): Promise<void> {
  const schema = tableSchema.parse(JSON.parse(readFileSync(schemaFile, 'utf8')));
  const { rows } = await readTable(data, schema);
  const engine = await Engine.start({ encoder: DEFAULTS.encoder });
  try {
    const texts = await embedTexts(
      engine,
      rows.map(({ record }) => record.text),
    );
    const foldOf = dealtFolds(rows.length, folds);
    mkdirSync(out, { recursive: true });
    const vectors = rows.map(({ record }) =>
      Buffer.from(Float32Array.from(texts.vectorOf(record.text)).buffer),
    );
    writeFileSync(join(out, 'vectors.f32'), Buffer.concat(vectors));
    const told = rows.map(({ record: { text, extras }, target }, at) => ({
      fold: foldOf[at],
      target,
      text,
      extras,
    }));
    const separators = separatorsOf(rows, schema.categorical);
    writeFileSync(
      join(out, 'rows.json'),
      JSON.stringify({ schema, separators, folds, dimension: texts.dimension, rows: told }),
    );
  } finally {
    await engine.close();
  }
}

const [data, schema, out, folds = '5'] = process.argv.slice(2);
if (!out)
  throw new Error('usage: npx tsx scripts/tables/compare/rows.ts table.csv schema.json directory [folds]');
void write(data, schema, out, Number(folds));
