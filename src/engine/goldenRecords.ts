import { withoutDepth } from '../common/promotionDepth';
import type { HeadInputs, HeadOutputs } from '../contract/head';
import type { BatchRecords, PackedTokens } from '../contract/messages';
import type { DemandRecord, TableRecord } from '../contract/record';
import { featureVector, tableVector } from '../features/featureVector';
import { NEIGHBOUR_COLUMNS } from '../shop/neighbours/neighbourStatistics';
import { comparedRecord, recordAnalogs, recordLikeness } from '../shop/recordAnalogs';
import type { Engine } from './engine';
import { encodeTexts } from './encodeTexts';
import { bankRow, type ModelDirectory, tellingOf } from './modelDirectory';
import { packTokens } from './packTokens';

/** The heads' inputs for the golden records. */
export async function goldenInputs(engine: Engine, model: ModelDirectory): Promise<HeadInputs> {
  const { golden, features } = model.manifest;
  const { dimension } = engine.encoder;
  const inputs: HeadInputs = {
    rows: golden.length,
    features: new Float32Array(golden.length * features.names.length),
    description: new Float32Array(golden.length * dimension),
    promo: new Float32Array(golden.length * dimension),
    analogs: new Float32Array(model.snapshot ? golden.length * NEIGHBOUR_COLUMNS.length : 0),
    bankIndex: new Int32Array(golden.length).fill(-1),
  };
  const { descriptions, promos } = goldenTexts(model);
  const { demand, tables } = goldenRecords(model);
  const put = (row: number, vector: Float32Array, sku: string | null) => {
    inputs.features.set(vector, row * features.names.length);
    inputs.bankIndex[row] = bankRow(model, sku);
  };
  demand.forEach((record, row) => put(row, featureVector(record, model.context), record.sku));
  tables.forEach((record, row) => put(row, tableVector(record, model.context), record.id));
  inputs.description.set(await encodeTexts(engine, descriptions));
  const { snapshot } = model;
  if (snapshot) {
    demand.forEach((record, row) => {
      const vector = inputs.description.slice(row * dimension, (row + 1) * dimension);
      const compared = comparedRecord(record, tellingOf(model));
      const likeness = recordLikeness(snapshot, compared, vector);
      const analogs = recordAnalogs(snapshot, compared, likeness, 'text_aware');
      inputs.analogs.set(analogs, row * analogs.length);
    });
  }
  const vectors = await encodeTexts(
    engine,
    promos.map(({ text }) => text),
  );
  promos.forEach(({ row }, at) => {
    inputs.promo.set(vectors.subarray(at * dimension, (at + 1) * dimension), row * dimension);
  });
  return inputs;
}

/** The golden records with their texts, to be run in one batch. */
export function goldenBatch(
  engine: Engine,
  model: ModelDirectory,
  { rows, features, bankIndex }: HeadInputs,
): { texts: PackedTokens; records: BatchRecords } {
  const { descriptions, promos } = goldenTexts(model);
  const texts = [...descriptions, ...promos.map(({ text }) => text)];
  const promo = new Int32Array(rows).fill(-1);
  promos.forEach(({ row }, at) => (promo[row] = rows + at));
  const description = Int32Array.from(descriptions.keys());
  const kept = new Float32Array();
  return {
    texts: packTokens(texts.map((text) => engine.tokenizer.tokenize(text).ids)),
    records: {
      key: model.heads.key,
      rows,
      features,
      bankIndex,
      description,
      promo,
      kept,
      vectorsWanted: false,
    },
  };
}

/** A model's golden records: all of demand, or all of a table. */
function goldenRecords({ manifest: { golden, schema } }: ModelDirectory): {
  demand: DemandRecord[];
  tables: TableRecord[];
} {
  const records = golden.map(({ record }) => record);
  return schema.mode === 'table'
    ? { demand: [], tables: records as TableRecord[] }
    : { demand: records as DemandRecord[], tables: [] };
}

function goldenTexts(model: ModelDirectory): {
  descriptions: string[];
  promos: { row: number; text: string }[];
} {
  const { demand, tables } = goldenRecords(model);
  return {
    descriptions: [...demand.map(({ description }) => description), ...tables.map(({ text }) => text)],
    promos: demand.flatMap(({ promoText }, row) =>
      promoText ? [{ row, text: withoutDepth(promoText) }] : [],
    ),
  };
}

/** Differences between forecasts, each relative to 1 + the forecast, in ascending order. */
export function differences(got: ArrayLike<number>, wanted: readonly number[]): number[] {
  return wanted.map((value, at) => Math.abs(got[at] - value) / (1 + Math.abs(value))).sort((a, b) => a - b);
}

/** The largest difference between two outputs for the same records. */
export function largestDifference(got: HeadOutputs, wanted: HeadOutputs): number {
  const of = (part: 'quantiles' | 'mean') => differences(got[part], [...wanted[part]]).at(-1) ?? 0;
  return Math.max(of('quantiles'), of('mean'));
}
