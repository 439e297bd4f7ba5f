import { certain } from '../../common/certain';
import type { TableSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import type { HeadInputs, HeadKind, HeadOutputs } from '../../contract/head';
import type { TableRecord } from '../../contract/record';
import { encodeTexts } from '../../engine/encodeTexts';
import type { Engine } from '../../engine/engine';
import { loadModel } from '../../engine/loadModel';
import { bankRow, type ModelDirectory } from '../../engine/modelDirectory';
import { tableVector } from '../../features/featureVector';
import type { OnProgress } from '../../ingest/file/bytes';
import { openTable } from '../../ingest/readTable';
import type { IngestReport } from '../../ingest/report';
import { type Row, type RowFormOptions, writeRows } from '../../common/rowFile';
import type { DataSource } from '../../ingest/file/dataFile';

export interface PredictTableSettings extends RowFormOptions {
  /** Model directory. */
  model: string;
  /** The model's columns; the target's may be left out and is not looked at. */
  data: DataSource;
  /** File to write. */
  out: string;
  /** If given, it must name the model's own columns. */
  schema?: TableSchema;
  /** Put the numeric-only forecast beside each row's own. */
  compare?: boolean;
}

const ROWS_AT_ONCE = 1024;
/** Digits that a forecast is written with. */
const DIGITS = 7;

/**
 * Forecasts the rows of a table: one row for each, in their order, with id (its number where the table has none), p10,
 * p50, p90 and mean. Rows stream; the file is written whole or not at all.
 */
export async function predictTable(
  { model: directory, data, out, schema, compare = false, ...form }: PredictTableSettings,
  engine: Engine,
  onProgress?: OnProgress,
): Promise<IngestReport> {
  const model = await loadModel(engine, directory);
  try {
    const own = model.manifest.schema;
    if (own.mode !== 'table') {
      throw new ShelfcastError(
        'invalid',
        `model '${model.name}' forecasts weekly sales, not rows of a table`,
      );
    }
    if (schema) checkColumns(own, schema);
    const { rows, report } = await openTable(data, schema ?? own, onProgress);
    const kinds: HeadKind[] = compare ? ['text_aware', 'numeric_only'] : ['text_aware'];
    const forecasts = async function* (): AsyncGenerator<Row[]> {
      for await (const part of inGroups(rows, ROWS_AT_ONCE)) {
        const inputs = await headInputs(
          engine,
          model,
          part.map(({ record }) => record),
        );
        const cells: Record<string, string | number>[] = part.map(({ number, record }) => ({
          id: record.id ?? number,
        }));
        for (const kind of kinds) {
          const { outputs } = await engine.pool.runHead(model.heads.key, kind, inputs);
          cells.forEach((one, row) => Object.assign(one, answer(outputs, row, kind, model)));
        }
        yield cells;
      }
    };
    await writeRows(out, forecasts(), form);
    return certain(report(), 'the report of a table that was read to its end');
  } finally {
    await engine.pool.unloadHeads(model.heads.key);
  }
}

async function* inGroups<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const value of values) {
    group.push(value);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function checkColumns(own: TableSchema, given: TableSchema): void {
  for (const role of ['text', 'numeric', 'categorical'] as const) {
    if (own[role].join('\n') === given[role].join('\n')) continue;
    throw new ShelfcastError(
      'invalid',
      `the schema's ${role} columns are ${given[role].join(', ') || 'none'}, but the model was trained on ${own[role].join(', ') || 'none'}`,
    );
  }
}

async function headInputs(
  engine: Engine,
  model: ModelDirectory,
  records: readonly TableRecord[],
): Promise<HeadInputs> {
  const width = model.manifest.features.names.length;
  const features = new Float32Array(records.length * width);
  records.forEach((record, row) => features.set(tableVector(record, model.context), row * width));
  const texts = records.map(({ text }) => text);
  return {
    rows: records.length,
    features,
    description: await encodeTexts(engine, texts),
    promo: new Float32Array(records.length * engine.encoder.dimension),
    analogs: new Float32Array(),
    bankIndex: Int32Array.from(records, ({ id }) => bankRow(model, id)),
  };
}

function answer(
  { quantiles, mean }: HeadOutputs,
  row: number,
  kind: HeadKind,
  { manifest }: ModelDirectory,
): Record<string, number> {
  const prefix = kind === 'text_aware' ? '' : `${kind}_`;
  const count = manifest.quantiles.length;
  const named = manifest.quantiles.map((level, at): [string, number] => [
    `${prefix}p${Number((level * 100).toFixed(4))}`,
    quantiles[row * count + at],
  ]);
  return Object.fromEntries(
    [...named, [`${prefix}mean`, mean[row]] as [string, number]].map(([name, value]) => [
      name,
      Number(value.toPrecision(DIGITS)),
    ]),
  );
}
