import type { HeadInputs, HeadKind, HeadOutputs } from '../contract/head';
import type { Golden } from '../contract/manifest';
import type { HeadWidths, PackedTokens, RecordsOfBatch } from '../contract/messages';
import type { DemandRecord, TableRecord } from '../contract/record';
import { featureVector, tableVector } from '../features/featureVector';
import type { Engine } from './engine';
import { encodeTexts } from './encodeTexts';
import { packTokens } from './packTokens';
import { bankRow, readModelDirectory, refused, type ModelDirectory } from './modelDirectory';
import { InferenceFailed, InferenceProcessDied } from './pool';

let loads = 0;

/**
 * How far a golden answer may be off, as a share of it and in units. Numbers alone are reproduced but for rounding; an
 * int8 encoder answers a little otherwise on another make of processor.
 */
const TOLERANCE: Record<'text_aware' | 'numeric_only', number> = { text_aware: 0.1, numeric_only: 0.001 };

/** The same for the one graph against the two runs: beyond rounding, only how texts share a batch differs. */
const ONE_GRAPH_TOLERANCE = 0.01;

/**
 * Reads a model directory, loads its heads into the inference processes and replays its golden records.
 * Throws ShelfcastError `model_refused` with the reason; then nothing of the model stays loaded.
 */
export async function loadModel(engine: Engine, directory: string): Promise<ModelDirectory> {
  const model = await readModelDirectory(directory, engine.encoder);
  // A reloaded model goes beside the one that serves until it is found good.
  model.heads.key += `#${loads++}`;
  try {
    const { widths, apart } = await engine.pool.loadHeads(model.heads);
    checkWidths(model, widths);
    const { inputs, answers } = await replayGolden(engine, model);
    model.apart = apart ?? (await differenceInOneGraph(engine, model, inputs, answers));
    if (model.apart !== null) engine.pool.keepApart(model.heads.key);
    return model;
  } catch (error) {
    await engine.pool.unloadHeads(model.heads.key);
    if (error instanceof InferenceFailed)
      throw refused(model.directory, `a head does not load or run: ${error.message}`, error);
    if (error instanceof InferenceProcessDied)
      throw refused(model.directory, 'a head ends the process that loads it', error);
    throw error;
  }
}

function checkWidths({ directory, manifest }: ModelDirectory, widths: HeadWidths): void {
  const wanted = { features: manifest.features.names.length, description: manifest.encoder.dimension };
  for (const [kind, width] of Object.entries(widths)) {
    for (const input of ['features', 'description'] as const) {
      if (width[input] === null || width[input] === wanted[input]) continue;
      throw refused(directory, `its ${kind} head takes ${input} ${width[input]} wide, not ${wanted[input]}`);
    }
  }
}

/** What the text-aware head is given for the golden records, and answers. */
async function replayGolden(
  engine: Engine,
  model: ModelDirectory,
): Promise<{ inputs: HeadInputs; answers: HeadOutputs }> {
  const { golden } = model.manifest;
  if (golden.length === 0)
    throw refused(model.directory, 'its manifest has no golden records to check it with');
  const inputs = await goldenInputs(engine, model);
  const run = async (kind: keyof typeof TOLERANCE) => {
    const { outputs } = await engine.pool.runHead(model.heads.key, kind, inputs);
    golden.forEach((record, row) => compareGolden(model, kind, record, outputs, row));
    return outputs;
  };
  await run('numeric_only');
  return { inputs, answers: await run('text_aware') };
}

/**
 * Has the one graph of encoder and head answer the golden records. Null where it answers as the two runs do, else the
 * reason to keep them apart.
 */
async function differenceInOneGraph(
  engine: Engine,
  model: ModelDirectory,
  inputs: HeadInputs,
  answers: HeadOutputs,
): Promise<string | null> {
  const { texts, records } = goldenRide(engine, model, inputs);
  try {
    const { outputs } = await engine.pool.encode(texts, { records, vectors: false });
    const difference = largestDifference(outputs!, answers);
    if (difference <= ONE_GRAPH_TOLERANCE) return null;
    return `one graph forecasts golden records ${(100 * difference).toFixed(1)}% otherwise`;
  } catch (error) {
    if (!(error instanceof InferenceFailed || error instanceof InferenceProcessDied)) throw error;
    return `one graph does not run: ${error.message}`;
  }
}

/** The golden records with their texts, to be answered in one run. */
export function goldenRide(
  engine: Engine,
  model: ModelDirectory,
  { rows, features, bankIndex }: HeadInputs,
): { texts: PackedTokens; records: RecordsOfBatch } {
  const { descriptions, promos } = goldenTexts(model);
  const texts = [...descriptions, ...promos.map(({ text }) => text)];
  const promo = new Int32Array(rows).fill(-1);
  promos.forEach(({ row }, at) => (promo[row] = rows + at));
  const description = Int32Array.from(descriptions.keys());
  const kept = new Float32Array();
  return {
    texts: packTokens(texts.map((text) => engine.tokenizer.tokenize(text).ids)),
    records: { key: model.heads.key, rows, features, bankIndex, description, promo, kept },
  };
}

function goldenTexts({ manifest: { golden, schema } }: ModelDirectory): {
  descriptions: string[];
  promos: { row: number; text: string }[];
} {
  if (schema.mode === 'table') {
    return { descriptions: golden.map(({ record }) => (record as TableRecord).text), promos: [] };
  }
  const records = golden.map(({ record }) => record as DemandRecord);
  return {
    descriptions: records.map(({ description }) => description),
    promos: records.flatMap(({ promoText }, row) => (promoText ? [{ row, text: promoText }] : [])),
  };
}

/** What the heads are given for the golden records. */
export async function goldenInputs(engine: Engine, model: ModelDirectory): Promise<HeadInputs> {
  const { golden, features, schema } = model.manifest;
  const table = schema.mode === 'table';
  const { dimension } = engine.encoder;
  const inputs: HeadInputs = {
    rows: golden.length,
    features: new Float32Array(golden.length * features.names.length),
    description: new Float32Array(golden.length * dimension),
    promo: new Float32Array(golden.length * dimension),
    bankIndex: new Int32Array(golden.length).fill(-1),
  };
  const { descriptions, promos } = goldenTexts(model);
  golden.forEach(({ record }, row) => {
    const demand = record as DemandRecord;
    const vector = table
      ? tableVector(record as TableRecord, model.context)
      : featureVector(demand, model.context);
    inputs.features.set(vector, row * features.names.length);
    inputs.bankIndex[row] = bankRow(model, table ? (record as TableRecord).id : demand.sku);
  });
  inputs.description.set(await encodeTexts(engine, descriptions));
  const vectors = await encodeTexts(
    engine,
    promos.map(({ text }) => text),
  );
  promos.forEach(({ row }, at) => {
    inputs.promo.set(vectors.subarray(at * dimension, (at + 1) * dimension), row * dimension);
  });
  return inputs;
}

function compareGolden(
  model: ModelDirectory,
  kind: Extract<HeadKind, keyof typeof TOLERANCE>,
  golden: Golden,
  outputs: HeadOutputs,
  row: number,
): void {
  for (const part of ['quantiles', 'mean'] as const) {
    const wanted = golden[kind][part];
    const width = outputs[part].length / model.manifest.golden.length;
    const got = outputs[part].subarray(row * width, (row + 1) * width);
    const far =
      wanted.length !== width ? 0 : got.findIndex((value, at) => !near(value, wanted[at], TOLERANCE[kind]));
    if (far < 0) continue;
    throw refused(
      model.directory,
      `golden record ${row}: its ${kind} head answers ${part} ${got[far]} where ${wanted[far]} was recorded`,
    );
  }
}

function near(value: number, wanted: number, tolerance: number): boolean {
  return Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted));
}

/** Largest difference of a forecast, as a share of 1 + the forecast. */
export function largestDifference(got: HeadOutputs, wanted: HeadOutputs): number {
  let largest = 0;
  for (const part of ['quantiles', 'mean'] as const) {
    got[part].forEach((value, at) => {
      largest = Math.max(largest, Math.abs(value - wanted[part][at]) / (1 + Math.abs(wanted[part][at])));
    });
  }
  return largest;
}
