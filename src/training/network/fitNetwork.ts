import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder } from '../../graph/builder';
import { answersOf, type AnswerShape, ensemble, middleOf, outputsEach, outputsOf } from './answers';
import { network, networkParameters, type NetworkShape } from './network';
import { constantsOf, type Parameters } from './parameters';
import type { Random } from '../../common/random';
import { type OnEpoch, trainNetwork, type TrainingTable, type TrainOptions } from './train';

export interface NetworkOptions {
  members: number;
  hidden: number;
  layers: number;
  train: TrainOptions;
}

export interface TrainedNetwork {
  shape: NetworkShape;
  answers: AnswerShape;
  parameters: Parameters;
  weights: Float32Array;
}

/** A first fit's errors, epoch by epoch: on the rows it trained on and on those held out. */
export interface LearningCurve {
  training: number[];
  heldOut: number[];
}

const ROWS_AT_ONCE = 4096;
/** However early the held-out error is least, training goes on this long. */
const FEWEST_EPOCHS = 5;
const ABOUT = 1.01;

/** Trains a network on rows whose targets have weight; `chance` is how likely an epoch takes a row. */
export async function fitNetwork(
  table: TrainingTable,
  answers: AnswerShape,
  chance: (row: number) => number,
  options: NetworkOptions,
  random: Random,
  onEpoch?: OnEpoch,
  watch?: (sofar: TrainedNetwork, loss: number) => Promise<void>,
): Promise<TrainedNetwork> {
  const { series } = answers;
  const count = table.targets.length / series;
  const weighted = Array.from({ length: count }, (_, row) => row).filter((row) =>
    table.weights.subarray(row * series, (row + 1) * series).some((weight) => weight > 0),
  );
  if (weighted.length === 0) throw new Error('there is no row to train on');
  const shape = {
    inputs: table.inputs.length / count,
    hidden: options.hidden,
    layers: options.layers,
    members: options.members,
    outputs: outputsOf(answers),
  };
  const parameters = networkParameters(shape, startingBias(table, answers), random);
  const epochRows = () => {
    const taken = weighted.filter((row) => random.uniform() < chance(row));
    return Int32Array.from(random.shuffle(taken.length > 0 ? taken : [...weighted]));
  };
  const { train } = options;
  const weights = await trainNetwork(
    table,
    shape,
    answers,
    parameters,
    epochRows,
    train,
    random,
    async (epoch, epochs, loss, weights) => {
      await onEpoch?.(epoch, epochs, loss, weights);
      await watch?.({ shape, answers, parameters, weights }, loss);
    },
  );
  return { shape, answers, parameters, weights };
}

/** Trains as `fitNetwork`, and tells after each epoch the mean pinball loss on rows held out. */
export async function fitWatched(
  table: TrainingTable,
  heldOut: TrainingTable,
  answers: AnswerShape,
  chance: (row: number) => number,
  options: NetworkOptions,
  random: Random,
  onEpoch?: OnEpoch,
): Promise<{ trained: TrainedNetwork; curve: LearningCurve }> {
  const curve: LearningCurve = { training: [], heldOut: [] };
  const watch = async (sofar: TrainedNetwork, loss: number) => {
    curve.training.push(loss);
    curve.heldOut.push(meanPinball(await networkAnswers(sofar, heldOut.inputs), heldOut, answers));
  };
  const trained = await fitNetwork(table, answers, chance, options, random, onEpoch, watch);
  return { trained, curve };
}

/** How long to train on all rows: up to the last epoch whose held-out error was about the least. */
export function bestEpochs({ heldOut }: LearningCurve): number {
  const least = Math.min(...heldOut);
  const best = heldOut.findLastIndex((error) => error <= least * ABOUT) + 1;
  return Math.max(Math.min(FEWEST_EPOCHS, heldOut.length), best);
}

/** What the network answers for rows of inputs: quantiles on its scale, row-major [rows, S, Q]. */
export async function networkAnswers(trained: TrainedNetwork, inputs: Float32Array): Promise<Float32Array> {
  const { shape, answers, parameters, weights } = trained;
  const graph = new GraphBuilder('answers');
  const rows = graph.input('inputs', 'float', ['N', shape.inputs]);
  const raw = network(rows, constantsOf(parameters, weights, graph), shape.layers);
  graph.output('answers', ensemble(answersOf(raw, answers)));
  const session = await openOnCpu(graph.bytes());
  const count = inputs.length / shape.inputs;
  const width = answers.series * answers.quantiles.length;
  const result = new Float32Array(count * width);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const part = inputs.subarray(from * shape.inputs, (from + ROWS_AT_ONCE) * shape.inputs);
    const feeds = { inputs: new Tensor('float32', part, [part.length / shape.inputs, shape.inputs]) };
    result.set((await session.run(feeds)).answers.data as Float32Array, from * width);
  }
  await session.release();
  return result;
}

/** Output biases start where each series lies on average; the mean's logarithm at that of the mean of exp(x) - 1. */
function startingBias({ targets, weights }: TrainingTable, answers: AnswerShape): Float32Array {
  const { series, quantiles, learnsMean } = answers;
  const bias = new Float32Array(outputsOf(answers));
  for (let index = 0; index < series; index += 1) {
    let [count, sum, units] = [0, 0, 0];
    for (let at = index; at < targets.length; at += series) {
      if (weights[at] === 0) continue;
      count += 1;
      sum += targets[at];
      units += Math.expm1(targets[at]);
    }
    if (count === 0) continue;
    const from = index * outputsEach(answers);
    bias[from + middleOf(quantiles)] = sum / count;
    if (learnsMean && units > 0) bias[from + quantiles.length] = Math.log(units / count);
  }
  return bias;
}

/** Pinball loss on the network's scale, averaged over weights and quantiles. */
function meanPinball(
  quantiles: Float32Array,
  { targets, weights }: TrainingTable,
  answers: AnswerShape,
): number {
  const { quantiles: levels } = answers;
  let [sum, weight] = [0, 0];
  for (let at = 0; at < targets.length; at += 1) {
    if (weights[at] === 0) continue;
    weight += weights[at] * levels.length;
    levels.forEach((level, place) => {
      const error = targets[at] - quantiles[at * levels.length + place];
      sum += weights[at] * Math.max(level * error, (level - 1) * error);
    });
  }
  return sum / weight;
}
