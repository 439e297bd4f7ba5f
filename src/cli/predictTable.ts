import { certain } from '../common/certain';
import { type Row, type RowFormOptions, writeRows } from '../common/rowFile';
import type { TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { HeadKind, HeadOutputs } from '../contract/head';
import { encodeTexts } from '../engine/encodeTexts';
import type { Engine } from '../engine/engine';
import { loadModel } from '../engine/loadModel';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { OnProgress } from '../ingest/file/bytes';
import type { DataSource } from '../ingest/file/dataFile';
import { openTable, type TableRow } from '../ingest/readTable';
import type { IngestReport } from '../ingest/report';
import { nearestSimilarity } from '../serving/forecast/analogs';
import { headInputs } from '../serving/forecast/headInputs';
import { preparedRow } from '../serving/forecast/preparedItems';
import { warningsOf } from '../serving/forecast/warnings';

export interface PredictTableSettings extends RowFormOptions {
  /** Model directory. */
  model: string;
  /** The model's columns; the target may be missing and is not read. */
  data: DataSource;
  /** File to write. */
  out: string;
  /** If given, it must name the same columns as the model. */
  schema?: TableSchema;
  /** Add the numeric-only forecast of each row. */
  compare?: boolean;
}

const ROWS_AT_ONCE = 1024;
/** Significant digits of a written forecast. */
const DIGITS = 7;

/**
 * Forecasts the rows of a table, one output row each, in order: id (the row number if the table has none), p10, p50,
 * p90, mean and the codes of warnings. Rows are streamed; the file is written completely or not at all.
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
      for await (const part of inGroups(rows, ROWS_AT_ONCE)) yield forecastRows(engine, model, part, kinds);
    };
    await writeRows(out, forecasts(), form);
    return certain(report(), 'the report of a table that was read to its end');
  } finally {
    await engine.pool.unloadHeads(model.heads.key);
  }
}

async function forecastRows(
  engine: Engine,
  model: ModelDirectory,
  part: readonly TableRow[],
  kinds: readonly HeadKind[],
): Promise<Row[]> {
  const items = part.map(({ record, number }) => preparedRow(model, record, `rows[${number}]`));
  const { dimension } = engine.encoder;
  const texts = items.map(({ description }) => description);
  const vectors = await encodeTexts(engine, texts);
  const inputs = headInputs(
    items.map((item, row) => ({
      ...item,
      vectors: { description: vectors.subarray(row * dimension, (row + 1) * dimension), promo: null },
    })),
    dimension,
  );
  const ran = await Promise.all(
    kinds.map(async (kind) => ({
      kind,
      outputs: (await engine.pool.runHead(model.heads.key, kind, inputs)).outputs,
    })),
  );
  const [own] = ran;
  return items.map((item, row) => {
    const figures = ran.map(({ kind, outputs }) => answer(outputs, row, kind, model));
    const warnings = warningsOf(model, item, {
      head: 'text_aware',
      shared: null,
      similarity: nearestSimilarity(own.outputs, row, items.length),
      promoSimilarity: null,
      unusedAnalogs: null,
      season: null,
      fitted: [engine.tokenizer.tokenize(texts[row]).fitted],
    });
    return {
      id: item.sku ?? part[row].number,
      ...Object.assign({}, ...figures),
      warnings: [...new Set(warnings.map(({ code }) => code))],
    };
  });
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
