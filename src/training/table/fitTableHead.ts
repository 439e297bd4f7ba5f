import { certain } from '../../common/certain';
import type { HeadKind } from '../../contract/head';
import { extraNames } from '../../features/featureVector';
import { type AnswerShape, bracketMasses } from '../network/answers';
import { type Calibration, calibrate } from '../head/calibration';
import { fitNetwork, networkAnswers, type NetworkOptions, type TrainedNetwork } from '../network/fitNetwork';
import type { TrainedHead } from '../head/headGraph';
import { rowsAt } from '../../common/rows';
import { Random } from '../../common/random';
import { toUnits } from '../head/scale';
import { rowAnalogs } from './tableAnalogs';
import type { TableDataset } from './tableDataset';
import { fitTransform, networkInputs, type Parts, partsOf } from './tableInputs';
import type { TableOptions } from './tableOptions';

/** A fit that has not seen the rows held out. */
interface Trial {
  parts: Parts;
  steps: number;
  network: TrainedNetwork;
  /** Of the rows held out: quantiles on the scale, row-major [H, Q], and the sum of their pinball losses. */
  answers: Float32Array;
  loss: number;
}

/** The best trials of a dataset, by what they read: heads share them. */
export type Trials = Map<string, Promise<Trial>>;

/** Told after every length of training that was tried, and at the end. */
export type OnTrial = (done: number, of: number) => void;

/** Share of the loss by which training twice as long must lessen it to go on. */
const WORTHWHILE = 0.005;
/** Batches hold this share of the rows, within these bounds. */
const BATCH = { share: 1 / 8, least: 16 };
/** Answers lie within the targets seen and this many deviations more. */
const BEYOND = 1;

/**
 * Fits one kind of head. First fits without the rows held out tell how long to train, how wide the ranges are, and
 * whether the text-aware head had better leave the texts out: it does where these do not lessen the loss on those rows.
 * The last fit sees all rows. The same seed gives the same head.
 */
export async function fitTableHead(
  dataset: TableDataset,
  kind: HeadKind,
  options: TableOptions,
  trials: Trials,
  onTrial: OnTrial = () => {},
): Promise<{ head: TrainedHead; parts: Parts; steps: number }> {
  const held = heldOutRows(dataset.rows.length, options);
  const all = partsOf(kind);
  const tries = options.lengths.length * (kind === 'text_aware' ? 2 : 1) + 1;
  let done = 0;
  const tried = () => onTrial((done += 1), tries);
  const best = (parts: Parts) => {
    const key = JSON.stringify(parts);
    const found = trials.get(key) ?? bestTrial(dataset, parts, held, options, tried);
    trials.set(key, found);
    return found;
  };
  let trial = await best(all);
  if (kind === 'text_aware') {
    const without = await best(partsOf('numeric_only'));
    if (without.loss <= trial.loss) trial = without;
  }
  const calibration = calibrationOn(dataset, held, trial, options);
  const everything = new Uint8Array(dataset.rows.length).fill(1);
  const { transform, fit } = await prepare(dataset, trial.parts, everything, options);
  const network = await fit(trial.steps, options.seed);
  onTrial(tries, tries);
  const head = {
    featureColumns: transform.columns.length > 0 ? extraNames(dataset.context).length : 0,
    dimension: dataset.dimension,
    transform,
    network,
    scale: dataset.scale,
    anchor: null,
    similar: [],
    stack: null,
    ridge: null,
    calibrations: [calibration],
    launchRange: null,
    weeksKnown: 0,
    promotions: null,
    factor: null,
  };
  return { head, parts: trial.parts, steps: trial.steps };
}

/** Trains for longer and longer until that hardly lessens the loss on the rows held out. */
async function bestTrial(
  dataset: TableDataset,
  parts: Parts,
  held: readonly number[],
  options: TableOptions,
  tried: () => void,
): Promise<Trial> {
  const seen = new Uint8Array(dataset.rows.length).fill(1);
  held.forEach((row) => (seen[row] = 0));
  const { inputs, stepsAnEpoch, fit } = await prepare(dataset, parts, seen, options);
  let best: Trial | null = null;
  for (const steps of options.lengths) {
    const whole = Math.max(1, Math.round(steps / stepsAnEpoch)) * stepsAnEpoch;
    const network = await fit(whole, options.seed);
    const width = network.shape.inputs;
    const answers = await networkAnswers(network, rowsAt(inputs, width, held));
    const loss = pinball(answers, rowsAt(dataset.latents, 1, held), options.quantiles);
    tried();
    const before = best?.loss ?? Infinity;
    if (!best || loss < before) best = { parts, steps: whole, network, answers, loss };
    if (loss > before * (1 - WORTHWHILE)) break;
  }
  return certain(best, 'length of training to try');
}

/** Inputs of all rows for networks that learn from the `seen` ones alone, and how to fit such a network. */
async function prepare(dataset: TableDataset, parts: Parts, seen: Uint8Array, options: TableOptions) {
  const analogs = await rowAnalogs(dataset, seen);
  const transform = fitTransform(dataset, parts, analogs);
  const inputs = await networkInputs(dataset, transform, analogs);
  const table = { inputs, targets: dataset.latents, weights: Float32Array.from(seen), placement: null };
  const count = seen.reduce((total, flag) => total + flag, 0);
  const batch = Math.min(options.train.batch, Math.max(BATCH.least, Math.round(count * BATCH.share)));
  const fit = (steps: number, seed: number) => {
    const network: NetworkOptions = { ...options, train: { ...options.train, batch, steps } };
    return fitNetwork(table, answerShape(dataset, options), () => 1, network, new Random(seed));
  };
  return { transform, inputs, stepsAnEpoch: Math.max(1, Math.floor(count / batch)), fit };
}

/** Rows that no first fit sees; tuning an encoder leaves them out too. */
export function heldOutRows(rows: number, { heldOut, seed }: TableOptions): number[] {
  const order = new Random(seed + 1000).shuffle(Array.from({ length: rows }, (_, row) => row));
  return order.slice(0, Math.max(1, Math.round(rows * heldOut)));
}

function calibrationOn(
  { targets, scale }: TableDataset,
  held: readonly number[],
  { answers, network }: Trial,
  { quantiles, calibration }: TableOptions,
): Calibration {
  const count = quantiles.length;
  const masses = bracketMasses(quantiles);
  return calibrate(
    held.map((row, place) => {
      const own = answers.subarray(place * count, (place + 1) * count);
      return {
        product: row,
        quantiles: own,
        actual: targets.subarray(row, row + 1),
        mean: masses.reduce((total, mass, at) => total + mass * toUnits(own[at], scale), 0),
      };
    }),
    [[0]],
    network.answers,
    (latent) => toUnits(latent, scale),
    // A factor means nothing for numbers around zero.
    { ...calibration, meanTrust: scale.kind === 'log1p' ? calibration.meanTrust : 0 },
  );
}

function answerShape({ latents, scale }: TableDataset, { quantiles }: TableOptions): AnswerShape {
  const least = latents.reduce((low, value) => Math.min(low, value), Infinity);
  const most = latents.reduce((high, value) => Math.max(high, value), -Infinity);
  const zero = scale.kind === 'log1p' ? -scale.mean / scale.deviation : -Infinity;
  return {
    series: 1,
    quantiles,
    floor: Math.max(zero, least - BEYOND),
    ceiling: most + BEYOND,
  };
}

/** Pinball loss, summed over rows and quantiles. */
function pinball(answers: Float32Array, actual: Float32Array, quantiles: readonly number[]): number {
  return answers.reduce((total, answer, at) => {
    const level = quantiles[at % quantiles.length];
    const error = actual[Math.floor(at / quantiles.length)] - answer;
    return total + Math.max(error * level, error * (level - 1));
  }, 0);
}
