import { certain } from '../../common/certain';
import type { Random } from '../../common/random';
import { type AnswerShape } from './answers';
import {
  AnsweringNetwork,
  fitNetwork,
  type NetworkOptions,
  type TrainedNetwork,
  untrained,
} from './fitNetwork';
import { flatten } from './parameters';
import type { TrainingTable } from './train';

/** Losses of a first fit after so many steps: on the training rows and on the held-out ones. */
export interface LearningCurve {
  steps: number[];
  training: number[];
  heldOut: number[];
}

export interface StoppedFit {
  /** After the best number of steps. */
  trained: TrainedNetwork;
  /** 0 if no step reduced the held-out loss. */
  steps: number;
  curve: LearningCurve;
}

export interface StopOptions {
  /** Steps between two evaluations of the held-out loss. */
  every: number;
  /** Evaluations without a new minimum after which training stops. */
  patience: number;
  /** Called at every evaluation; true stops training as if the loss did not fall. */
  timeUp?: () => boolean;
}

/** A loss must fall by this share to count as smaller. */
const LESS = 5e-4;
/**
 * Losses within this share of the minimum count as equally good: held-out weeks are few, and more steps have learnt
 * more.
 */
const ABOUT = 0.005;

/**
 * Trains until the loss on held-out rows has not fallen for a while, and returns the network as it was when the loss
 * was last close to the minimum; never more than `options.train.steps`.
 */
export async function fitStopped(
  table: TrainingTable,
  heldOut: TrainingTable,
  answers: AnswerShape,
  chance: (row: number) => number,
  options: NetworkOptions & StopOptions,
  random: Random,
  onStep: (step: number, loss: number) => void = () => {},
): Promise<StoppedFit> {
  const { power } = options.train;
  const fresh = untrained(table, answers, options, random);
  const network = await AnsweringNetwork.open(fresh);
  const lossOf = async (weights: Float32Array) =>
    heldOutLoss(await network.answers(weights, heldOut.inputs), heldOut, answers, power);
  const start = flatten(fresh.parameters);
  const curve: LearningCurve = { steps: [], training: [], heldOut: [] };
  const looks = [{ steps: 0, weights: start, loss: await lossOf(start) }];
  let least = looks[0].loss;
  let waited = 0;
  const trained = await fitNetwork(table, answers, chance, options, random, {
    every: options.every,
    look: async (step, training, weights) => {
      const loss = await lossOf(weights);
      curve.steps.push(step);
      curve.training.push(training);
      curve.heldOut.push(loss);
      onStep(step, training);
      waited += 1;
      if (loss <= least * (1 + ABOUT)) looks.push({ steps: step, weights: weights.slice(), loss });
      if (loss < least * (1 - LESS)) waited = 0;
      least = Math.min(least, loss);
      return waited >= options.patience || options.timeUp?.() === true;
    },
  });
  await network.release();
  const { weights, steps } = certain(
    looks.findLast(({ loss }) => loss <= least * (1 + ABOUT)),
    'look at the least loss',
  );
  return { trained: { ...trained, weights }, steps, curve };
}

/** The training loss of answers before placement. */
function heldOutLoss(
  quantiles: Float32Array,
  { targets, weights, placement }: TrainingTable,
  { series, quantiles: levels }: AnswerShape,
  power: number,
): number {
  const bend = (x: number) => (power === 0 ? x : Math.expm1(power * x) / power);
  let [sum, weight] = [0, 0];
  for (let at = 0; at < targets.length; at += 1) {
    if (weights[at] === 0) continue;
    weight += weights[at];
    const [location, spread] = placement
      ? [placement.location[at], placement.spread[Math.floor(at / series)]]
      : [0, 1];
    levels.forEach((level, place) => {
      const error = bend(targets[at]) - bend(location + spread * quantiles[at * levels.length + place]);
      sum += weights[at] * Math.max(level * error, (level - 1) * error);
    });
  }
  return sum / weight;
}
