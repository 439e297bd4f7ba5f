import { openSession, Tensor } from '../../engine/runtime';
import { GraphBuilder } from '../../graph/builder';
import { answersOf, type AnswerShape, ensemble, middleOf, outputsOf } from './answers';
import { network, networkParameters, type NetworkShape } from './network';
import { constantsOf, type Parameters } from './parameters';
import type { Random } from './random';
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

const ROWS_AT_ONCE = 4096;

/** Trains a network on rows whose targets have weight; `chance` is how likely an epoch takes a row. */
export async function fitNetwork(
  table: TrainingTable,
  answers: AnswerShape,
  chance: (row: number) => number,
  options: NetworkOptions,
  random: Random,
  onEpoch?: OnEpoch,
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
  const weights = await trainNetwork(
    table,
    shape,
    answers,
    parameters,
    epochRows,
    options.train,
    random,
    onEpoch,
  );
  return { shape, answers, parameters, weights };
}

/** What the network answers for rows of inputs: quantiles on its scale, row-major [rows, S, Q]. */
export async function networkAnswers(trained: TrainedNetwork, inputs: Float32Array): Promise<Float32Array> {
  const { shape, answers, parameters, weights } = trained;
  const graph = new GraphBuilder('answers');
  const rows = graph.input('inputs', 'float', ['N', shape.inputs]);
  const raw = network(rows, constantsOf(parameters, weights, graph), shape.layers);
  graph.output('answers', ensemble(answersOf(raw, answers)));
  const { session } = await openSession(graph.bytes(), { threads: 1, provider: 'cpu', deviceId: 0 });
  const count = inputs.length / shape.inputs;
  const result = new Float32Array(count * shape.outputs);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const part = inputs.subarray(from * shape.inputs, (from + ROWS_AT_ONCE) * shape.inputs);
    const feeds = { inputs: new Tensor('float32', part, [part.length / shape.inputs, shape.inputs]) };
    result.set((await session.run(feeds)).answers.data as Float32Array, from * shape.outputs);
  }
  await session.release();
  return result;
}

/** Output biases start where each series' targets lie on average. */
function startingBias({ targets, weights }: TrainingTable, answers: AnswerShape): Float32Array {
  const { series, quantiles } = answers;
  const bias = new Float32Array(outputsOf(answers));
  for (let index = 0; index < series; index += 1) {
    let [count, sum] = [0, 0];
    for (let at = index; at < targets.length; at += series) {
      if (weights[at] === 0) continue;
      count += 1;
      sum += targets[at];
    }
    bias[index * quantiles.length + middleOf(quantiles)] = count > 0 ? sum / count : 0;
  }
  return bias;
}
