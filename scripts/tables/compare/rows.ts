/**
 * What compare.py fits its methods on: a table's rows as `shelfcast evaluate` reads them, with the fold of each and the
 * encoder's vectors of their texts, read with the encoder that `evaluate` takes; SHELFCAST_ENCODER names another.
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
import { readerOf } from '../../../src/training/encoder/chooseEncoder';
import { embedTexts } from '../../../src/training/encoder/textVectors';

async function write(data: string, schemaFile: string, out: string, folds: number): Promise<void> {
  const schema = tableSchema.parse(JSON.parse(readFileSync(schemaFile, 'utf8')));
  const { rows } = await readTable(data, schema);
  const told = rows.map(({ record }) => record.text);
  const engine = await Engine.start({ encoder: process.env.SHELFCAST_ENCODER ?? DEFAULTS.encoder });
  try {
    const reader = await readerOf(engine, process.env.SHELFCAST_ENCODER ? [] : told);
    const texts = await embedTexts(reader.engine, told);
    await reader.close();
    const foldOf = dealtFolds(rows.length, folds);
    mkdirSync(out, { recursive: true });
    const vectors = rows.map(({ record }) =>
      Buffer.from(Float32Array.from(texts.vectorOf(record.text)).buffer),
    );
    writeFileSync(join(out, 'vectors.f32'), Buffer.concat(vectors));
    const folded = rows.map(({ record: { text, extras }, target }, at) => ({
      fold: foldOf[at],
      target,
      text,
      extras,
    }));
    const separators = separatorsOf(rows, schema.categorical);
    writeFileSync(
      join(out, 'rows.json'),
      JSON.stringify({ schema, separators, folds, dimension: texts.dimension, rows: folded }),
    );
  } finally {
    await engine.close();
  }
}

const [data, schema, out, folds = '5'] = process.argv.slice(2);
if (!out)
  throw new Error('usage: npx tsx scripts/tables/compare/rows.ts table.csv schema.json directory [folds]');
void write(data, schema, out, Number(folds));
