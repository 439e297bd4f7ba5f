import { floatsIn } from '../../engine/floats';
import { type InferenceSession, openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder } from '../../graph/builder';
import { answersOf, type AnswerShape, ensemble, outputsOf } from './answers';
import { network, networkParameters, type NetworkShape } from './network';
import { flatten, type Parameters, weightsOf } from './parameters';
import type { Random } from '../../common/random';
import { startingBias, startingOffsets } from './start';
import { trainNetwork, type TrainingTable, type TrainOptions, type Watch } from './train';

export interface NetworkOptions {
  members: number;
  hidden: number;
  layers: number;
  /** As in NetworkShape. */
  groups: number;
  train: TrainOptions;
}

export interface TrainedNetwork {
  shape: NetworkShape;
  answers: AnswerShape;
  parameters: Parameters;
  weights: Float32Array;
}

const ROWS_AT_ONCE = 4096;

/** An untrained network. */
export function untrained(
  table: TrainingTable,
  answers: AnswerShape,
  options: NetworkOptions,
  random: Random,
): Omit<TrainedNetwork, 'weights'> {
  const { hidden, layers, members, groups, train } = options;
  const inputs = (table.inputs.length / table.targets.length) * answers.series;
  const shape = { inputs, hidden, layers, members, groups, outputs: outputsOf(answers) };
  const start =
    groups > 0 ? startingOffsets(table, answers, groups, train.power) : startingBias(table, answers);
  return { shape, answers, parameters: networkParameters(shape, start, random) };
}

/** Trains a network on the rows whose targets have weight; `chance` is the probability that an epoch uses a row. */
export async function fitNetwork(
  table: TrainingTable,
  answers: AnswerShape,
  chance: (row: number) => number,
  options: NetworkOptions,
  random: Random,
  watch?: Watch,
): Promise<TrainedNetwork> {
  const { series } = answers;
  const count = table.targets.length / series;
  const weighted = Array.from({ length: count }, (_, row) => row).filter((row) =>
    table.weights.subarray(row * series, (row + 1) * series).some((weight) => weight > 0),
  );
  if (weighted.length === 0) throw new Error('there is no row to train on');
  const { shape, parameters } = untrained(table, answers, options, random);
  const epochRows = () => {
    const taken = weighted.filter((row) => random.uniform() < chance(row));
    return Int32Array.from(random.shuffle(taken.length > 0 ? taken : [...weighted]));
  };
  const { train } = options;
  const weights = await trainNetwork(table, shape, answers, parameters, epochRows, train, random, watch);
  return { shape, answers, parameters, weights };
}

/** What the network answers for rows of inputs: quantiles before they are placed, row-major [rows, S, Q]. */
export async function networkAnswers(trained: TrainedNetwork, inputs: Float32Array): Promise<Float32Array> {
  const network = await AnsweringNetwork.open(trained);
  const result = await network.answers(trained.weights, inputs);
  await network.release();
  return result;
}

/** A network that takes its weights as an input, so that it is opened only once. */
export class AnsweringNetwork {
  private constructor(
    private readonly session: InferenceSession,
    private readonly inputs: number,
    private readonly width: number,
  ) {}

  static async open({
    shape,
    answers,
    parameters,
  }: Omit<TrainedNetwork, 'weights'>): Promise<AnsweringNetwork> {
    const graph = new GraphBuilder('answers');
    const rows = graph.input('inputs', 'float', ['N', shape.inputs]);
    const flat = graph.input('weights', 'float', [flatten(parameters).length]);
    const raw = network(rows, weightsOf(parameters, flat), shape);
    graph.output('answers', ensemble(answersOf(raw, answers)));
    const session = await openOnCpu(graph.bytes());
    return new AnsweringNetwork(session, shape.inputs, answers.series * answers.quantiles.length);
  }

  /** As `networkAnswers`; weights as `flatten` lays them out. */
  async answers(weights: Float32Array, inputs: Float32Array): Promise<Float32Array> {
    const count = inputs.length / this.inputs;
    const result = new Float32Array(count * this.width);
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      const part = inputs.subarray(from * this.inputs, (from + ROWS_AT_ONCE) * this.inputs);
      const outputs = await this.session.run({
        inputs: new Tensor('float32', part, [part.length / this.inputs, this.inputs]),
        weights: new Tensor('float32', weights, [weights.length]),
      });
      result.set(floatsIn(outputs, 'answers'), from * this.width);
    }
    return result;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
