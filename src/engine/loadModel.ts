import { found } from '../contract/findings';
import { certain } from '../common/certain';
import type { HeadInputs, HeadKind, HeadOutputs } from '../contract/head';
import type { HeadWidths } from '../contract/messages';
import { NEIGHBOUR_COLUMNS } from '../shop/neighbours/neighbourStatistics';
import type { Engine } from './engine';
import { differences, goldenInputs, goldenBatch, largestDifference } from './goldenRecords';
import { readModelDirectory, type ModelDirectory } from './modelDirectory';
import { refused } from './refusedModel';
import { InferenceFailed, InferenceProcessDied } from './pool';

let loads = 0;

/** How far a golden answer of the numeric-only head may be off, relative to 1 + the answer. */
const NUMERIC_TOLERANCE = 0.001;
/**
 * How far golden answers from text and numbers may be off, relative to 1 + the answer: half of them, and nine of ten.
 * Single large differences say little, since a text's nearest neighbours may change. Measured on the shipped models
 * with their own int8 file: at most 0.001% on one type of processor; on another, sums may saturate. With the fp16 file
 * instead of the int8 one: at most 1.5% and 5.8%.
 */
const TEXT_TOLERANCE = {
  sameFile: [
    [0.5, 0.01],
    [0.9, 0.05],
  ],
  otherPrecision: [
    [0.5, 0.03],
    [0.9, 0.15],
  ],
} as const;
/** The same for one graph compared with two runs: apart from rounding, only the batches of texts differ. */
const ONE_GRAPH_TOLERANCE = 0.01;

/**
 * Reads a model directory, loads its heads into the inference processes and replays its golden records. Throws
 * ShelfcastError `model_refused` with the reason; then no part of the model stays loaded.
 */
export async function loadModel(engine: Engine, directory: string): Promise<ModelDirectory> {
  const model = await readModelDirectory(directory, engine.encoder);
  // A reloaded model is loaded next to the one that serves until it has passed its checks.
  model.heads.key += `#${loads++}`;
  try {
    const { widths, promo, twoRunsReason } = await engine.pool.loadHeads(model.heads);
    checkWidths(model, widths);
    model.readsPromotions = promo;
    const { inputs, answers } = await replayGolden(engine, model);
    model.twoRunsReason = twoRunsReason ?? (await differenceInOneGraph(engine, model, inputs, answers));
    if (model.twoRunsReason !== null) engine.pool.useTwoRuns(model.heads.key);
    return model;
  } catch (error) {
    await engine.pool.unloadHeads(model.heads.key);
    if (error instanceof InferenceFailed)
      throw refused(
        model.directory,
        `a head does not load or run: ${error.message}`,
        found('model_head_fails'),
        error,
      );
    if (error instanceof InferenceProcessDied)
      throw refused(
        model.directory,
        'a head ends the process that loads it',
        found('model_head_fails'),
        error,
      );
    throw error;
  }
}

function checkWidths({ directory, manifest, snapshot }: ModelDirectory, widths: HeadWidths): void {
  const wanted = {
    features: manifest.features.names.length,
    analogs: snapshot ? NEIGHBOUR_COLUMNS.length : 0,
    description: manifest.encoder.dimension,
  };
  for (const [kind, width] of Object.entries(widths)) {
    for (const input of ['features', 'analogs', 'description'] as const) {
      const taken = width[input];
      if (taken === null || taken === wanted[input]) continue;
      if (input === 'analogs' && taken < wanted.analogs) continue;
      throw refused(
        directory,
        `its ${kind} head takes ${input} ${taken} wide, not ${wanted[input]}`,
        found('model_features'),
      );
    }
  }
}

/** The text-aware head's inputs for the golden records, and its outputs. */
async function replayGolden(
  engine: Engine,
  model: ModelDirectory,
): Promise<{ inputs: HeadInputs; answers: HeadOutputs }> {
  const { golden } = model.manifest;
  if (golden.length === 0)
    throw refused(
      model.directory,
      'its manifest has no golden records to check it with',
      found('model_unchecked'),
    );
  const inputs = await goldenInputs(engine, model);
  const run = async (kind: HeadKind) => (await engine.pool.runHead(model.heads.key, kind, inputs)).outputs;
  compareNumericOnly(model, await run('numeric_only'));
  const answers = await run('text_aware');
  compareTextAware(model, engine, answers);
  return { inputs, answers };
}

/**
 * Runs the golden records through the merged graph. Null if it answers as the two runs do, else the reason to keep two
 * runs.
 */
async function differenceInOneGraph(
  engine: Engine,
  model: ModelDirectory,
  inputs: HeadInputs,
  answers: HeadOutputs,
): Promise<string | null> {
  const { texts, records } = goldenBatch(engine, model, inputs);
  try {
    const { outputs } = await engine.pool.encode(texts, records);
    const difference = largestDifference(certain(outputs, 'forecast with the texts'), answers);
    if (difference <= ONE_GRAPH_TOLERANCE) return null;
    return `one graph forecasts golden records ${(100 * difference).toFixed(1)}% otherwise`;
  } catch (error) {
    if (!(error instanceof InferenceFailed || error instanceof InferenceProcessDied)) throw error;
    return `one graph does not run: ${error.message}`;
  }
}

/** Refuses a model whose text-aware head does not reproduce its golden records. */
function compareTextAware(
  { directory, manifest }: ModelDirectory,
  { encoder }: Engine,
  outputs: HeadOutputs,
): void {
  checkSizes(directory, manifest, 'text_aware', outputs);
  const same = manifest.encoder.hash === encoder.hash;
  const limits = TEXT_TOLERANCE[same ? 'sameFile' : 'otherPrecision'];
  for (const part of ['quantiles', 'mean'] as const) {
    const wanted = manifest.golden.flatMap((record) => record.text_aware[part]);
    const sorted = differences(outputs[part], wanted);
    for (const [share, most] of limits) {
      const difference = sorted[Math.floor(share * (sorted.length - 1))];
      if (difference <= most) continue;
      throw refused(
        directory,
        `with this encoder its text_aware head answers ${100 * share}% of the ${part} in its golden records within ` +
          `${percent(difference)} of what was recorded, not within ${percent(most)}`,
        found('model_answers'),
      );
    }
  }
}

/** Numeric-only answers must match except for rounding. */
function compareNumericOnly({ directory, manifest }: ModelDirectory, outputs: HeadOutputs): void {
  checkSizes(directory, manifest, 'numeric_only', outputs);
  manifest.golden.forEach(({ numeric_only: recorded }, row) => {
    for (const part of ['quantiles', 'mean'] as const) {
      const wanted = recorded[part];
      const got = outputs[part].subarray(row * wanted.length, (row + 1) * wanted.length);
      if (certain(differences(got, wanted).at(-1), 'difference') <= NUMERIC_TOLERANCE) continue;
      const far = wanted.findIndex((value, at) => differences([got[at]], [value])[0] > NUMERIC_TOLERANCE);
      throw refused(
        directory,
        `golden record ${row}: its numeric_only head answers ${part} ${got[far]} where ${wanted[far]} was recorded`,
        found('model_answers'),
      );
    }
  });
}

function checkSizes(
  directory: string,
  { golden }: ModelDirectory['manifest'],
  kind: 'text_aware' | 'numeric_only',
  outputs: HeadOutputs,
): void {
  for (const part of ['quantiles', 'mean'] as const) {
    const width = outputs[part].length / golden.length;
    const row = golden.findIndex((record) => record[kind][part].length !== width);
    if (row < 0) continue;
    const recorded = golden[row][kind][part].length;
    throw refused(
      directory,
      `golden record ${row} has ${recorded} ${part} of its ${kind} head, which answers ${width}`,
      found('model_answers'),
    );
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
