import type { HeadInputs, HeadKind, HeadOutputs } from '../contract/head';
import type { Golden } from '../contract/manifest';
import type { DemandRecord, TableRecord } from '../contract/record';
import { featureVector, tableVector } from '../features/featureVector';
import type { Engine } from './engine';
import { encodeTexts } from './encodeTexts';
import { bankRow, readModelDirectory, refused, type ModelDirectory } from './modelDirectory';
import { InferenceFailed, InferenceProcessDied } from './pool';

let loads = 0;

/**
 * How far a golden answer may be off, as a share of it and in units. Numbers alone are reproduced but for rounding; an
 * int8 encoder answers a little otherwise on another make of processor.
 */
const TOLERANCE: Record<'text_aware' | 'numeric_only', number> = { text_aware: 0.1, numeric_only: 0.001 };

/**
 * Reads a model directory, loads its heads into the inference processes and replays its golden records.
 * Throws ShelfcastError `model_refused` with the reason; then nothing of the model stays loaded.
 */
export async function loadModel(engine: Engine, directory: string): Promise<ModelDirectory> {
  const model = await readModelDirectory(directory, engine.encoder);
  // A reloaded model goes beside the one that serves until it is found good.
  model.heads.key += `#${loads++}`;
  try {
    checkWidths(model, await engine.pool.loadHeads(model.heads));
    await replayGolden(engine, model);
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

function checkWidths(
  { directory, manifest }: ModelDirectory,
  widths: Awaited<ReturnType<Engine['pool']['loadHeads']>>,
): void {
  const wanted = { features: manifest.features.names.length, description: manifest.encoder.dimension };
  for (const [kind, width] of Object.entries(widths)) {
    for (const input of ['features', 'description'] as const) {
      if (width[input] === null || width[input] === wanted[input]) continue;
      throw refused(directory, `its ${kind} head takes ${input} ${width[input]} wide, not ${wanted[input]}`);
    }
  }
}

async function replayGolden(engine: Engine, model: ModelDirectory): Promise<void> {
  const { golden } = model.manifest;
  if (golden.length === 0)
    throw refused(model.directory, 'its manifest has no golden records to check it with');
  const inputs = await goldenInputs(engine, model);
  for (const kind of ['text_aware', 'numeric_only'] as const) {
    const { outputs } = await engine.pool.runHead(model.heads.key, kind, inputs);
    golden.forEach((record, row) => compareGolden(model, kind, record, outputs, row));
  }
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
  const descriptions: string[] = [];
  const promos: { row: number; text: string }[] = [];
  golden.forEach(({ record }, row) => {
    const demand = record as DemandRecord;
    const vector = table
      ? tableVector(record as TableRecord, model.context)
      : featureVector(demand, model.context);
    inputs.features.set(vector, row * features.names.length);
    descriptions.push(table ? (record as TableRecord).text : demand.description);
    if (!table && demand.promoText) promos.push({ row, text: demand.promoText });
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
